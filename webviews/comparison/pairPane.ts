import type { MeasureDescription, Score } from '../../server/protocol';
import { progressRing } from '../components';
import { element, icon } from '../element';
import { exactCount, shapeText, significant } from '../numbers';
import { measureWords } from './caption';
import { byFamily, familyTitle, invarianceWords } from './families';
import type { ComparisonState } from './state';

function value(score: Score, measure: MeasureDescription | undefined): HTMLElement {
  if (score.value === null) return element('span', { class: 'pair-value muted' }, 'no value');
  const similarity = measure?.direction === 'similarity';
  const words = similarity ? 'larger means more similar' : 'smaller means more similar';
  return element(
    'span',
    { class: 'pair-value', title: words },
    significant(score.value, 6),
    measure === undefined
      ? null
      : element('span', { class: 'pair-arrow', 'aria-hidden': 'true' }, similarity ? '↑' : '↓'),
    element('span', { class: 'spoken' }, measure === undefined ? '' : `, ${words}`),
  );
}

function scoreLine(score: Score, measure: MeasureDescription | undefined): HTMLElement {
  const title =
    measure === undefined
      ? score.measure
      : measureWords(measure, { id: score.measure, parameters: score.parameters });
  const lines: (readonly [string, string])[] = [];
  if (score.value === null) lines.push(['reason', score.reason ?? score.status]);
  if (score.chance !== undefined) lines.push(['chance', `Chance level ${significant(score.chance, 3)}`]);
  if (measure !== undefined && score.value !== null) lines.push(['invariance', invarianceWords(measure)]);
  for (const note of score.notes) lines.push(['note-line', note]);
  return element(
    'li',
    { class: 'pair-score' },
    element('span', { class: 'pair-title', title: measure?.summary ?? '' }, title),
    value(score, measure),
    ...lines.map(([kind, text]) =>
      element(
        'span',
        { class: `pair-line muted ${kind}` },
        kind === 'note-line' ? icon('warning') : null,
        text,
      ),
    ),
  );
}

/** All measures of the chosen pair, by family. */
export class PairPane {
  readonly element = element('aside', {
    class: 'pair-pane',
    'aria-label': 'All measures of the chosen pair',
    tabindex: 0,
  });
  #drawn: unknown[] = [];

  show(state: ComparisonState): void {
    const key = [state.pair, state.plan, state.measures];
    if (key.every((part, i) => part === this.#drawn[i])) return;
    const otherPair = state.pair !== this.#drawn[0];
    this.#drawn = key;
    const { pair, plan } = state;
    if (pair === null || plan === null) {
      const words = 'Choose a pair to see what every measure says about it.';
      this.element.replaceChildren(element('p', { class: 'muted pair-hint' }, words));
      return;
    }
    const [x, y] = [plan.x.layers[pair.x], plan.y.layers[pair.y]];
    const names = [
      [state.xName, x],
      [state.yName, y],
    ] as const;
    const heads = names.map(([file, layer]) =>
      element(
        'div',
        { class: 'pair-layer' },
        element('span', { class: 'pair-name' }, layer?.tensor ?? ''),
        element('span', { class: 'muted' }, `[${shapeText(layer?.shape ?? [])}]`),
        element('span', { class: 'muted nowrap pair-file', title: file }, file),
      ),
    );
    const rows = pair.scores?.find((score) => score.n > 0)?.n;
    const head = element('div', { class: 'pair-head' }, element('h2', {}, 'Pair'), ...heads);
    if (rows !== undefined)
      head.append(element('div', { class: 'muted' }, `${exactCount(rows)} rows compared`));
    this.element.replaceChildren(head, ...this.#body(state));
    if (otherPair && pair.scores === null) this.element.scrollTop = 0;
  }

  #body(state: ComparisonState): HTMLElement[] {
    const { pair, measures } = state;
    if (pair === null) return [];
    if (pair.message !== null) {
      return [
        element(
          'p',
          { class: 'note pair-hint', role: 'alert' },
          icon('error'),
          element('span', {}, pair.message),
        ),
      ];
    }
    if (pair.scores === null) {
      return [
        element(
          'p',
          { class: 'note pair-hint', role: 'status' },
          progressRing(),
          element('span', {}, 'Computing every measure that applies…'),
        ),
      ];
    }
    if (pair.scores.length === 0)
      return [element('p', { class: 'pair-hint' }, 'No measure applies to this pair.')];
    const of = (score: Score) => measures.find((measure) => measure.id === score.measure);
    return byFamily(pair.scores, (score) => of(score)?.family ?? 'Other').map(([family, scores]) =>
      element(
        'section',
        { class: 'pair-family' },
        element('h3', {}, familyTitle(family)),
        element('ul', {}, ...scores.map((score) => scoreLine(score, of(score)))),
      ),
    );
  }
}
