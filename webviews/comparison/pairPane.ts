import type { Layer, MeasureCall, MeasureDescription } from '../../server/protocol';
import { button, progressRing } from '../components';
import { element, icon, setText } from '../element';
import { exactCount, plural, shapeText } from '../numbers';
import { commonNotes } from './commonNotes';
import { byFamily } from './families';
import { familySection } from './familySection';
import { LabelsLine } from './labelsLine';
import { PairRow, type RowEvents } from './pairRow';
import { ReadingLine } from './readingLine';
import type { ComparisonState, PairState } from './state';

/** All measures of the chosen pair, by family: as soon as each is known. */
export class PairPane {
  readonly element = element('aside', {
    class: 'pair-pane',
    'aria-label': 'All measures of the chosen pair',
    tabindex: 0,
  });
  readonly #progress = element('div', { class: 'pair-progress', role: 'status' });
  readonly #counted = element('span', {});
  readonly #stop: HTMLElement;
  readonly #failure = element('p', { class: 'note pair-hint', role: 'alert', hidden: true });
  readonly #rowCount = element('div', { class: 'muted' });
  readonly #labels: LabelsLine;
  readonly #reading: ReadingLine;
  readonly #rows = new Map<string, PairRow>();
  readonly #head = element('div', { class: 'pair-head' });
  readonly #notes = element('ul', {});
  readonly #noteCount = element('span', {});
  readonly #common = element(
    'details',
    { class: 'pair-common muted', hidden: true },
    element('summary', {}, icon('warning'), this.#noteCount),
    this.#notes,
  );
  #drawn: unknown[] = [];
  #pair: unknown[] = [];
  #noted = '';

  constructor(private readonly events: RowEvents & { readonly chooseReading: () => void }) {
    this.#reading = new ReadingLine(events.chooseReading);
    this.#stop = button('Stop All', { describe: 'Stop all measures of this pair' }, () => {
      events.stop();
    });
    this.#labels = new LabelsLine(events.chooseLabels);
    this.#progress.append(progressRing(), this.#counted, this.#stop);
  }

  show(state: ComparisonState): void {
    const { pair, plan, measures } = state;
    const top = this.element.scrollTop;
    const rows = [plan?.x, plan?.y, plan?.measure.id, measures, pair === null];
    const layers = [pair?.x, pair?.y, state.xName, state.yName];
    const sameRows = this.#drawn.length > 0 && rows.every((part, i) => part === this.#drawn[i]);
    const samePair = layers.every((part, i) => part === this.#pair[i]);
    [this.#drawn, this.#pair] = [rows, layers];
    if (pair === null || plan === null) {
      if (sameRows) return;
      this.#rows.clear();
      const words = 'Choose a pair to see what every measure says about it.';
      this.element.replaceChildren(element('p', { class: 'muted pair-hint' }, words));
      return;
    }
    if (!sameRows) {
      this.#rows.clear();
      const families = this.#families(measures, plan.measure.id);
      this.element.replaceChildren(this.#head, this.#failure, this.#common, ...families);
    }
    if (!sameRows || !samePair) this.#head.replaceChildren(...this.#headParts(state, pair));
    // Another pair: every row stays where it is until it has news, so that what is read keeps its place.
    if (sameRows && !samePair) {
      const heights = Array.from(this.#rows.values(), (row) => [row, row.element.offsetHeight] as const);
      for (const [row, height] of heights) row.hold(height);
    }
    this.#reading.show(plan);
    this.#showKnowledge(pair, plan.measure);
    this.element.scrollTop = top;
  }

  #headParts(state: ComparisonState, pair: PairState): readonly HTMLElement[] {
    const [x, y] = [state.plan?.x.layers[pair.x], state.plan?.y.layers[pair.y]];
    const heads = [[state.xName, x] as const, [state.yName, y] as const].map(([file, layer]) =>
      element(
        'div',
        { class: 'pair-layer' },
        element('span', { class: 'pair-name' }, layer?.tensor ?? ''),
        element('span', { class: 'muted' }, shapeWords(layer)),
        element('span', { class: 'muted nowrap pair-file', title: file }, file),
      ),
    );
    const top = element('div', { class: 'pair-top' }, element('h2', {}, 'Pair'), this.#progress);
    return [top, ...heads, this.#rowCount, this.#reading.element, this.#labels.element];
  }

  /** The measure of the comparison first, then the others by family. */
  #families(measures: readonly MeasureDescription[], planned: string): readonly HTMLElement[] {
    const first = measures.filter(({ id }) => id === planned);
    const others = byFamily(measures.filter(({ id }) => id !== planned));
    const groups = first.length === 0 ? others : [['In the grid', first] as const, ...others];
    return groups.map(([heading, members]) => {
      const rows = members.map((measure) => {
        const row = new PairRow(measure, this.events);
        if (measure.id === planned) row.element.setAttribute('aria-current', 'true');
        this.#rows.set(measure.id, row);
        return row.element;
      });
      return familySection(heading, rows);
    });
  }

  #showKnowledge({ knowledge }: PairState, planned: MeasureCall): void {
    const { costs = [], scores = [], computing = [], stopped = [], message } = knowledge ?? {};
    const common = commonNotes(scores);
    this.#showCommon(common);
    for (const [id, row] of this.#rows) {
      const score = scores.find(({ measure }) => measure === id);
      row.show({
        score: score && { ...score, notes: score.notes.filter((note) => !common.has(note)) },
        cost: costs.find(({ measure }) => measure === id),
        computing: computing.includes(id),
        stopped: stopped.includes(id),
        call: id === planned.id ? planned : { id, parameters: {} },
      });
    }
    const rows = scores.find(({ n }) => n > 0)?.n;
    setText(this.#rowCount, rows === undefined ? '' : `${exactCount(rows)} rows compared`);
    this.#labels.show(knowledge);
    const waiting = knowledge === null || computing.length > 0;
    this.#progress.classList.toggle('invisible', !waiting);
    this.#stop.hidden = computing.length === 0;
    setText(
      this.#counted,
      knowledge === null ? 'Estimating…' : waiting ? `${plural(computing.length, 'measure')} to come` : '',
    );
    this.#failure.hidden = message === undefined;
    if (message !== undefined) this.#failure.replaceChildren(icon('error'), element('span', {}, message));
  }

  /** What holds for several measures is said once. */
  #showCommon(common: ReadonlyMap<string, readonly string[]>): void {
    const key = JSON.stringify([...common]);
    if (key === this.#noted) return;
    this.#noted = key;
    const titles = (ids: readonly string[]) => ids.map((id) => this.#rows.get(id)?.title ?? id).join(', ');
    this.#common.hidden = common.size === 0;
    setText(this.#noteCount, ` ${plural(common.size, 'note')} on several measures`);
    this.#notes.replaceChildren(
      ...Array.from(common, ([note, ids]) =>
        element('li', { class: 'pair-line' }, `${note} (${titles(ids)})`),
      ),
    );
  }
}

/** "[2000 × 64 × 7 × 7] as 2000 × 64". */
function shapeWords(layer: Layer | undefined): string {
  const shape = `[${shapeText(layer?.shape ?? [])}]`;
  return layer?.matrix === undefined ? shape : `${shape} as ${shapeText(layer.matrix)}`;
}
