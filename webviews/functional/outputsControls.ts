import type { OutputsKind, OutputsReport } from '../../server/protocol';
import { button, dropdown } from '../components';
import { element, icon } from '../element';
import type { OutputsChoiceMessage, OutputsKnowledge } from '../messages';
import { foundKind, kindTitles, matchTitles } from './words';

export interface ControlEvents {
  readonly choose: (change: Omit<OutputsChoiceMessage, 'type'>) => void;
  readonly pickTensor: (side: 'x' | 'y') => void;
  readonly chooseLabels: () => void;
}

type Names = readonly [x: string, y: string];
type Known = Pick<OutputsKnowledge, 'report' | 'chosen'>;

/** What the outputs are taken for, and the ways to say otherwise; stays while they are compared anew. */
export class OutputsControls {
  readonly element = element('div', { class: 'outputs-controls', role: 'group', 'aria-label': 'Outputs' });
  #drawn = '';

  constructor(private readonly events: ControlEvents) {}

  show({ report, chosen }: Known, names: Names): void {
    const key = JSON.stringify([report === null ? null : shownOf(report), chosen, names]);
    // Until there is news, what is known of the files stays.
    if (key === this.#drawn || (report === null && this.#drawn !== '')) return;
    this.#drawn = key;
    const focused = document.activeElement;
    const at = focused && this.element.contains(focused) ? focused.getAttribute('data-control') : null;
    this.element.replaceChildren(...this.#controls({ report, chosen }, names));
    if (at !== null) this.element.querySelector<HTMLElement>(`[data-control="${at}"]`)?.focus();
  }

  #controls({ report, chosen }: Known, names: Names): readonly HTMLElement[] {
    const { choose } = this.events;
    const kind = picker(
      'Kind',
      'Kind of the outputs',
      [[null, report?.found === true ? foundKind(report) : 'As found'], ...kindTitles],
      chosen.outputs ?? null,
      (chosenKind: OutputsKind | null) => {
        choose({ kind: chosenKind });
      },
    );
    const matched = report === null ? undefined : report.matched;
    const classes =
      matched === undefined
        ? []
        : [
            picker('Classes', 'Classes are matched', matchTitles, matched, (match) => {
              choose({ match });
            }),
          ];
    return [...this.#tensors(report, chosen, names), kind, ...classes, this.#labels(report)];
  }

  /** Where a file holds several tensors that may be its outputs. */
  #tensors(report: Known['report'], chosen: Known['chosen'], names: Names): readonly HTMLElement[] {
    if (report === null) return [];
    return (['x', 'y'] as const).flatMap((side, at) => {
      const choices = report.found ? report[side].choices : (report.choices[at] ?? 0);
      const missing = !report.found && !report.unfit;
      if (choices < (missing ? 1 : 2)) return [];
      const tensor = report.found ? report[side].tensor : chosen[side === 'x' ? 'tensorX' : 'tensorY'];
      const name = names[at] ?? '';
      const label = `Outputs of ${name}: ${tensor ?? 'found by name'}. Choose the tensor`;
      const made = button(tensor ?? 'Choose…', { describe: label }, () => {
        this.events.pickTensor(side);
      });
      const arrow = icon('chevron-down');
      arrow.slot = 'end';
      made.append(arrow);
      made.setAttribute('data-control', side);
      return [labelled(name, made)];
    });
  }

  #labels(report: Known['report']): HTMLElement {
    const labels = report?.found === true ? report.labels : undefined;
    const words = labels === undefined ? 'No labels' : `Labels: ${labels.split(/[\\/]/).slice(-2).join('/')}`;
    const describe = labels === undefined ? 'Choose Labels File…' : 'Change labels file';
    const made = button(labels === undefined ? describe : 'Change', { describe }, this.events.chooseLabels);
    made.setAttribute('data-control', 'labels');
    return labelled(words, made);
  }
}

/** What of a report the controls show. */
function shownOf(report: NonNullable<Known['report']>): unknown {
  if (!report.found) return report;
  const side = ({ tensor, kind, choices }: OutputsReport['x']) => [tensor, kind, choices];
  return [side(report.x), side(report.y), report.matched, report.labels];
}

function labelled(words: string, control: HTMLElement): HTMLElement {
  return element('span', { class: 'outputs-control' }, element('span', { class: 'nowrap' }, words), control);
}

function picker<T extends string | null>(
  words: string,
  label: string,
  choices: readonly (readonly [T, string])[],
  selected: T,
  chosen: (value: T) => void,
): HTMLElement {
  const title = choices.find(([value]) => value === selected)?.[1] ?? '';
  const made = dropdown(
    label,
    choices.map(([, each]) => each),
    title,
    (picked) => {
      const choice = choices.find(([, each]) => each === picked);
      if (choice !== undefined) chosen(choice[0]);
    },
  );
  made.setAttribute('data-control', words);
  return labelled(words, made);
}
