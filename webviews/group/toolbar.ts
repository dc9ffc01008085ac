import type { OutputsKind } from '../../server/protocol';
import { button, dropdown, setDisabled } from '../components';
import { element, icon } from '../element';
import { kindTitles } from '../functional/words';
import type { GroupKnowledge } from '../messages';
import { RunControls } from '../runControls';
import { subjectWords } from './words';

export interface GroupToolbarEvents {
  readonly chooseTensor: () => void;
  readonly chooseLabels: () => void;
  readonly read: (kind: OutputsKind | null) => void;
  readonly run: () => void;
  readonly cancel: () => void;
  readonly export: (format: 'csv' | 'json') => void;
}

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
    this.#exports = (['csv', 'json'] as const).map((format) =>
      button(format.toUpperCase(), { describe: `Export the set as ${format.toUpperCase()}` }, () => {
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
    const key = JSON.stringify([report === undefined, subject, labels, isOutputs, kind]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { chooseTensor, chooseLabels, read } = this.events;
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
      ...(isOutputs ? [kindPicker(kind, read), button(words, {}, chooseLabels)] : []),
    );
  }
}

const asFound = 'As found';

/** What the columns of the outputs are taken for. */
function kindPicker(kind: OutputsKind | null, read: GroupToolbarEvents['read']): HTMLElement {
  const choices: readonly (readonly [OutputsKind | null, string])[] = [[null, asFound], ...kindTitles];
  const selected = choices.find(([one]) => one === kind)?.[1] ?? asFound;
  return dropdown(
    'Kind of the outputs',
    choices.map(([, title]) => title),
    selected,
    (title) => {
      read(choices.find(([, words]) => words === title)?.[0] ?? null);
    },
  );
}
