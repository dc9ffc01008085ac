import type { MeasureCall, MeasureDescription } from '../../server/protocol';
import { button, progressRing } from '../components';
import { element, icon, setText } from '../element';
import { exactCount, plural, shapeText } from '../numbers';
import { byFamily } from './families';
import { PairRow, type RowEvents } from './pairRow';
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
  readonly #rows = new Map<string, PairRow>();
  #drawn: unknown[] = [];

  constructor(private readonly events: RowEvents) {
    this.#stop = button('Stop', { describe: 'Stop computing the measures of this pair' }, events.stop);
    this.#progress.append(progressRing(), this.#counted, this.#stop);
  }

  show(state: ComparisonState): void {
    const { pair, plan, measures } = state;
    const key = [pair?.x, pair?.y, plan?.x, plan?.y, measures];
    if (!key.every((part, i) => part === this.#drawn[i]) || this.#drawn.length === 0) {
      this.#drawn = key;
      this.#rows.clear();
      if (pair === null || plan === null) {
        const words = 'Choose a pair to see what every measure says about it.';
        this.element.replaceChildren(element('p', { class: 'muted pair-hint' }, words));
        return;
      }
      this.element.replaceChildren(this.#head(state, pair), this.#failure, ...this.#families(measures));
      this.element.scrollTop = 0;
    }
    if (pair !== null && plan !== null) this.#showKnowledge(pair, plan.measure);
  }

  #head(state: ComparisonState, pair: PairState): HTMLElement {
    const [x, y] = [state.plan?.x.layers[pair.x], state.plan?.y.layers[pair.y]];
    const heads = [[state.xName, x] as const, [state.yName, y] as const].map(([file, layer]) =>
      element(
        'div',
        { class: 'pair-layer' },
        element('span', { class: 'pair-name' }, layer?.tensor ?? ''),
        element('span', { class: 'muted' }, `[${shapeText(layer?.shape ?? [])}]`),
        element('span', { class: 'muted nowrap pair-file', title: file }, file),
      ),
    );
    return element(
      'div',
      { class: 'pair-head' },
      element('h2', {}, 'Pair'),
      ...heads,
      this.#rowCount,
      this.#progress,
    );
  }

  #families(measures: readonly MeasureDescription[]): readonly HTMLElement[] {
    return byFamily(measures).map(([heading, members]) => {
      const rows = members.map((measure) => {
        const row = new PairRow(measure, this.events);
        this.#rows.set(measure.id, row);
        return row.element;
      });
      return element(
        'section',
        { class: 'pair-family' },
        element('h3', {}, heading),
        element('ul', {}, ...rows),
      );
    });
  }

  #showKnowledge({ knowledge }: PairState, planned: MeasureCall): void {
    const { costs = [], scores = [], computing = [], message } = knowledge ?? {};
    for (const [id, row] of this.#rows) {
      row.show({
        score: scores.find(({ measure }) => measure === id),
        cost: costs.find(({ measure }) => measure === id),
        computing: computing.includes(id),
        call: id === planned.id ? planned : { id, parameters: {} },
      });
    }
    const rows = scores.find(({ n }) => n > 0)?.n;
    setText(this.#rowCount, rows === undefined ? '' : `${exactCount(rows)} rows compared`);
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
}
