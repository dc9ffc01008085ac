import type { MeasureCall, ParameterValue, Suggestion } from '../../server/protocol';
import { button } from '../components';
import { element, icon } from '../element';

export interface SuggestionEvents {
  readonly use: (measure: MeasureCall) => void;
  readonly about: (measure: string) => void;
}

const valueWords = (value: ParameterValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

/** "Orthogonal Procrustes (centre: yes)". */
function titleOf({ title, measure }: Suggestion): string {
  const changed = Object.entries(measure.parameters).map(([name, value]) => `${name}: ${valueWords(value)}`);
  return changed.length === 0 ? title : `${title} (${changed.join(', ')})`;
}

function reason(sign: string, spoken: string, text: string): HTMLElement {
  return element(
    'li',
    { class: 'note' },
    icon(sign),
    element('span', { class: 'spoken' }, spoken),
    element('span', {}, text),
  );
}

/** A measure with what speaks for and against it, and what can be done with it. */
export function suggestionItem(
  suggestion: Suggestion,
  usable: string | null,
  { use, about }: SuggestionEvents,
): HTMLElement {
  const { measure, fit, reasons, objections, evidence } = suggestion;
  const title = titleOf(suggestion);
  const [verb, place] = usable === null ? ['Use', 'from now on'] : ['Use Here', `in ${usable}`];
  return element(
    'li',
    { class: 'suggestion' },
    element('h3', {}, title),
    element(
      'ul',
      { class: 'reasons' },
      ...objections.map((text) => reason(fit === 'unsuitable' ? 'close' : 'warning', 'Against:', text)),
      ...reasons.map((text) => reason('check', 'For:', text)),
      reason('graph', 'Evidence:', evidence),
    ),
    element(
      'div',
      { class: 'suggestion-actions' },
      // What does not fit can still be used: from its own page.
      ...(fit === 'unsuitable'
        ? []
        : [
            button(verb, { describe: `${verb}: ${title} ${place}` }, () => {
              use(measure);
            }),
          ]),
      button('About', { describe: `About ${title}` }, () => {
        about(measure.id);
      }),
    ),
  );
}
