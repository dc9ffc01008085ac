import type { OutputsReport } from '../../server/protocol';
import { element } from '../element';
import { warning } from '../notice';
import { foundWords } from './words';

/** What was found in both files and what it is taken for, and what to know of it. */
export function detected(
  { x, y, labelsProblem, notes }: OutputsReport,
  names: readonly [x: string, y: string],
): HTMLElement {
  const sides = [x, y].map((side, at) =>
    element(
      'li',
      {},
      element('span', { class: 'detected-name' }, `${names[at] ?? ''}: `),
      element('span', {}, foundWords(side)),
    ),
  );
  const warnings = [...(labelsProblem === undefined ? [] : [labelsProblem]), ...notes].map(warning);
  return element('ul', { class: 'detected' }, ...sides, ...warnings);
}
