import type { MeasureCall } from '../../server/protocol';
import { button, iconButton, setDisabled } from '../components';
import { element, icon } from '../element';
import type { FromComparisonPage } from '../messages';
import { RunControls } from '../runControls';
import { progressWords } from './caption';
import { parameterControls } from './parameters';
import type { ComparisonState } from './state';

type Format = Extract<FromComparisonPage, { type: 'export' }>['format'];
const formats: readonly (readonly [Format, string, string])[] = [
  ['csv', 'CSV', 'Export what is shown as CSV'],
  ['json', 'JSON', 'Export what is shown as JSON'],
  ['svg', 'SVG', 'Export the chart as SVG'],
  ['png', 'PNG', 'Export the chart as PNG'],
];

export interface ToolbarEvents {
  /** Offer all measures to choose from. */
  readonly choose: () => void;
  readonly about: (measure: string) => void;
  readonly guide: () => void;
  readonly select: (measure: MeasureCall) => void;
  readonly run: () => void;
  readonly cancel: () => void;
  readonly export: (format: Format) => void;
}

/** Measure and parameters, run and cancel, progress, exports. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #ofOutputs: HTMLElement;
  readonly #measure = element('div', { class: 'measure-controls', role: 'group', 'aria-label': 'Measure' });
  readonly #controls: RunControls;
  readonly #exports: readonly (readonly [Format, HTMLElement])[];
  #drawn = '';
  #run = -1;
  /** When the run began, in ms. */
  #begun = 0;

  constructor(private readonly events: ToolbarEvents) {
    this.#ofOutputs = element(
      'div',
      { class: 'measure-controls', hidden: true },
      element('span', {}, 'All functional measures'),
      iconButton('compass', 'Which measure should I use?', events.guide),
    );
    this.#controls = new RunControls(events);
    this.#exports = formats.map(([format, title, describe]) => [
      format,
      button(title, { describe }, () => {
        events.export(format);
      }),
    ]);
    this.element = element(
      'header',
      { class: 'toolbar' },
      this.#measure,
      this.#ofOutputs,
      this.#controls.element,
      element(
        'div',
        { class: 'export-controls', role: 'group', 'aria-label': 'Export' },
        element('span', {}, 'Export'),
        ...this.#exports.map(([, made]) => made),
      ),
      this.#controls.bar,
    );
  }

  show(state: ComparisonState, front: 'layers' | 'outputs'): void {
    this.#showMeasure(state);
    // The measure of the layers has no say in what is shown of the outputs.
    this.#measure.hidden = front === 'outputs';
    this.#ofOutputs.hidden = front !== 'outputs';
    const busy = state.state === 'running' || state.state === 'waiting';
    this.#controls.setBusy(busy);
    if (state.run !== this.#run) {
      this.#run = state.run;
      this.#begun = performance.now();
    }
    this.#controls.say(progressWords(state, (performance.now() - this.#begun) / 1000));
    const total = state.plan?.pairs.length ?? 0;
    const share = total === 0 ? 0 : Math.round((100 * state.scores.size) / total);
    this.#controls.progress(state.state === 'waiting' ? null : share);
    for (const [format, made] of this.#exports) {
      const picture = format === 'svg' || format === 'png';
      const layers = picture ? state.plan !== null : state.state === 'done';
      setDisabled(made, front === 'outputs' ? state.outputs?.report?.found !== true : !layers);
    }
  }

  /** Built anew only when the choice has changed: a control that is in use must not be taken away. */
  #showMeasure({ measures, selected }: ComparisonState): void {
    const key = JSON.stringify([measures.map((measure) => measure.id), selected]);
    const measure = measures.find((one) => one.id === selected?.id);
    if (key === this.#drawn || selected === null || measure === undefined) return;
    this.#drawn = key;
    const picker = button(measure.title, { describe: `Measure: ${measure.title}. Choose another` }, () => {
      this.events.choose();
    });
    const arrow = icon('chevron-down');
    arrow.slot = 'end';
    picker.append(arrow);
    picker.classList.add('measure-picker');
    const about = iconButton('info', `About ${measure.title}`, () => {
      this.events.about(measure.id);
    });
    const guide = iconButton('compass', 'Which measure should I use?', () => {
      this.events.guide();
    });
    const choice = element('span', { class: 'measure-choice' }, picker, about, guide);
    const focused = document.activeElement;
    const label = focused && this.#measure.contains(focused) ? focused.getAttribute('aria-label') : null;
    this.#measure.replaceChildren(choice, ...parameterControls(measure, selected, this.events.select));
    if (label !== null)
      this.#measure.querySelector<HTMLElement>(`[aria-label="${CSS.escape(label)}"]`)?.focus();
  }
}
