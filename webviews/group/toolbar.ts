import type { ClassMatch, OutputsKind } from '../../server/protocol';
import { button, dropdown, setDisabled } from '../components';
import { element, icon } from '../element';
import { kindTitles, matchTitles } from '../functional/words';
import type { ExportFormat, GroupKnowledge, OutputsChoiceMessage } from '../messages';
import { RunControls } from '../runControls';
import { subjectWords } from './words';

export interface GroupToolbarEvents {
  readonly chooseTensor: () => void;
  readonly chooseLabels: () => void;
  readonly choose: (change: Omit<OutputsChoiceMessage, 'type'>) => void;
  readonly run: () => void;
  readonly cancel: () => void;
  readonly export: (format: ExportFormat) => void;
}

const formats: readonly (readonly [ExportFormat, string])[] = [
  ['csv', 'Export the set as CSV'],
  ['json', 'Export the set as JSON'],
  ['svg', 'Export the pairs as SVG'],
  ['png', 'Export the pairs as PNG'],
];

const stateWords: Readonly<Record<GroupKnowledge['state'], string>> = {
  waiting: '',
  running: 'Comparing the models…',
  done: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
};

/** What of the models is compared, run and cancel, progress, exports. */
export class GroupToolbar {
  readonly element: HTMLElement;
  readonly #subject = element('div', {
    class: 'measure-controls',
    role: 'group',
    'aria-label': 'What is compared',
  });
  readonly #controls: RunControls;
  readonly #exports: readonly HTMLElement[];
  #drawn = '';

  constructor(private readonly events: GroupToolbarEvents) {
    this.#controls = new RunControls(events);
    this.#exports = formats.map(([format, describe]) =>
      button(format.toUpperCase(), { describe }, () => {
        events.export(format);
      }),
    );
    this.element = element(
      'header',
      { class: 'toolbar' },
      this.#subject,
      this.#controls.element,
      element(
        'div',
        { class: 'export-controls', role: 'group', 'aria-label': 'Export' },
        element('span', {}, 'Export'),
        ...this.#exports,
      ),
      this.#controls.bar,
    );
  }

  show(known: GroupKnowledge): void {
    const { state } = known;
    const busy = state === 'running' || state === 'waiting';
    this.#showSubject(known);
    this.#controls.setBusy(busy);
    this.#controls.say(stateWords[state]);
    for (const made of this.#exports) setDisabled(made, state !== 'done');
    if (!busy) this.progress(0, '');
  }

  progress(fraction: number, text: string): void {
    this.#controls.progress(Math.round(100 * fraction));
    if (text !== '') this.#controls.say(text);
  }

  /** Built anew only when it says something else: a control that is in use must not be taken away. */
  #showSubject({ report, kind }: GroupKnowledge): void {
    const subject = report?.found === true ? subjectWords(report) : 'Choose…';
    const labels = report?.found === true ? report.outputs?.labels : undefined;
    const isOutputs = report?.found === true ? report.of === 'outputs' : kind !== null;
    const matched = report?.matched;
    const key = JSON.stringify([report === undefined, subject, labels, isOutputs, kind, matched]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { chooseTensor, chooseLabels, choose } = this.events;
    const picker = button(
      subject,
      { describe: `Compared of each model: ${subject}. Choose another` },
      chooseTensor,
    );
    const arrow = icon('chevron-down');
    arrow.slot = 'end';
    picker.append(arrow);
    picker.classList.add('measure-picker');
    setDisabled(picker, report === undefined);
    const words = labels === undefined ? 'Choose Labels File…' : 'Change Labels…';
    this.#subject.replaceChildren(
      picker,
      ...(isOutputs ? [kindPicker(kind, choose)] : []),
      ...(matched === undefined ? [] : [matchPicker(matched, choose)]),
      ...(isOutputs ? [button(words, {}, chooseLabels)] : []),
    );
  }
}

const asFound = 'As found';

/** What the columns of the outputs are taken for. */
function kindPicker(kind: OutputsKind | null, choose: GroupToolbarEvents['choose']): HTMLElement {
  const choices: readonly (readonly [OutputsKind | null, string])[] = [[null, asFound], ...kindTitles];
  const selected = choices.find(([one]) => one === kind)?.[1] ?? asFound;
  return dropdown(
    'Kind of the outputs',
    choices.map(([, title]) => title),
    selected,
    (title) => {
      choose({ kind: choices.find(([, words]) => words === title)?.[0] ?? null });
    },
  );
}

/** How the classes of the models belong together, where their files name them. */
function matchPicker(matched: ClassMatch, choose: GroupToolbarEvents['choose']): HTMLElement {
  const titled = (title: string): string => `Classes ${title.toLowerCase()}`;
  const titles = matchTitles.map(([, title]) => titled(title));
  const selected = matchTitles.find(([one]) => one === matched)?.[1] ?? '';
  return dropdown('Classes are matched', titles, titled(selected), (picked) => {
    const match = matchTitles.find(([, title]) => titled(title) === picked)?.[0];
    if (match !== undefined) choose({ match });
  });
}
