import type { ComparisonKind } from '../../server/protocol';
import type { Channel, Memory } from '../channel';
import { charts } from '../charts/catalogue';
import type { Chart, MountedChart } from '../charts/chart';
import { picturePng } from '../charts/pictureCanvas';
import { pictureSvg } from '../charts/pictureSvg';
import { textMeter } from '../charts/textWidth';
import { button } from '../components';
import { element, setText } from '../element';
import type { ComparisonMemory, FromComparisonPage, ToComparisonPage } from '../messages';
import { notice } from '../notice';
import { onThemeChange, readPalette } from '../theme';
import { progressWords } from './caption';
import { Caption } from './captionBox';
import { MeasureCards } from './measureCard';
import { PairPane } from './pairPane';
import { scoreGridOf } from './scoreGridOf';
import { awaitRun, choosePair, emptyState, reduce, type ComparisonState } from './state';
import { Toolbar } from './toolbar';

export interface PageMemory extends ComparisonMemory {
  readonly chart: string;
}

/** The page of one comparison. */
export class ComparisonPage {
  readonly #toolbar: Toolbar;
  readonly #caption: Caption;
  readonly #cards: MeasureCards;
  readonly #pane: PairPane;
  readonly #tabs = element('div', { class: 'chart-tabs', role: 'group', 'aria-label': 'View' });
  readonly #failure = element('div', { class: 'failure', role: 'alert', hidden: true });
  readonly #place = element('div', { class: 'chart-place' });
  readonly #news = element('div', { class: 'spoken', 'aria-live': 'polite' });
  readonly #cellNews = element('div', { class: 'spoken', 'aria-live': 'assertive' });
  readonly #mounted = new Map<string, MountedChart>();
  #state: ComparisonState = emptyState;
  #shown: Chart | null = null;
  #wanted: string | undefined;
  #scheduled = false;

  constructor(
    root: HTMLElement,
    private readonly channel: Channel<ToComparisonPage, FromComparisonPage> & Memory<PageMemory>,
  ) {
    const { send } = channel;
    this.#wanted = channel.recall().chart;
    const about = (measure: string) => {
      send({ type: 'about', measure });
    };
    this.#cards = new MeasureCards(about);
    const chooseLabels = () => {
      send({ type: 'chooseLabels' });
    };
    const chooseReading = () => {
      send({ type: 'chooseReading' });
    };
    this.#caption = new Caption(this.#cards, { chooseLabels, chooseReading });
    this.#pane = new PairPane({
      cards: this.#cards,
      compute: (measure) => {
        send({ type: 'computePair', measures: [measure] });
      },
      stop: (measure) => {
        send({ type: 'stopPair', ...(measure !== undefined && { measure }) });
      },
      chooseLabels,
      chooseReading,
    });
    this.#toolbar = new Toolbar({
      choose: () => {
        send({ type: 'chooseMeasure' });
      },
      about,
      guide: () => {
        send({ type: 'guide' });
      },
      select: (measure) => {
        this.#change(awaitRun(this.#state, measure));
        send({ type: 'selectMeasure', measure });
      },
      run: () => {
        this.#change(awaitRun(this.#state, this.#state.selected));
        send({ type: 'run' });
      },
      cancel: () => {
        send({ type: 'cancel' });
      },
      export: (format) => {
        send({ type: 'export', format });
      },
    });
    const heading = element('div', { class: 'heading' }, this.#caption.element, this.#tabs);
    const main = element('div', { class: 'main-place' }, heading, this.#failure, this.#place);
    const layout = element(
      'div',
      { class: 'comparison-page' },
      this.#toolbar.element,
      main,
      this.#pane.element,
    );
    root.replaceChildren(layout, this.#cards.element, this.#news, this.#cellNews);
    onThemeChange(() => {
      for (const chart of this.#mounted.values()) chart.themeChanged();
    });
    this.#change(emptyState);
    channel.listen((message) => {
      if (message.type === 'drawPicture') this.#sendPicture(message.format);
      else this.#change(reduce(this.#state, message));
      if (message.type === 'plan') {
        const { x, y, measure } = message.plan;
        channel.remember({ x: x.path, y: y.path, measure });
      }
    });
    send({ type: 'ready' });
  }

  #change(next: ComparisonState): void {
    const ended = next.state !== this.#state.state && ['done', 'cancelled', 'failed'].includes(next.state);
    this.#state = next;
    if (ended) setText(this.#news, next.message ?? progressWords(next));
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    const state = this.#state;
    this.#place.dataset.state = state.state;
    this.#toolbar.show(state);
    this.#caption.show(state);
    this.#pane.show(state);
    const grid = scoreGridOf(state);
    this.#failure.hidden = grid === null || state.message === null;
    setText(this.#failure, state.message ?? '');
    if (grid === null) {
      this.#shown = null;
      this.#tabs.replaceChildren();
      this.#place.replaceChildren(this.#nothing());
    } else if (grid.pairs.length === 0) {
      this.#shown = null;
      this.#place.replaceChildren(
        notice('empty', ['Nothing to compare in these two files.', ...(state.plan?.notes ?? [])].join(' ')),
      );
    } else {
      const chart = this.#chart(grid.kind);
      if (chart !== this.#shown) this.#mount(chart, grid.kind);
      const mounted = this.#mounted.get(chart.id);
      mounted?.show(grid);
      if (state.pair !== null) mounted?.mark?.(state.pair.x, state.pair.y);
    }
  }

  #nothing(): HTMLElement {
    const { state, message } = this.#state;
    if (state === 'failed') return notice('failed', message ?? 'The comparison failed.');
    if (state === 'cancelled')
      return notice('empty', 'Cancelled before the first pair. Run Again starts the comparison anew.');
    return notice('waiting', 'Reading the headers of both files and planning the comparison…');
  }

  /** The chart the reader chose last, if it can draw this kind of comparison. */
  #chart(kind: ComparisonKind): Chart {
    const fitting = Object.values<Chart>(charts).filter((chart) => chart.draws(kind));
    return fitting.find((chart) => chart.id === this.#wanted) ?? fitting[0] ?? charts.table;
  }

  #mount(chart: Chart, kind: ComparisonKind): void {
    this.#shown = chart;
    let mounted = this.#mounted.get(chart.id);
    if (mounted === undefined) {
      mounted = chart.mount({
        open: (x, y) => {
          this.#change(choosePair(this.#state, x, y));
          this.channel.send({ type: 'pair', x, y });
        },
        say: (text) => {
          setText(this.#cellNews, text);
        },
      });
      this.#mounted.set(chart.id, mounted);
    }
    this.#place.replaceChildren(mounted.element);
    const fitting = Object.values<Chart>(charts).filter((one) => one.draws(kind));
    this.#tabs.replaceChildren(
      ...fitting.map((one) => {
        const tab = button(
          one.title,
          { icon: one.icon, describe: `Show as ${one.title.toLowerCase()}` },
          () => {
            this.#wanted = one.id;
            this.channel.remember({ chart: one.id });
            this.#change({ ...this.#state });
          },
        );
        tab.setAttribute('aria-pressed', String(one === chart));
        tab.classList.toggle('pressed', one === chart);
        return tab;
      }),
    );
  }

  /** The picture of the chart; the table's is that of the chart it stands for. */
  #sendPicture(format: 'svg' | 'png'): void {
    const grid = scoreGridOf(this.#state);
    if (grid === null) return;
    const { picture } =
      Object.values<Chart>(charts).find((chart) => chart.draws(grid.kind) && chart.picture) ?? {};
    const palette = readPalette();
    const drawn = picture?.(grid, palette, textMeter(palette));
    if (drawn === undefined) return;
    const data = format === 'svg' ? pictureSvg(drawn) : picturePng(drawn);
    this.channel.send({ type: 'picture', format, data });
  }
}
