import type { ComparisonKind } from '../../server/protocol';
import type { Channel, Memory } from '../channel';
import { charts } from '../charts/catalogue';
import type { Chart, MountedChart } from '../charts/chart';
import { button } from '../components';
import { element, setText } from '../element';
import { holdsOnlyOutputs } from '../functional/layersBeside';
import { OutputsView } from '../functional/outputsView';
import type { ComparisonMemory, FromComparisonPage, ToComparisonPage } from '../messages';
import { notice } from '../notice';
import { onThemeChange } from '../theme';
import { progressWords } from './caption';
import { Caption } from './captionBox';
import { MeasureCards } from './measureCard';
import { PairPane } from './pairPane';
import { scoreGridOf } from './scoreGridOf';
import type { ScoreGrid } from '../charts/scoreGrid';
import { chartPicture, pictureData } from './pictures';
import { awaitRun, choosePair, emptyState, reduce, type ComparisonState } from './state';
import { Toolbar } from './toolbar';

export interface PageMemory extends ComparisonMemory {
  readonly chart: string;
}

/** Stands beside the charts where both files hold outputs. */
const outputsTab = { id: 'outputs', title: 'Outputs', icon: 'checklist' } as const;

/** The page of one comparison. */
export class ComparisonPage {
  readonly #toolbar: Toolbar;
  readonly #caption: Caption;
  readonly #cards: MeasureCards;
  readonly #pane: PairPane;
  readonly #outputs: OutputsView;
  readonly #main: HTMLElement;
  readonly #title = element('h1', { class: 'spoken' });
  readonly #tabs = element('div', { class: 'chart-tabs', role: 'group', 'aria-label': 'View' });
  readonly #failure = element('div', { class: 'failure', role: 'alert', hidden: true });
  readonly #place = element('div', { class: 'chart-place' });
  readonly #news = element('div', { class: 'spoken', 'aria-live': 'polite' });
  readonly #cellNews = element('div', { class: 'spoken', 'aria-live': 'assertive' });
  readonly #mounted = new Map<string, MountedChart>();
  #state: ComparisonState = emptyState;
  #shown: Chart | 'outputs' | null = null;
  #wanted: string | undefined;
  #front: 'layers' | 'outputs' | undefined;
  #scheduled = false;

  constructor(
    root: HTMLElement,
    private readonly channel: Channel<ToComparisonPage, FromComparisonPage> & Memory<PageMemory>,
  ) {
    const { send } = channel;
    this.#wanted = channel.recall().chart;
    const about = (measure: string) => send({ type: 'about', measure });
    this.#cards = new MeasureCards(about);
    const chooseLabels = () => send({ type: 'chooseLabels' });
    const chooseReading = () => send({ type: 'chooseReading' });
    const compareByRunning = () => send({ type: 'compareByRunning' });
    this.#caption = new Caption(this.#cards, { chooseLabels, chooseReading, compareByRunning });
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
    this.#outputs = new OutputsView({
      cards: this.#cards,
      choose: (change) => {
        send({ type: 'chooseOutputs', ...change });
      },
      pickTensor: (side) => {
        send({ type: 'pickOutputs', side });
      },
      chooseLabels,
      stop: () => {
        send({ type: 'stopOutputs' });
      },
      more: (choice, first) => {
        send({ type: 'instances', choice, first });
      },
      pictures: (rows) => {
        send({ type: 'pictures', rows });
      },
    });
    const heading = element('div', { class: 'heading' }, this.#caption.element, this.#tabs);
    this.#main = element('div', { class: 'main-place' }, this.#title, heading, this.#failure, this.#place);
    const layout = element(
      'div',
      { class: 'comparison-page' },
      this.#toolbar.element,
      this.#main,
      this.#pane.element,
    );
    root.replaceChildren(layout, this.#cards.element, this.#news, this.#cellNews);
    onThemeChange(() => {
      for (const chart of this.#mounted.values()) chart.themeChanged();
    });
    this.#change(emptyState);
    channel.listen((message) => {
      if (message.type === 'files') channel.remember({ x: message.x, y: message.y });
      else if (message.type === 'drawPicture') this.#sendPicture(message.format);
      else if (message.type === 'instances') this.#outputs.add(message.choice, message.page);
      else if (message.type === 'instancesFailed') this.#outputs.fail(message.choice, message.message);
      else if (message.type === 'pictures') this.#outputs.draw(message.pictures);
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
    this.#drawMain();
    const front = this.#shown === 'outputs' ? 'outputs' : 'layers';
    this.#toolbar.show(this.#state, front);
    if (front === this.#front) return;
    this.#front = front;
    this.channel.send({ type: 'front', shows: front });
  }

  #drawMain(): void {
    const state = this.#state;
    this.#place.dataset.state = state.state;
    const { xName, yName } = state;
    setText(this.#title, xName === '' ? 'Comparison' : `Comparison of ${xName} and ${yName}`);
    this.#caption.show(state);
    this.#pane.show(state);
    const grid = scoreGridOf(state);
    this.#failure.hidden = grid === null || state.message === null;
    setText(this.#failure, state.message ?? '');
    if (grid === null) {
      this.#leaveOutputs();
      this.#shown = null;
      this.#tabs.replaceChildren();
      this.#place.replaceChildren(this.#nothing());
    } else if (this.#wantsOutputs(grid)) {
      this.#showOutputs(grid);
    } else if (grid.pairs.length === 0) {
      this.#leaveOutputs();
      this.#shown = null;
      this.#place.replaceChildren(
        notice('empty', ['Nothing to compare in these two files.', ...(state.plan?.notes ?? [])].join(' ')),
      );
    } else {
      const chart = this.#chart(grid.kind);
      const tabs = this.#tabs.childElementCount;
      if (chart !== this.#shown || tabs !== this.#views(grid.kind).length) this.#mount(chart, grid.kind);
      const mounted = this.#mounted.get(chart.id);
      mounted?.show(grid);
      if (state.pair !== null) mounted?.mark?.(state.pair.x, state.pair.y);
    }
  }

  /** Both files hold outputs, or what may be some; while they are read in another way, what is shown stays. */
  get #hasOutputs(): boolean {
    const report = this.#state.outputs?.report;
    if (report === undefined) return false;
    if (report === null) return this.#shown === 'outputs';
    return report.found || report.unfit || report.choices.every((count) => count > 0);
  }

  /** Outputs are shown when the reader says so, and at once where there is nothing else. */
  #wantsOutputs(grid: ScoreGrid): boolean {
    if (!this.#hasOutputs) return false;
    if (this.#wanted !== undefined) return this.#wanted === outputsTab.id;
    const report = this.#state.outputs?.report;
    return this.#shown === 'outputs' || (report?.found === true && holdsOnlyOutputs(report, grid));
  }

  #showOutputs(grid: ScoreGrid): void {
    const { outputs, xName, yName } = this.#state;
    if (outputs === null) return;
    if (this.#shown !== 'outputs') {
      this.#shown = 'outputs';
      this.#main.classList.add('of-outputs');
      this.#place.replaceChildren(this.#outputs.element);
      this.#pane.element.replaceWith(this.#outputs.scores.element);
      this.#drawTabs(outputsTab.id, grid.kind);
    }
    this.#outputs.show(outputs, grid, xName, yName);
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
    this.#leaveOutputs();
    this.#drawTabs(chart.id, kind);
  }

  #leaveOutputs(): void {
    this.#main.classList.remove('of-outputs');
    this.#outputs.scores.element.replaceWith(this.#pane.element);
  }

  /** The ways to look at this comparison. */
  #views(kind: ComparisonKind): readonly Pick<Chart, 'id' | 'title' | 'icon'>[] {
    const fitting = Object.values<Chart>(charts).filter((one) => one.draws(kind));
    return this.#hasOutputs ? [...fitting, outputsTab] : fitting;
  }

  #drawTabs(shown: string, kind: ComparisonKind): void {
    this.#tabs.replaceChildren(
      ...this.#views(kind).map(({ id, title, icon }) => {
        const tab = button(title, { icon, describe: `Show as ${title.toLowerCase()}` }, () => {
          this.#wanted = id;
          this.channel.remember({ chart: id });
          this.#change({ ...this.#state });
        });
        tab.setAttribute('aria-pressed', String(id === shown));
        tab.classList.toggle('pressed', id === shown);
        return tab;
      }),
    );
  }

  /** The picture of what is in front. */
  #sendPicture(format: 'svg' | 'png'): void {
    const grid = scoreGridOf(this.#state);
    const picture =
      this.#shown === 'outputs' ? this.#outputs.picture : grid === null ? undefined : chartPicture(grid);
    const data = picture && pictureData(format, picture);
    if (data !== undefined) this.channel.send({ type: 'picture', format, data });
  }
}
