import type { Matrix } from './matrix';
import { transpose } from './transpose';

/** A one-to-one assignment of least total cost, and the prices that prove it. */
export interface Assignment {
  /** The column of each row; -1 for the rows that are left over where there are more rows than columns. */
  readonly columns: Int32Array;
  /**
   * cost(i, j) - rowPrices[i] - columnPrices[j] is 0 where row i has column j and, rounding aside, nowhere negative.
   * On the longer side (of equal sides, the columns) no price is above 0, and what is left over has price 0.
   */
  readonly rowPrices: Float64Array;
  readonly columnPrices: Float64Array;
}

/**
 * Gives every row a column of its own (every column a row, where there are fewer of them) at the least total cost, by
 * augmenting row reduction and shortest augmenting paths: O(rows * cols * the smaller of the two).
 * Jonker and Volgenant, Computing 38, 1987. Costs are finite.
 */
export function assign(cost: Matrix, poll: () => void): Assignment {
  if (cost.rows <= cost.cols) return assignRows(cost, poll);
  const { columns: rowOf, rowPrices, columnPrices } = assignRows(transpose(cost), poll);
  const columns = new Int32Array(cost.rows).fill(-1);
  rowOf.forEach((row, column) => (columns[row] = column));
  return { columns, rowPrices: columnPrices, columnPrices: rowPrices };
}

/** What is known so far: which row has which column, and the columns' prices. */
interface State {
  readonly cost: Matrix;
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
  readonly prices: Float64Array;
}

/** rows <= cols */
function assignRows(cost: Matrix, poll: () => void): Assignment {
  const { rows, cols, data } = cost;
  const state: State = {
    cost,
    columnOf: new Int32Array(rows).fill(-1),
    rowOf: new Int32Array(cols).fill(-1),
    prices: new Float64Array(cols),
  };
  let free: readonly number[] = Array.from({ length: rows }, (_, i) => i);
  for (let pass = 0; pass < 2 && cols > 1; pass++) free = bid(state, free, poll);
  const path = newPath(cols);
  for (const row of free) augment(state, row, path, poll);
  const { columnOf, prices } = state;
  const rowPrices = new Float64Array(rows);
  columnOf.forEach((j, i) => (rowPrices[i] = (data[i * cols + j] ?? 0) - (prices[j] ?? 0)));
  return { columns: columnOf, rowPrices, columnPrices: prices };
}

/**
 * Augmenting row reduction: each free row takes its cheapest column, whose price falls until the row's second choice is
 * as good; whoever had that column is free again. Returns the rows still free.
 */
function bid({ cost, columnOf, rowOf, prices }: State, free: readonly number[], poll: () => void): number[] {
  const { cols, data } = cost;
  const waiting = [...free].reverse();
  const left: number[] = [];
  // A price war over tiny differences must not take longer than the paths that it is to save.
  let bids = 8 * free.length;
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    if (bids === 0) return [...left, row, ...waiting];
    if (bids-- % 64 === 0) poll();
    let [first, second, best, next] = [Infinity, Infinity, 0, 0];
    for (let j = 0, at = row * cols; j < cols; j++, at++) {
      const reduced = (data[at] ?? 0) - (prices[j] ?? 0);
      if (reduced >= second) continue;
      if (reduced < first) {
        [second, next] = [first, best];
        [first, best] = [reduced, j];
      } else [second, next] = [reduced, j];
    }
    const before = prices[best] ?? 0;
    const after = before - (second - first);
    const falls = after < before;
    if (falls) prices[best] = after;
    else if ((rowOf[best] ?? -1) >= 0) best = next;
    const previous = rowOf[best] ?? -1;
    rowOf[best] = row;
    columnOf[row] = best;
    if (previous < 0) continue;
    columnOf[previous] = -1;
    if (falls) waiting.push(previous);
    else left.push(previous);
  }
  return left;
}

/** Room for one search: for each column, its distance from the free row and the row before it on the way there. */
interface Path {
  readonly distance: Float64Array;
  readonly before: Int32Array;
  /** All columns: those done, those at the least distance, the others. */
  readonly order: Int32Array;
}

function newPath(cols: number): Path {
  return {
    distance: new Float64Array(cols),
    before: new Int32Array(cols),
    order: Int32Array.from({ length: cols }, (_, j) => j),
  };
}

/** Gives a free row a column along the shortest alternating path to a free one (Dijkstra on reduced costs). */
function augment(state: State, from: number, path: Path, poll: () => void): void {
  const { cost, columnOf, rowOf, prices } = state;
  const { cols, data } = cost;
  const { distance, before, order } = path;
  for (let j = 0, at = from * cols; j < cols; j++, at++) {
    distance[j] = (data[at] ?? 0) - (prices[j] ?? 0);
    before[j] = from;
  }
  let [done, reached, settled, least, end] = [0, 0, 0, 0, -1];
  while (end < 0) {
    if (done === reached) {
      settled = done;
      [reached, least] = nearest(path, done);
      for (let k = done; k < reached && end < 0; k++) {
        const j = order[k] ?? 0;
        if ((rowOf[j] ?? -1) < 0) end = j;
      }
      if (end >= 0) break;
    }
    const column = order[done++] ?? 0;
    if (done % 16 === 0) poll();
    const row = rowOf[column] ?? 0;
    const start = row * cols;
    const offset = (data[start + column] ?? 0) - (prices[column] ?? 0) - least;
    for (let k = reached; k < cols; k++) {
      const j = order[k] ?? 0;
      const through = (data[start + j] ?? 0) - (prices[j] ?? 0) - offset;
      if (through >= (distance[j] ?? 0)) continue;
      before[j] = row;
      distance[j] = through;
      if (through > least) continue;
      // Rounding can find a way shorter than the shortest by its last digit.
      distance[j] = least;
      if ((rowOf[j] ?? -1) < 0) {
        end = j;
        break;
      }
      order[k] = order[reached] ?? 0;
      order[reached++] = j;
    }
  }
  for (let k = 0; k < settled; k++) {
    const j = order[k] ?? 0;
    prices[j] = (prices[j] ?? 0) + (distance[j] ?? 0) - least;
  }
  for (let row = -1; row !== from;) {
    row = before[end] ?? 0;
    rowOf[end] = row;
    const passedOn = columnOf[row] ?? -1;
    columnOf[row] = end;
    end = passedOn;
  }
}

/** Puts the columns at the least distance among those not done first; returns where they end and the distance. */
function nearest({ distance, order }: Path, done: number): [reached: number, least: number] {
  let reached = done;
  let least = Infinity;
  for (let k = done; k < order.length; k++) {
    const j = order[k] ?? 0;
    const here = distance[j] ?? 0;
    if (here > least) continue;
    if (here < least) [reached, least] = [done, here];
    order[k] = order[reached] ?? 0;
    order[reached++] = j;
  }
  return [reached, least];
}
