import type { InstanceChoice, OutputsReport } from '../../server/protocol';
import { moveCursor } from '../charts/heatmapCursor';
import { element } from '../element';
import { exactCount, plural } from '../numbers';
import { cellColours, columnWidth } from './scales';
import { className } from './words';

type Names = readonly [x: string, y: string];

/**
 * How often each answer of one model meets each of the other, as a grid of cells: where they differ by colour, where
 * they are the same in grey. Arrow keys move, Enter lists the instances.
 */
export function classGrid(
  { classes: { classes, counts }, classNames }: OutputsReport,
  [x, y]: Names,
  list: (choice: InstanceChoice) => void,
): HTMLElement {
  const known = new Map(counts.map(([i, j, count]) => [i * classes.length + j, count]));
  const scale = cellColours(counts);
  const names = classes.map((number) => className(number, classNames));
  const grid = element('div', {
    class: 'class-grid',
    role: 'grid',
    'aria-label': `Answers of ${x} as rows against answers of ${y} as columns: ${classes.length} classes. Arrow keys move, Enter lists the instances.`,
    'aria-rowcount': classes.length + 1,
    'aria-colcount': classes.length + 1,
  });
  grid.style.gridTemplateColumns = `max-content repeat(${classes.length}, minmax(26px, ${columnWidth(names)}px))`;
  const cells: HTMLElement[][] = [];
  const head = element(
    'div',
    { role: 'row', class: 'class-row' },
    element('span', { role: 'columnheader' }, element('span', { class: 'spoken' }, `${x}, then ${y}`)),
  );
  head.append(
    ...names.map((name) => element('span', { role: 'columnheader', class: 'nowrap', title: name }, name)),
  );
  grid.append(head);
  for (const [i, name] of names.entries()) {
    const row = element('div', { role: 'row', class: 'class-row' });
    row.append(element('span', { role: 'rowheader', class: 'nowrap', title: name }, name));
    cells.push(
      names.map((other, j) => {
        const count = known.get(i * classes.length + j) ?? 0;
        const words = `${x} answers ${name}, ${y} ${other}: ${plural(count, 'instance')}`;
        const same = i === j ? ' same' : '';
        const cell = element(
          'span',
          { role: 'gridcell', class: `class-cell${same}`, tabindex: -1, title: words, 'aria-label': words },
          count === 0 ? '' : exactCount(count),
        );
        if (i !== j && count > 0) {
          cell.style.background = scale.colour(count);
          cell.style.color = scale.ink(count);
        }
        row.append(cell);
        return cell;
      }),
    );
    grid.append(row);
  }
  const choiceAt = (row: number, column: number): InstanceChoice | null => {
    const [classX, classY] = [classes[row], classes[column]];
    const some = known.has(row * classes.length + column);
    return some && classX !== undefined && classY !== undefined ? { classX, classY } : null;
  };
  moveThrough(grid, cells, (row, column) => {
    const choice = choiceAt(row, column);
    if (choice !== null) list(choice);
  });
  return grid;
}

/** One cell takes the focus; keys and clicks move it. */
function moveThrough(
  grid: HTMLElement,
  cells: readonly (readonly HTMLElement[])[],
  open: (row: number, column: number) => void,
): void {
  let at = { row: 0, column: 0 };
  cells[0]?.[0]?.setAttribute('tabindex', '0');
  const go = (to: typeof at): void => {
    cells[at.row]?.[at.column]?.setAttribute('tabindex', '-1');
    at = to;
    const cell = cells[at.row]?.[at.column];
    cell?.setAttribute('tabindex', '0');
    cell?.focus();
  };
  grid.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey) return;
    const to = moveCursor(event.key, event.ctrlKey, at, cells.length, cells.length);
    if (to) go(to);
    else if (event.key === 'Enter' || event.key === ' ') open(at.row, at.column);
    else return;
    event.preventDefault();
  });
  grid.addEventListener('click', (event) => {
    const row = cells.findIndex((some) => some.some((cell) => cell === event.target));
    const column = cells[row]?.findIndex((cell) => cell === event.target) ?? -1;
    if (row < 0 || column < 0) return;
    go({ row, column });
    open(row, column);
  });
}
