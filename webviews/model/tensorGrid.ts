import type { TensorEntry, TensorStatistics } from '../../server/protocol';
import { element, setText } from '../element';
import { VirtualRows } from '../virtualRows';
import { columns } from './columns';
import { findByPrefix, keyEffect } from './gridKeys';
import type { SortColumn, Sorting } from './tensorOrder';
import { createTensorRow, fillTensorRow } from './tensorRow';
import type { TensorGroup, TreeLine, TreeNode } from './tensorTree';

export interface TensorGridEvents {
  select(node: TreeNode): void;
  setExpanded(group: TensorGroup, expanded: boolean): void;
  sort(column: SortColumn): void;
}

const headHeight = 24;

/** The tensors as a tree with columns: role treegrid, rows virtual, the selected row pointed at by the container. */
export class TensorGrid {
  readonly element: HTMLElement;
  readonly #heads = new Map<SortColumn, { head: HTMLElement; sign: HTMLElement }>();
  readonly #rows: VirtualRows;
  #lines: readonly TreeLine[] = [];
  #cursor = -1;
  #typed = { text: '', at: 0 };

  constructor(
    private readonly tensors: readonly TensorEntry[],
    private readonly statistics: ReadonlyMap<number, TensorStatistics>,
    private readonly events: TensorGridEvents,
  ) {
    const head = element(
      'div',
      { role: 'row', class: 'tensor-row head' },
      ...columns.map((c) => this.#head(c)),
    );
    const body = element('div', { role: 'rowgroup', class: 'list-body' });
    this.element = element(
      'div',
      { role: 'treegrid', class: 'list tensors', tabindex: 0, 'aria-label': 'Tensors' },
      element('div', { role: 'rowgroup', class: 'heads' }, head),
      body,
    );
    const source = {
      rowHeight: 22,
      count: () => this.#lines.length,
      create: createTensorRow,
      fill: (row: HTMLElement, index: number) => {
        this.#fill(row, index);
      },
    };
    this.#rows = new VirtualRows(this.element, body, source, headHeight);
    this.element.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    body.addEventListener('click', (event) => {
      this.#click(event);
    });
  }

  /** Draws other lines; the selection stays with its node, and the view with its first row. */
  show(lines: readonly TreeLine[], sorting: Sorting | null): void {
    const selected = this.#lines[this.#cursor]?.node;
    this.#lines = lines;
    this.#cursor = selected === undefined ? -1 : lines.findIndex((line) => sameNode(line.node, selected));
    this.element.setAttribute('aria-rowcount', String(lines.length + 1));
    for (const [column, { head, sign }] of this.#heads) {
      const direction =
        sorting?.column === column ? (sorting.descending ? 'descending' : 'ascending') : 'none';
      head.setAttribute('aria-sort', direction);
      setText(sign, direction === 'none' ? '' : direction === 'ascending' ? '↑' : '↓');
    }
    this.refresh();
  }

  /** Selects the first tensor where nothing is selected; the focus stays where it is. */
  selectFirst(): void {
    if (this.#cursor < 0) this.#select(this.#lines.findIndex(({ node }) => node.kind === 'tensor'));
  }

  refresh(): void {
    this.#rows.refresh();
    if (this.#cursor < 0) this.element.removeAttribute('aria-activedescendant');
  }

  #head(column: (typeof columns)[number]): HTMLElement {
    const sign = element('span', { class: 'sort-sign', 'aria-hidden': 'true' });
    const numeric = column.numeric ? ' number' : '';
    const head = element('span', {
      role: 'columnheader',
      class: `cell cell-${column.id}${numeric}`,
      title: column.summary,
    });
    const { id } = column;
    if (id === 'histogram') {
      head.append(column.title);
      return head;
    }
    const sort = element('button', { class: 'sort', type: 'button' }, column.title, sign);
    sort.addEventListener('click', () => {
      this.events.sort(id);
    });
    head.append(sort);
    this.#heads.set(id, { head, sign });
    return head;
  }

  #fill(row: HTMLElement, index: number): void {
    const line = this.#lines[index];
    if (line === undefined) return;
    const { node } = line;
    const at = node.kind === 'tensor' ? node.index : -1;
    row.id = `line-${index}`;
    row.dataset.line = String(index);
    row.setAttribute('aria-rowindex', String(index + 2));
    row.setAttribute('aria-level', String(line.level));
    row.setAttribute('aria-selected', String(index === this.#cursor));
    if (node.kind === 'group') row.setAttribute('aria-expanded', String(line.expanded));
    else row.removeAttribute('aria-expanded');
    row.classList.toggle('selected', index === this.#cursor);
    fillTensorRow(row, line, this.tensors[at], this.statistics.get(at));
  }

  #select(index: number): void {
    const line = this.#lines[index];
    if (line === undefined) return;
    this.#cursor = index;
    this.#rows.reveal(index);
    this.element.setAttribute('aria-activedescendant', `line-${index}`);
    this.events.select(line.node);
  }

  #toggle(index: number, expanded: boolean): void {
    const node = this.#lines[index]?.node;
    if (node?.kind === 'group') this.events.setExpanded(node, expanded);
  }

  #click(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    const index = Number(row?.dataset.line ?? -1);
    this.#select(index);
    const line = this.#lines[index];
    if (line?.node.kind === 'group') this.#toggle(index, !line.expanded);
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const effect = keyEffect(event.key, this.#lines, this.#cursor, this.#rows.pageLength);
    if (effect?.kind === 'move') this.#select(effect.to);
    else if (effect) this.#toggle(effect.line, effect.kind === 'expand');
    else if (event.key.length !== 1 || event.key === ' ') return;
    else this.#type(event.key, event.timeStamp);
    event.preventDefault();
  }

  #type(letter: string, now: number): void {
    this.#typed = { text: (now - this.#typed.at < 800 ? this.#typed.text : '') + letter, at: now };
    const found = findByPrefix(this.#lines, this.#cursor, this.#typed.text);
    if (found >= 0) this.#select(found);
  }
}

function sameNode(a: TreeNode, b: TreeNode): boolean {
  return a.kind === 'tensor'
    ? b.kind === 'tensor' && a.index === b.index
    : b.kind === 'group' && a.path === b.path;
}
