import type { Chart, DrawPicture, MountedChart } from '../charts/chart';
import { heatmap } from '../charts/heatmap';
import { table } from '../charts/table';
import { chartPicture } from '../comparison/pictures';
import { button } from '../components';
import { element, icon, setText } from '../element';
import type { GroupKnowledge } from '../messages';
import { plural, significant } from '../numbers';
import { pairGridOf } from './pairGrid';

export interface PairsEvents {
  readonly chooseMeasure: () => void;
  readonly openPair: (x: number, y: number) => void;
  readonly say: (text: string) => void;
}

const views: readonly Chart[] = [heatmap, table];
/** Height of the chart: its names and legend, and a row for each model, in px. */
const [least, most] = [230, 620];

/** Every pair of the models by one measure, as a grid or as a table; a cell opens the comparison of two models. */
export class PairsPart {
  readonly element = element('section', { class: 'outputs-part' });
  readonly #measure: HTMLElement;
  readonly #name = element('span', {});
  readonly #tabs = element('div', { class: 'chart-tabs', role: 'group', 'aria-label': 'View of the pairs' });
  readonly #mean = element('p', { class: 'muted', role: 'status' });
  readonly #place = element('div', { class: 'pairs-place' });
  readonly #mounted = new Map<string, MountedChart>();
  #shown: Chart = heatmap;
  #known: GroupKnowledge | null = null;

  constructor(private readonly events: PairsEvents) {
    this.#measure = button('', {}, events.chooseMeasure);
    const arrow = icon('chevron-down');
    arrow.slot = 'end';
    this.#measure.append(this.#name, arrow);
    this.#measure.classList.add('measure-picker');
    const line = element('div', { class: 'group-line' }, this.#measure, this.#tabs);
    this.element.append(element('h2', {}, 'Pairs'), line, this.#mean, this.#place);
    this.#mount(heatmap);
  }

  show(known: GroupKnowledge): void {
    this.#known = known;
    const grid = pairGridOf(known);
    this.element.hidden = grid === null;
    if (grid === null) return;
    setText(this.#name, grid.title);
    const words = `Measure of each pair: ${grid.title}. Choose another`;
    this.#measure.setAttribute('aria-label', words);
    this.#measure.title = words;
    setText(this.#mean, meanWords(known));
    const count = grid.rows.length;
    const height = this.#shown === table ? 44 + 24 * count : Math.max(least, 134 + 56 * count);
    this.#place.style.height = `${Math.min(most, height)}px`;
    this.#mounted.get(this.#shown.id)?.show(grid);
  }

  /** The pairs as a picture to keep; undefined while there is nothing to show. */
  get picture(): DrawPicture | undefined {
    const grid = this.#known && pairGridOf(this.#known);
    return grid === null ? undefined : chartPicture(grid);
  }

  themeChanged(): void {
    for (const chart of this.#mounted.values()) chart.themeChanged();
  }

  #mount(chart: Chart): void {
    this.#shown = chart;
    const mounted =
      this.#mounted.get(chart.id) ??
      chart.mount({
        open: (x, y) => {
          if (x !== y) this.events.openPair(x, y);
        },
        say: this.events.say,
      });
    this.#mounted.set(chart.id, mounted);
    this.#place.replaceChildren(mounted.element);
    this.#tabs.replaceChildren(
      ...views.map((view) => {
        const tab = button(
          view.title,
          { icon: view.icon, describe: `Show pairs as ${view.title.toLowerCase()}` },
          () => {
            this.#mount(view);
            if (this.#known !== null) this.show(this.#known);
          },
        );
        tab.setAttribute('aria-pressed', String(view === chart));
        tab.classList.toggle('pressed', view === chart);
        return tab;
      }),
    );
  }
}

function meanWords({ pairs, state }: GroupKnowledge): string {
  if (pairs === undefined)
    return state === 'running' ? 'The pairs are being compared…' : 'The pairs are not compared.';
  const { value, reason } = pairs.mean;
  const count = plural(pairs.pairs.length, 'pair');
  return value === null
    ? `No mean over ${count}: ${reason ?? 'a pair has no value.'}`
    : `Mean over ${count}: ${significant(value, 6)}`;
}
