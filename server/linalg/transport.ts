import { assign } from './assignment';
import type { Matrix } from './matrix';
import { ShippingTree } from './shippingTree';

/** What one row ships to one column. */
export interface Shipment {
  readonly row: number;
  readonly column: number;
  /** A whole number of units, at least 1. */
  readonly amount: number;
}

/** A cheapest way of shipping what the rows have to the columns that want it, and the prices that prove it. */
export interface Transport {
  readonly shipments: readonly Shipment[];
  /**
   * cost(i, j) - rowPrices[i] - columnPrices[j] is 0 where row i ships to column j and, rounding aside, nowhere
   * negative.
   */
  readonly rowPrices: Float64Array;
  readonly columnPrices: Float64Array;
}

/** Reduced costs above minus this share of the largest cost are rounding. */
const rounding = 2 ** -46;

/**
 * Solves the transportation problem exactly, by the simplex method on spanning trees. Amounts are whole numbers, so
 * that only the costs are subject to rounding. Amounts that would tie are kept apart by an infinitesimal more of every
 * supply, so that each step makes the total cost smaller and none repeats (Orden 1956).
 * @param cost of a unit from row i to column j; finite
 * @param supply whole units that each row has, at least 1
 * @param demand whole units that each column takes, at least 1; they add up to those of the rows
 * @throws RangeError when supply and demand do not add up to the same
 */
export function transport(
  cost: Matrix,
  supply: readonly number[],
  demand: readonly number[],
  poll: () => void,
): Transport {
  const { rows, cols } = cost;
  const total = (units: readonly number[]): number => units.reduce((sum, amount) => sum + amount, 0);
  if (total(supply) !== total(demand)) throw new RangeError('supply and demand differ');
  if (rows === 0) return { shipments: [], rowPrices: new Float64Array(0), columnPrices: new Float64Array(0) };
  // One unit is so many infinitesimals; sums of those of some rows stay below half a unit.
  const unit = 2 * rows + 2;
  const wanted = demand.map((amount, j) => unit * amount + (j === cols - 1 ? rows : 0));
  const offered = supply.map((amount) => unit * amount + 1);
  const tree = new ShippingTree(cost, shipCheaply(cost, offered, wanted, poll));
  // Prices gather rounding errors: what they call cheapest counts once they have been computed anew.
  do improve(tree, cost, poll);
  while (!isCheapest(tree, cost, poll));
  const shipments: Shipment[] = [];
  tree.parent.forEach((above, node) => {
    const amount = Math.round((tree.flow[node] ?? 0) / unit);
    if (above < 0 || amount === 0) return;
    const [row, column] = node < rows ? [node, above - rows] : [above, node - rows];
    shipments.push({ row, column, amount });
  });
  return {
    shipments,
    rowPrices: tree.prices.slice(0, rows),
    columnPrices: tree.prices.slice(rows),
  };
}

/**
 * A tree to start from: each row ships to the column that an assignment gives it, then to the columns that are cheapest
 * by the prices of the assignment and still want something.
 */
function shipCheaply(
  cost: Matrix,
  offered: readonly number[],
  wanted: readonly number[],
  poll: () => void,
): (readonly [row: number, column: number, flow: number])[] {
  const { columns, columnPrices } = assign(cost, poll);
  const [has, wants] = [[...offered], [...wanted]];
  const edges: (readonly [number, number, number])[] = [];
  const ship = (row: number, column: number): void => {
    const flow = Math.min(has[row] ?? 0, wants[column] ?? 0);
    edges.push([row, column, flow]);
    has[row] = (has[row] ?? 0) - flow;
    wants[column] = (wants[column] ?? 0) - flow;
  };
  columns.forEach((column, row) => {
    if (column >= 0) ship(row, column);
  });
  let open = Int32Array.from({ length: cost.cols }, (_, j) => j).filter((j) => (wants[j] ?? 0) > 0);
  for (let row = 0; row < cost.rows; row++) {
    if (row % 16 === 0) poll();
    while ((has[row] ?? 0) > 0) {
      let [best, cheapest] = [-1, Infinity];
      for (const j of open) {
        const reduced = (cost.data[row * cost.cols + j] ?? 0) - (columnPrices[j] ?? 0);
        if (reduced < cheapest) [best, cheapest] = [j, reduced];
      }
      ship(row, best);
      if (wants[best] === 0) open = open.filter((j) => j !== best);
    }
  }
  return edges;
}

/** Row after row, the pair that saves most comes into the tree, until no row has one that saves anything. */
function improve(tree: ShippingTree, cost: Matrix, poll: () => void): void {
  const tolerance = toleranceFor(cost);
  for (let row = 0, idle = 0; idle < cost.rows; row = row + 1 === cost.rows ? 0 : row + 1) {
    poll();
    const { column, saving } = bestOf(tree, cost, row);
    if (saving > tolerance) {
      tree.enter(row, column);
      idle = 0;
    } else idle++;
  }
}

function isCheapest(tree: ShippingTree, cost: Matrix, poll: () => void): boolean {
  tree.reprice(0);
  const tolerance = toleranceFor(cost);
  for (let row = 0; row < cost.rows; row++) {
    if (row % 16 === 0) poll();
    if (bestOf(tree, cost, row).saving > tolerance) return false;
  }
  return true;
}

function toleranceFor({ data }: Matrix): number {
  let largest = 0;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return rounding * largest;
}

/** The column to which a row would ship at the largest saving for a unit. */
function bestOf({ prices }: ShippingTree, cost: Matrix, row: number): { column: number; saving: number } {
  const { rows, cols, data } = cost;
  let [column, least] = [-1, Infinity];
  for (let j = 0, at = row * cols; j < cols; j++, at++) {
    const reduced = (data[at] ?? 0) - (prices[rows + j] ?? 0);
    if (reduced < least) [column, least] = [j, reduced];
  }
  return { column, saving: (prices[row] ?? 0) - least };
}
