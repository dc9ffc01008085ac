import { nothing } from '../invariances';
import { none, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { scaled } from '../preparations/scaled';

/** How much a tensor changed between two checkpoints, relative to the first: ||A - B||_F / ||A||_F. */
export const relativeChange: Measure = {
  id: 'weights.relative_change',
  version: 1,
  title: 'Relative change',
  family: 'weights',
  compares: 'weights',
  direction: 'distance',
  range: () => [0, Infinity],
  identity: () => 0,
  symmetric: false,
  metric: () => false,
  invariances: () => nothing,
  needs: { rows: 1, equalWidths: true, matchedRows: true, labels: false },
  parameters: [],
  deterministic: () => true,
  formula: 'Δ = ‖A − B‖_F / ‖A‖_F',
  tex: String.raw`\frac{\lVert B - A \rVert_F}{\lVert A \rVert_F}`,
  summary:
    'How far a tensor moved from one checkpoint to the other, in units of its size in the first. Meant for two ' +
    'checkpoints of one training run, where entries correspond.',
  caveats: [
    'Separately trained networks have no common axes: their neurons may be the same in another order, and a large value then says nothing.',
    'Asymmetric: the second checkpoint is measured against the first.',
  ],
  reference: {
    text: 'Golub, Van Loan: Matrix Computations, 4th ed., section 2.3 (relative error in the Frobenius norm).',
    url: 'https://jhupbooks.press.jhu.edu/title/matrix-computations',
  },
  preparations: () => [magnitude, scaled],
  cost: (n, d) => ({ operations: 150 * n * d, bytes: 0 }),
  compare(x, y) {
    const a = x.get(scaled).data;
    const b = y.get(scaled).data;
    const unit = Math.max(x.get(magnitude).scale, y.get(magnitude).scale);
    const [ofA, ofB] = [x.get(magnitude).scale / unit, y.get(magnitude).scale / unit];
    let [before, change] = [0, 0];
    for (let i = 0; i < a.length; i++) {
      before += (a[i] ?? 0) ** 2;
      change += ((a[i] ?? 0) * ofA - (b[i] ?? 0) * ofB) ** 2;
    }
    if (before > 0) return ok((Math.sqrt(change) / Math.sqrt(before)) * (unit / x.get(magnitude).scale));
    return y.get(magnitude).largest === 0
      ? none('degenerate', 'Both tensors are zero: no change can be told relative to that.')
      : none('undefined', 'The first tensor is zero: any change is infinite relative to it.');
  },
};
