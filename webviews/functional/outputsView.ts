import type { InputPicture, InstanceChoice, InstancePage, OutputsReport } from '../../server/protocol';
import type { RowEvents } from '../comparison/pairRow';
import type { DrawPicture } from '../charts/chart';
import type { ScoreGrid } from '../charts/scoreGrid';
import { button } from '../components';
import { element } from '../element';
import type { OutputsKnowledge } from '../messages';
import { notice } from '../notice';
import { agreementBar } from './agreementBar';
import { classGrid } from './classGrid';
import { detected } from './detected';
import { distributionPlots } from './distributions';
import { type InstanceEvents, InstanceList } from './instanceList';
import { jointView } from './jointView';
import { outcomeTable } from './outcomeTable';
import { type ControlEvents, OutputsControls } from './outputsControls';
import { outputsPicture } from './picture/outputsPicture';
import { OutputScores } from './outputScores';
import { leftWords, noneWords, shortNames, summaryWords } from './words';

export type OutputsEvents = ControlEvents &
  InstanceEvents &
  Pick<RowEvents, 'cards'> & { readonly stop: () => void };

/** How two models differ in their outputs. */
export class OutputsView {
  readonly element = element('div', {
    class: 'outputs',
    role: 'region',
    'aria-label': 'Outputs',
    tabindex: 0,
  });
  readonly scores: OutputScores;
  readonly #controls: OutputsControls;
  readonly #content = element('div', { class: 'outputs-content' });
  readonly #instances: InstanceList;
  readonly #joint = element('section', { class: 'outputs-part', hidden: true });
  #drawn: unknown;
  #shown:
    { readonly report: OutputsKnowledge['report']; readonly names: readonly [string, string] } | undefined;

  constructor(private readonly events: OutputsEvents) {
    this.scores = new OutputScores(events);
    this.#instances = new InstanceList(events);
    this.#controls = new OutputsControls(events);
    this.element.append(this.#controls.element, this.#content);
  }

  show(known: OutputsKnowledge, grid: ScoreGrid | null, xName: string, yName: string): void {
    this.scores.show(known);
    const names = shortNames(xName, yName);
    const { report } = known;
    this.#controls.show(known, names);
    const key = JSON.stringify([report, names]);
    if (key !== this.#drawn) {
      this.#drawn = key;
      this.#shown = { report, names };
      this.#content.replaceChildren(...this.#parts(report, names));
    }
    if (report?.found === true) this.#showJoint(report, grid, known.scores);
  }

  add(choice: InstanceChoice, page: InstancePage): void {
    this.#instances.add(choice, page);
  }

  fail(choice: InstanceChoice, message: string): void {
    this.#instances.fail(choice, message);
  }

  draw(pictures: readonly InputPicture[]): void {
    this.#instances.draw(pictures);
  }

  /** What is shown as a picture to keep; undefined while there is nothing to show. */
  get picture(): DrawPicture | undefined {
    const { report, names } = this.#shown ?? {};
    if (report?.found !== true || names === undefined) return undefined;
    return (palette, widthOf) => outputsPicture(report, names, palette, widthOf);
  }

  #parts(report: OutputsKnowledge['report'], names: readonly [string, string]): readonly HTMLElement[] {
    if (report === null) {
      const waiting = notice('waiting', 'Comparing the outputs of both models…');
      waiting.append(button('Cancel', { describe: 'Cancel comparing the outputs' }, this.events.stop));
      return [waiting];
    }
    if (!report.found) return [notice('empty', noneWords(report))];
    const list = (choice: InstanceChoice): void => {
      this.#instances.choose(choice);
    };
    this.#instances.show(report, names);
    const { disagreement, classes, distributions } = report;
    const left = leftWords(classes.left);
    return [
      element('p', { class: 'outputs-summary' }, summaryWords(report)),
      agreementBar(disagreement),
      detected(report, names),
      columns(
        part('Outcomes', outcomeTable(report, names, list)),
        part(
          'Answers',
          element(
            'p',
            { class: 'muted' },
            `Rows: what ${names[0]} answers. Columns: what ${names[1]} answers. ${left}`,
          ),
          element('div', { class: 'class-scroller' }, classGrid(report, names, list)),
        ),
      ),
      ...(distributions.length === 0 ? [] : [part('Instance by instance', distributionPlots(distributions))]),
      this.#joint,
      this.#instances.element,
    ];
  }

  /** Layers beside outputs: once there are layers that are not the outputs themselves. */
  #showJoint(report: OutputsReport, grid: ScoreGrid | null, scores: OutputsKnowledge['scores']): void {
    const layers = grid?.rows.some(({ tensor }) => tensor !== report.x.tensor) === true;
    this.#joint.hidden = !layers;
    if (grid === null || !layers) return;
    this.#joint.replaceChildren(element('h2', {}, 'Layers beside outputs'), jointView(grid, report, scores));
  }
}

function columns(...parts: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'outputs-columns' }, ...parts);
}

function part(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'outputs-part' }, element('h2', {}, title), ...children);
}
