import type { Matrix } from './matrix';

/**
 * A basis of a transportation problem: a spanning tree over rows 0 ... m - 1 and columns m ... m + k - 1, whose edges
 * are the pairs that ship, and the prices under which these pairs cost nothing more.
 */
export class ShippingTree {
  /** Of rows and columns: cost = price of row + price of column on every edge. */
  readonly prices: Float64Array;
  /** The node above each; -1 at the root. */
  readonly parent: Int32Array;
  /** What is shipped between each node and the one above it; above 0 but at the root. */
  readonly flow: Float64Array;
  readonly #depth: Int32Array;
  /** The nodes below each: the first of them, and for each of them those beside it. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  /** @param edges row, column (0 ... k - 1) and flow of each edge of a tree that reaches all nodes */
  constructor(
    private readonly cost: Matrix,
    edges: readonly (readonly [row: number, column: number, flow: number])[],
  ) {
    const nodes = cost.rows + cost.cols;
    this.prices = new Float64Array(nodes);
    this.parent = new Int32Array(nodes).fill(-1);
    this.flow = new Float64Array(nodes);
    this.#depth = new Int32Array(nodes);
    this.#first = new Int32Array(nodes).fill(-1);
    this.#next = new Int32Array(nodes).fill(-1);
    this.#previous = new Int32Array(nodes).fill(-1);
    const beside: (readonly [node: number, flow: number])[][] = Array.from({ length: nodes }, () => []);
    for (const [row, column, flow] of edges) {
      beside[row]?.push([cost.rows + column, flow]);
      beside[cost.rows + column]?.push([row, flow]);
    }
    const waiting = [0];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (const [other, flow] of beside[node] ?? []) {
        if (other === this.parent[node]) continue;
        this.#attach(other, node, flow);
        waiting.push(other);
      }
    }
    this.reprice(0);
  }

  /** Sets prices and depths of everything below a node anew, from the costs alone. */
  reprice(top: number): void {
    const { parent, prices, cost } = this;
    const waiting = [top];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const above = parent[node] ?? -1;
      if (above >= 0) {
        const [row, column] = node < cost.rows ? [node, above] : [above, node];
        prices[node] = (cost.data[row * cost.cols + column - cost.rows] ?? 0) - (prices[above] ?? 0);
        this.#depth[node] = (this.#depth[above] ?? 0) + 1;
      }
      for (let child = this.#first[node] ?? -1; child >= 0; child = this.#next[child] ?? -1)
        waiting.push(child);
    }
  }

  /** Lets a row ship to a column (0 ... k - 1) as much as it can: that edge comes into the tree, another one leaves. */
  enter(row: number, column: number): void {
    const { flow, parent } = this;
    const target = this.cost.rows + column;
    const leaving = this.#bottleneck(row, target);
    const amount = flow[leaving.node] ?? 0;
    this.#ship(row, target, amount);
    // The part that hangs on the leaving edge is cut off and hung up by the new edge.
    const [inside, outside] = leaving.besideRow ? [row, target] : [target, row];
    let [node, above, amountAbove] = [inside, outside, amount];
    for (;;) {
      const old = parent[node] ?? -1;
      const oldFlow = flow[node] ?? 0;
      this.#detach(node);
      this.#attach(node, above, amountAbove);
      if (node === leaving.node) break;
      [above, amountAbove, node] = [node, oldFlow, old];
    }
    this.reprice(inside);
  }

  /** The edge, by its lower node, that is the first to be empty as a row ships more to a column. */
  #bottleneck(row: number, target: number): { node: number; besideRow: boolean } {
    let [node, besideRow, least] = [-1, false, Infinity];
    this.#cycle(row, target, (at, fromRow, sign) => {
      const here = this.flow[at] ?? 0;
      if (sign < 0 && here < least) [node, besideRow, least] = [at, fromRow, here];
    });
    return { node, besideRow };
  }

  #ship(row: number, target: number, amount: number): void {
    this.#cycle(row, target, (at, _fromRow, sign) => {
      this.flow[at] = (this.flow[at] ?? 0) + sign * amount;
    });
  }

  /** Every edge between a row and a column, by its lower node, with the sign of what changes as the row ships more. */
  #cycle(row: number, target: number, visit: (node: number, fromRow: boolean, sign: 1 | -1) => void): void {
    let [left, right] = [row, target];
    const { rows } = this.cost;
    while (left !== right) {
      if ((this.#depth[left] ?? 0) >= (this.#depth[right] ?? 0)) {
        visit(left, true, left < rows ? -1 : 1);
        left = this.parent[left] ?? -1;
      } else {
        visit(right, false, right < rows ? 1 : -1);
        right = this.parent[right] ?? -1;
      }
    }
  }

  #attach(node: number, above: number, flow: number): void {
    this.parent[node] = above;
    this.flow[node] = flow;
    const first = this.#first[above] ?? -1;
    this.#next[node] = first;
    this.#previous[node] = -1;
    if (first >= 0) this.#previous[first] = node;
    this.#first[above] = node;
  }

  #detach(node: number): void {
    const [previous, next] = [this.#previous[node] ?? -1, this.#next[node] ?? -1];
    if (previous >= 0) this.#next[previous] = next;
    else this.#first[this.parent[node] ?? -1] = next;
    if (next >= 0) this.#previous[next] = previous;
  }
}
