import type { TensorEntry, TensorStatistics } from '../../server/protocol';
import { textField } from '../components';
import { element, setText } from '../element';
import { exactCount, plural } from '../numbers';
import { TensorGrid } from './tensorGrid';
import { filterTensors, nextSorting, sortTensors, type SortColumn, type Sorting } from './tensorOrder';
import { buildTree, treeLines, type TensorGroup, type TreeNode } from './tensorTree';

/** What of the list is remembered while the tab is hidden. */
export interface ListState {
  readonly filter: string;
  readonly sorting: Sorting | null;
  /** Paths of groups that are not as they would be by themselves. */
  readonly toggled: readonly string[];
}

/** Files with at most so many tensors begin with every group open. */
const allOpen = 300;
/** Longer ones with at most so many lines at the top begin with the topmost groups open. */
const fewGroups = 12;

/** The list of tensors with its filter and the line that says how much has been read. */
export class TensorList {
  readonly element: HTMLElement;
  readonly tensors: TensorEntry[] = [];
  readonly statistics = new Map<number, TensorStatistics>();
  readonly #grid: TensorGrid;
  readonly #status = element('div', { class: 'list-status muted' });
  readonly #empty = element('p', { class: 'list-empty muted' });
  readonly #toggled: Set<string>;
  #filter: string;
  #sorting: Sorting | null;
  #shown: TreeNode[] = [];
  #expected = 0;
  /** Tensors there were when the tree was built. */
  #drawn = 0;

  constructor(
    state: Partial<ListState>,
    private readonly select: (node: TreeNode) => void,
    private readonly changed: (state: ListState) => void,
  ) {
    this.#filter = state.filter ?? '';
    this.#sorting = state.sorting ?? null;
    this.#toggled = new Set(state.toggled);
    this.#grid = new TensorGrid(this.tensors, this.statistics, {
      select: this.select,
      sort: (column) => {
        this.#sortBy(column);
      },
      setExpanded: (group) => {
        this.#toggle(group);
      },
    });
    const field = textField('Filter tensors', this.#filter, {
      placeholder: 'Filter by name or type',
      icon: 'filter',
    });
    field.addEventListener('input', () => {
      this.#filter = field.value;
      this.#remember();
      this.update();
    });
    this.element = element(
      'section',
      { class: 'tensor-list', 'aria-label': 'Tensors' },
      element('div', { class: 'list-bar' }, field, this.#status),
      element('div', { class: 'list-place' }, this.#grid.element, this.#empty),
    );
  }

  /** Starts again with a file of so many tensors. */
  reset(expected: number): void {
    this.tensors.length = 0;
    this.statistics.clear();
    this.#expected = expected;
    this.update();
  }

  /** Tensors were added; the tree is built anew when their number has doubled, so that all builds cost as two. */
  grown(total: number): void {
    if (this.tensors.length >= Math.min(total, 2 * this.#drawn)) this.update();
    else this.#drawStatus(null);
  }

  /** Sorts, filters and draws again: the tensors, the order or the open groups have changed. */
  update(): void {
    this.#drawn = this.tensors.length;
    const kept = filterTensors(this.tensors, this.#filter);
    const order = this.#sorting ? sortTensors(this.tensors, this.statistics, kept, this.#sorting) : kept;
    const flat = this.#sorting !== null && this.#sorting.column !== 'name';
    this.#shown = flat
      ? order.map((index) => ({ kind: 'tensor', label: this.tensors[index]?.name ?? '', index }))
      : buildTree(this.tensors, order);
    const nothing =
      this.tensors.length === 0 ? 'This file holds no tensors.' : 'No tensor matches the filter.';
    const loading = this.tensors.length < this.#expected;
    this.#empty.hidden = order.length > 0 || loading;
    setText(this.#empty, nothing);
    this.#drawLines();
    this.#drawStatus(kept.length);
  }

  /** Selects the first tensor where nothing is selected. */
  selectFirst(): void {
    this.#grid.selectFirst();
  }

  /** The values are others now: what was said of the old ones goes until there are new statistics. */
  forgetStatistics(): void {
    this.statistics.clear();
    this.updateStatistics();
  }

  /** Draws statistics that have arrived; rows keep their places until the list is sorted again. */
  updateStatistics(): void {
    this.#grid.refresh();
    this.#drawStatus(null);
  }

  #drawLines(): void {
    const open = this.tensors.length <= allOpen || this.#filter !== '';
    const few = this.#shown.length <= fewGroups;
    const lines = treeLines(this.#shown, (group, level) => {
      return (open || (few && level === 1)) !== this.#toggled.has(group.path);
    });
    this.#grid.show(lines, this.#sorting);
  }

  #drawStatus(matching: number | null): void {
    const read = this.tensors.length;
    const known = this.statistics.size;
    const found = matching ?? (this.#filter === '' ? read : filterTensors(this.tensors, this.#filter).length);
    const parts: string[] = [];
    if (read < this.#expected)
      parts.push(`Reading names: ${exactCount(read)} of ${exactCount(this.#expected)}`);
    else
      parts.push(
        this.#filter === '' ? plural(read, 'tensor') : `${exactCount(found)} of ${plural(read, 'tensor')}`,
      );
    if (known < this.#expected) parts.push(`statistics: ${exactCount(known)}`);
    setText(this.#status, parts.join(' · '));
  }

  #sortBy(column: SortColumn): void {
    this.#sorting = nextSorting(this.#sorting, column);
    this.#remember();
    this.update();
  }

  #toggle(group: TensorGroup): void {
    if (!this.#toggled.delete(group.path)) this.#toggled.add(group.path);
    this.#remember();
    this.#drawLines();
  }

  #remember(): void {
    this.changed({ filter: this.#filter, sorting: this.#sorting, toggled: Array.from(this.#toggled) });
  }
}
