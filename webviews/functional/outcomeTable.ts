import { type InstanceChoice, type Outcome, type OutputsReport, shareText } from '../../server/protocol';
import { element } from '../element';
import { exactCount } from '../numbers';
import { outcomeWords } from './words';

type Names = readonly [x: string, y: string];

/** How many instances have each outcome; each number lists the instances behind it. */
export function outcomeTable(
  { outcomes, rows }: OutputsReport,
  names: Names,
  list: (choice: InstanceChoice) => void,
): HTMLElement {
  const counts = new Map(outcomes.map(({ outcome, count }) => [outcome, count]));
  const cell = (outcome: Outcome, small?: string): HTMLElement => {
    const count = counts.get(outcome) ?? 0;
    const words = outcomeWords(outcome, names);
    const made = element(
      'button',
      {
        type: 'button',
        class: `outcome ${outcome}`,
        title: `${words}: list the instances`,
        disabled: count === 0,
      },
      element('span', { class: 'spoken' }, `${words}: `),
      element('span', { class: 'outcome-count' }, exactCount(count)),
      element('span', { class: 'outcome-share muted' }, shareText(count / rows)),
      small === undefined ? null : element('span', { class: 'outcome-small', 'aria-hidden': 'true' }, small),
    );
    made.addEventListener('click', () => {
      list({ outcome });
    });
    return made;
  };
  if (counts.has('same')) {
    return element(
      'div',
      { class: 'outcome-pair' },
      ...(['same', 'different'] as const).map((outcome) => cell(outcome, outcomeWords(outcome, names))),
    );
  }
  const [x, y] = names;
  const head = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
  const row = (text: string, ...cells: readonly HTMLElement[]): HTMLElement =>
    element('tr', {}, element('th', { scope: 'row' }, text), ...cells.map((one) => element('td', {}, one)));
  const wrong = element(
    'div',
    { class: 'outcome-split' },
    cell('bothWrongSame', 'same answer'),
    cell('bothWrongDifferent', 'different answers'),
  );
  return element(
    'table',
    { class: 'outcome-table', 'aria-label': 'Instances by which model is right' },
    element('thead', {}, element('tr', {}, element('td', {}), head(`${y} right`), head(`${y} wrong`))),
    element(
      'tbody',
      {},
      row(`${x} right`, cell('bothRight'), cell('onlyX')),
      row(`${x} wrong`, cell('onlyY'), wrong),
    ),
  );
}
