import type { TensorEntry, TensorStatistics } from '../../server/protocol';
import { sparklinePath } from '../charts/sparkline';
import { element, icon, setText, svgElement } from '../element';
import { byteSize, columnCount, exactCount, plural } from '../numbers';
import { columns } from './columns';
import type { TreeLine } from './tensorTree';

const spark = { width: 60, height: 16 };

/** An empty row of the tensor list with all its cells. */
export function createTensorRow(): HTMLElement {
  const cells = columns.map((column) => {
    const cell = element('span', {
      role: 'gridcell',
      class: `cell cell-${column.id}${column.numeric ? ' number' : ''}`,
    });
    if (column.id === 'name') {
      cell.append(
        icon('blank'),
        element('span', { class: 'label nowrap' }),
        element('span', { class: 'flag' }),
      );
    }
    if (column.id === 'histogram') {
      const drawing = svgElement(
        'svg',
        { ...spark, 'aria-hidden': 'true' },
        svgElement('path', { class: 'spark' }),
      );
      cell.append(drawing);
    }
    return cell;
  });
  return element('div', { role: 'row', class: 'row tensor-row' }, ...cells);
}

/** Why there are no numbers of a tensor; texts have none and can be read all the same. */
export function problemOf(
  tensor: TensorEntry | undefined,
  statistics: TensorStatistics | undefined,
): string | undefined {
  return tensor?.text === true ? undefined : (tensor?.unreadable ?? statistics?.error);
}

/** Values that are no numbers are named in the row: a histogram of the rest would hide them. */
export function nonFinite(statistics: TensorStatistics | undefined): string {
  if (statistics === undefined) return '';
  const parts: string[] = [];
  if (statistics.notANumber > 0) parts.push(`${exactCount(statistics.notANumber)} NaN`);
  if (statistics.infinite > 0) parts.push(`${exactCount(statistics.infinite)} Inf`);
  return parts.join(', ');
}

function fillName(cell: Element, line: TreeLine, flag: string, title: string): void {
  const [twistie, label, flagged] = Array.from(cell.children);
  if (!(cell instanceof HTMLElement) || !twistie || !label || !(flagged instanceof HTMLElement)) return;
  const group = line.node.kind === 'group';
  cell.style.paddingLeft = `${4 + (line.level - 1) * 12}px`;
  cell.title = title;
  twistie.className = `codicon codicon-${group ? (line.expanded ? 'chevron-down' : 'chevron-right') : 'blank'}`;
  setText(label, line.node.label);
  label.classList.toggle('group', group);
  flagged.hidden = flag === '';
  setText(flagged, flag);
}

/** Fills a row with a tensor or with the totals of a group. */
export function fillTensorRow(
  row: HTMLElement,
  line: TreeLine,
  tensor: TensorEntry | undefined,
  statistics: TensorStatistics | undefined,
): void {
  const { node } = line;
  const problem = problemOf(tensor, statistics);
  columns.forEach((column, i) => {
    const cell = row.children[i];
    if (!(cell instanceof HTMLElement)) return;
    if (column.id === 'name') {
      const flag = problem === undefined ? nonFinite(statistics) : 'unreadable';
      const name = node.kind === 'group' ? node.path.slice(0, -1) : (tensor?.name ?? '');
      fillName(cell, line, flag, problem === undefined ? name : `${name}\n${problem}`);
    } else if (column.id === 'histogram') {
      const counts = statistics?.histogram?.counts ?? [];
      const path = cell.querySelector('path');
      path?.setAttribute('d', sparklinePath(counts, spark.width, spark.height));
    } else if (node.kind === 'tensor') {
      const text = tensor === undefined ? '' : column.text(tensor, statistics);
      setText(cell, text);
      cell.title = column.id === 'shape' || column.id === 'dtype' ? text : '';
    } else {
      const totals = new Map<string, string>([
        ['shape', plural(node.tensors, 'tensor')],
        ['parameters', columnCount(node.elements)],
        ['bytes', byteSize(node.bytes)],
      ]);
      setText(cell, totals.get(column.id) ?? '');
    }
  });
}
