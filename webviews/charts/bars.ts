import { dropdown } from '../components';
import { element, setText } from '../element';
import { shapeText, significant } from '../numbers';
import { VirtualRows } from '../virtualRows';
import { barsPicture } from './barsPicture';
import type { Chart, ChartEvents, MountedChart } from './chart';
import { sortPairs, type PairSorting } from './pairOrder';
import { scoreWords, type ScoreGrid } from './scoreGrid';

const sortings: readonly (readonly [PairSorting, string])[] = [
  ['model', 'Model order'],
  ['different', 'Most different first'],
  ['similar', 'Most similar first'],
];

/** One line a tensor: name, shape, value and a bar; for comparisons of equal names. */
class Bars implements MountedChart {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #rows: VirtualRows;
  #grid: ScoreGrid | null = null;
  #sorting: PairSorting = 'model';
  #pairs: readonly (readonly [number, number])[] = [];
  #cursor = -1;

  constructor(private readonly events: ChartEvents) {
    const body = element('div', { role: 'rowgroup', class: 'list-body' });
    const heads = ['Tensor', 'Shape', 'Value', ''].map((title, i) =>
      element(
        'span',
        { role: 'columnheader', class: i === 2 ? 'number' : '' },
        title === '' ? element('span', { class: 'spoken' }, 'Bar') : title,
      ),
    );
    const head = element(
      'div',
      { role: 'rowgroup', class: 'heads' },
      element('div', { role: 'row', class: 'bar-row head' }, ...heads),
    );
    this.#list = element(
      'div',
      { role: 'grid', class: 'list bars', tabindex: 0, 'aria-label': 'Tensors and their scores' },
      head,
      body,
    );
    const picker = dropdown(
      'Order',
      sortings.map(([, title]) => title),
      'Model order',
      (title) => {
        this.#sorting = sortings.find(([, words]) => words === title)?.[0] ?? 'model';
        this.#update();
      },
    );
    this.element = element(
      'div',
      { class: 'bars-view' },
      element('div', { class: 'bars-bar' }, element('span', {}, 'Order'), picker),
      this.#list,
    );
    this.#rows = new VirtualRows(
      this.#list,
      body,
      {
        rowHeight: 22,
        count: () => this.#pairs.length,
        create: () => barRow(),
        fill: (row, index) => {
          this.#fill(row, index);
        },
      },
      24,
    );
    this.#list.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    body.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
      this.#select(Number(row?.dataset.line ?? -1), true);
    });
  }

  show(grid: ScoreGrid): void {
    if (this.#grid?.pairs !== grid.pairs) this.#cursor = -1;
    this.#grid = grid;
    this.#update();
  }

  themeChanged(): void {
    this.#rows.refresh();
  }

  #update(): void {
    if (this.#grid === null) return;
    // While values are arriving the lines keep the model's order: sorted lines would jump under the pointer.
    this.#pairs = sortPairs(this.#grid, this.#grid.running ? 'model' : this.#sorting);
    this.#list.setAttribute('aria-rowcount', String(this.#pairs.length + 1));
    this.#rows.refresh();
  }

  #fill(row: HTMLElement, index: number): void {
    const [grid, pair] = [this.#grid, this.#pairs[index]];
    const [name, shape, value, track] = Array.from(row.children);
    if (grid === null || pair === undefined || !name || !shape || !value || !(track instanceof HTMLElement))
      return;
    const [x, y] = pair;
    const score = grid.score(x, y);
    const layer = grid.rows[x];
    row.id = `pair-${index}`;
    row.dataset.line = String(index);
    row.title = `${layer?.tensor ?? ''}\n${scoreWords(score, grid.running)}`;
    row.setAttribute('aria-rowindex', String(index + 2));
    row.setAttribute('aria-selected', String(index === this.#cursor));
    row.classList.toggle('selected', index === this.#cursor);
    setText(name, layer?.tensor ?? '');
    setText(shape, shapeText(layer?.shape ?? []));
    const known = score?.value ?? null;
    setText(value, known === null ? '' : significant(known, 4));
    const { low, high } = grid.scale;
    const share = (at: number) => Math.max(0, Math.min(1, (at - low) / (high - low)));
    const zero = share(0);
    const end = known === null ? zero : share(known);
    track.classList.toggle('pending', score === undefined);
    const [bar, reason] = Array.from(track.children);
    if (!(bar instanceof HTMLElement) || reason === undefined) return;
    bar.style.left = `${100 * Math.min(zero, end)}%`;
    bar.style.width = `${100 * Math.abs(end - zero)}%`;
    setText(reason, score !== undefined && known === null ? scoreWords(score, false) : '');
  }

  #select(index: number, open: boolean): void {
    const [grid, pair] = [this.#grid, this.#pairs[index]];
    if (grid === null || pair === undefined) return;
    this.#cursor = index;
    this.#rows.reveal(index);
    this.#list.setAttribute('aria-activedescendant', `pair-${index}`);
    const words = scoreWords(grid.score(pair[0], pair[1]), grid.running);
    if (open) this.events.open(pair[0], pair[1]);
    else this.events.say(`${grid.rows[pair[0]]?.tensor ?? ''}: ${words}`);
  }

  #key(event: KeyboardEvent): void {
    const last = this.#pairs.length - 1;
    const page = this.#rows.pageLength;
    const targets = new Map([
      ['ArrowDown', this.#cursor + 1],
      ['ArrowUp', this.#cursor - 1],
      ['Home', 0],
      ['End', last],
      ['PageDown', this.#cursor + page],
      ['PageUp', this.#cursor - page],
    ]);
    const to = targets.get(event.key);
    if (to !== undefined) this.#select(Math.max(0, Math.min(last, to)), false);
    else if (event.key === 'Enter' || event.key === ' ') this.#select(this.#cursor, true);
    else return;
    event.preventDefault();
  }
}

function barRow(): HTMLElement {
  const track = element(
    'span',
    { role: 'gridcell', class: 'bar-track' },
    element('span', { class: 'bar' }),
    element('span', { class: 'bar-reason muted nowrap' }),
  );
  return element(
    'div',
    { role: 'row', class: 'row bar-row' },
    element('span', { role: 'gridcell', class: 'nowrap' }),
    element('span', { role: 'gridcell', class: 'nowrap muted' }),
    element('span', { role: 'gridcell', class: 'number' }),
    track,
  );
}

export const bars: Chart = {
  id: 'bars',
  title: 'Bars',
  icon: 'graph',
  draws: (kind) => kind === 'weights',
  mount: (events) => new Bars(events),
  picture: barsPicture,
};
