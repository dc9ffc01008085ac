import { assign } from '../../linalg/assignment';
import type { Engine } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';
import { transport } from '../../linalg/transport';
import { transpose } from '../../linalg/transpose';
import type { Cost } from '../measure';
import { assignmentOperations } from '../preparations/columnMatching';
import type { Columns } from '../preparations/columns';

/** How much of one column of the first input goes to one of the second; all shares together are 1. */
export interface Share {
  readonly i: number;
  readonly j: number;
  readonly share: number;
}

/**
 * The plan P >= 0 with rows that sum to 1/d and columns that sum to 1/e and with the least sum of P_ij cost_ij, exactly:
 * its entries above 0.
 */
export function cheapestPlan(engine: Engine, cost: Matrix): readonly Share[] {
  const { rows: d, cols: e } = cost;
  const poll = (): void => engine.poll();
  if (d === e) return [...assign(cost, poll).columns].map((j, i) => ({ i, j, share: 1 / d }));
  // In whole units: each column of x has e of them, each of y takes d, and both can be divided by what they share.
  const common = greatestCommonDivisor(d, e);
  const supply = Array.from({ length: d }, () => e / common);
  const demand = Array.from({ length: e }, () => d / common);
  const unit = common / d / e;
  return transport(cost, supply, demand, poll).shipments.map(({ row, column, amount }) => ({
    i: row,
    j: column,
    share: amount * unit,
  }));
}

/** ||a x_i - b y_j||^2 for every pair of columns, d x e, good enough to choose a plan by. */
export function squaredDistances(engine: Engine, x: Columns, y: Columns, a: number, b: number): Matrix {
  const distances = engine.multiply(x.matrix, y.matrix, { transposeA: true });
  const [left, right] = [squaredLengths(x), squaredLengths(y)];
  const { rows: d, cols: e, data } = distances;
  for (let i = 0, at = 0; i < d; i++) {
    for (let j = 0; j < e; j++, at++) {
      data[at] = a * a * (left[i] ?? 0) + b * b * (right[j] ?? 0) - 2 * a * b * (data[at] ?? 0);
    }
  }
  return distances;
}

function squaredLengths({ matrix: { rows, cols, data } }: Columns): Float64Array {
  const squares = new Float64Array(cols);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, at++) squares[j] = (squares[j] ?? 0) + (data[at] ?? 0) ** 2;
  }
  return squares;
}

/** The sum of share * ||a x_i - b y_j||^2 over a plan: of squares, so accurate down to 0. */
export function planCost(
  engine: Engine,
  x: Columns,
  y: Columns,
  plan: readonly Share[],
  a: number,
  b: number,
): number {
  const [left, right] = [byColumn(x), byColumn(y)];
  const n = left.cols;
  let sum = 0;
  for (const { i, j, share } of plan) {
    engine.poll();
    let squares = 0;
    for (let k = 0, p = i * n, q = j * n; k < n; k++, p++, q++) {
      squares += (a * (left.data[p] ?? 0) - b * (right.data[q] ?? 0)) ** 2;
    }
    sum += share * squares;
  }
  return sum;
}

function byColumn({ matrix }: Columns): Matrix {
  const { rows, cols, data } = matrix;
  return transpose({ rows, cols, data: data instanceof Float64Array ? data : Float64Array.from(data) });
}

/** All products of columns, the plan among them, and the distances it is measured by. */
export function planCosting(n: number, d: number, e: number): Cost {
  // Trees are slower to improve than assignments, from which they start.
  const planning = d === e ? assignmentOperations(d, e) : 3 * assignmentOperations(d, e);
  return {
    operations: 2 * n * d * e + planning + 60 * n * (d + e),
    bytes: 8 * (4 * d * e + 2 * n * (d + e)),
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
