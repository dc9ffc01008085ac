import { scaleOnly } from '../invariances';
import { none, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { scaled } from '../preparations/scaled';

/** The cosine of the angle between two tensors taken as long vectors: <A, B> / (||A|| ||B||). */
export const weightCosine: Measure = {
  id: 'weights.cosine',
  version: 1,
  title: 'Cosine of weights',
  family: 'weights',
  compares: 'weights',
  direction: 'similarity',
  range: () => [-1, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => scaleOnly,
  needs: { rows: 1, equalWidths: true, matchedRows: true, labels: false },
  parameters: [],
  deterministic: () => true,
  formula: 'cos = ⟨A, B⟩ / (‖A‖_F ‖B‖_F)',
  tex: String.raw`\frac{\langle A, B \rangle_F}{\lVert A \rVert_F \lVert B \rVert_F}`,
  summary:
    'Whether a tensor still points the same way in the second checkpoint, whatever its length. Meant for two checkpoints ' +
    'of one training run, where entries correspond.',
  caveats: [
    'Separately trained networks have no common axes: their neurons may be the same in another order, and a value near 0 then says nothing.',
    'Cosines near 1 hide change: 0.95 is an angle of 18 degrees.',
  ],
  reference: {
    text: 'Golub, Van Loan: Matrix Computations, 4th ed., section 2.3.',
    url: 'https://jhupbooks.press.jhu.edu/title/matrix-computations',
  },
  preparations: () => [magnitude, scaled],
  cost: (n, d) => ({ operations: 150 * n * d, bytes: 0 }),
  compare(x, y) {
    const a = x.get(scaled).data;
    const b = y.get(scaled).data;
    let [product, squaresA, squaresB] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      const [left, right] = [a[i] ?? 0, b[i] ?? 0];
      product += left * right;
      squaresA += left * left;
      squaresB += right * right;
    }
    if (squaresA === 0) return none('degenerate', 'The first tensor is zero: it has no direction.');
    if (squaresB === 0) return none('degenerate', 'The second tensor is zero: it has no direction.');
    return ok(product / Math.sqrt(squaresA) / Math.sqrt(squaresB));
  },
};
