import type { OutputsKind, OutputsReport } from '../../server/protocol';
import { button, dropdown } from '../components';
import { element, icon } from '../element';
import { exactCount, plural } from '../numbers';
import { foundWords } from './words';

const kinds: readonly (readonly [OutputsKind | null, string])[] = [
  [null, 'As detected'],
  ['logits', 'Logits'],
  ['probabilities', 'Probabilities'],
  ['classes', 'Class numbers'],
  ['one-hot', 'One-hot classes'],
  ['binary', 'Probability of one class'],
];

export interface DetectedEvents {
  readonly read: (kind: OutputsKind | null) => void;
  readonly chooseLabels: () => void;
}

/** What was found and what it is taken for, and the ways to say otherwise. */
export function detected(
  report: OutputsReport,
  names: readonly [x: string, y: string],
  kind: OutputsKind | null,
  events: DetectedEvents,
): HTMLElement {
  const { x, y, labels, labelsProblem, notes, classes } = report;
  const sides = [x, y].map((side, at) =>
    element(
      'li',
      {},
      element('span', { class: 'detected-name' }, `${names[at] ?? ''}: `),
      element('span', {}, foundWords(side)),
    ),
  );
  const file = labels?.split(/[\\/]/).slice(-2).join('/');
  const count = classes.classes.length + classes.left;
  const labelWords =
    labelsProblem ?? (file === undefined ? 'No labels: accuracies are not known.' : `Labels: ${file}`);
  const warnings = notes.map((note) =>
    element('li', { class: 'note' }, icon('warning'), element('span', {}, note)),
  );
  return element(
    'div',
    { class: 'detected' },
    element('ul', {}, ...sides, ...warnings),
    element(
      'div',
      { class: 'detected-line' },
      element('span', {}, `Outputs are (${plural(count, 'class', 'classes')} answered)`),
      outputsPicker(kind, events),
      element('span', { class: labelsProblem === undefined ? '' : 'note' }, labelWords),
      button(
        labels === undefined ? 'Choose Labels File…' : 'Change',
        { describe: labels === undefined ? 'Choose Labels File…' : 'Change labels file' },
        events.chooseLabels,
      ),
    ),
  );
}

/** The choice of what the columns are; also where they could not be read as they were. */
export function outputsPicker(kind: OutputsKind | null, { read }: Pick<DetectedEvents, 'read'>): HTMLElement {
  const selected = kinds.find(([one]) => one === kind)?.[1] ?? 'As detected';
  return dropdown(
    'What the columns of the outputs are',
    kinds.map(([, title]) => title),
    selected,
    (title) => {
      read(kinds.find(([, words]) => words === title)?.[0] ?? null);
    },
  );
}

/** "All but 20 classes that the models differ on least." */
export function leftWords(left: number): string {
  return left === 0 ? '' : `${exactCount(left)} classes that the models differ on least are left out.`;
}
