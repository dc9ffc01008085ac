import { ticks } from 'd3-array';
import { type Disagreement, shareText } from '../../server/protocol';
import { element } from '../element';
import { axisEnd } from './scales';

/** On one line from none to all: how often predictions differ, the range that accuracies allow, and chance. */
export function agreementBar(disagreement: Disagreement): HTMLElement {
  const { share, byChance, least, most } = disagreement;
  const end = axisEnd(disagreement);
  const at = (value: number): string => `${(100 * value) / end}%`;
  const bounds = least === undefined || most === undefined ? null : ([least, most] as const);
  const line = element('div', { class: 'agreement-line' });
  if (bounds !== null) {
    const band = element('div', { class: 'agreement-band' });
    band.style.left = at(bounds[0]);
    band.style.width = at(bounds[1] - bounds[0]);
    line.append(band);
  }
  const mark = (value: number, kind: string, words: string): HTMLElement => {
    const side = value / end > 0.85 ? 'before' : value / end < 0.15 ? 'after' : 'around';
    const made = element('div', { class: `agreement-mark ${kind} ${side}` }, element('span', {}, words));
    made.style.left = at(value);
    return made;
  };
  line.append(
    mark(byChance, 'chance', `chance ${shareText(byChance)}`),
    mark(share, 'value', shareText(share)),
  );
  for (const tick of ticks(0, end, 5)) {
    const made = element('div', { class: 'agreement-tick' }, element('span', {}, shareText(tick)));
    made.style.left = at(tick);
    line.append(made);
  }
  const parts = [
    `Disagreement ${shareText(share)}`,
    ...(bounds === null ? [] : [`accuracies allow ${shareText(bounds[0])} to ${shareText(bounds[1])}`]),
    `chance ${shareText(byChance)}`,
  ];
  return element('div', { class: 'agreement', role: 'img', 'aria-label': `${parts.join('; ')}.` }, line);
}
