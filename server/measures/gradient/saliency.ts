import { scaleOnly } from '../invariances';
import { mean } from '../mean';
import { none, numberOf, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';

/** Mean cosine of the sizes of two models' gradients by the same inputs. Jones et al. 2022. */
export const saliency: Measure = {
  id: 'grad.saliency',
  version: 1,
  title: 'Saliency map similarity',
  family: 'gradient',
  compares: 'gradients',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => scaleOnly,
  needs: { rows: 1, equalWidths: true, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'classes',
      kind: 'number',
      default: 1,
      min: 1,
      max: 1e6,
      integer: true,
      summary:
        'How many gradients a row holds, one after the other: one for each class score, or 1 for those of the predicted class alone.',
    },
  ],
  deterministic: () => true,
  formula: '(1/nC) Σᵢ Σ_c cos(|∇ₓ O_ic|, |∇ₓ O′_ic|)',
  tex: String.raw`\frac{1}{nC} \sum_{i=1}^{n} \sum_{c=1}^{C} \cos\left( \lvert \nabla_{x} O_{ic} \rvert, \lvert \nabla_{x} O'_{ic} \rvert \right)`,
  summary:
    'Whether two models look at the same parts of their inputs: the cosine between the sizes of the gradients of their class ' +
    'scores by the inputs, averaged over instances and classes. The inputs are files of gradients by the same inputs.',
  caveats: [
    'Sizes have no signs: cosines of unrelated gradients are far above 0.',
    'Where a gradient is zero throughout there is no direction: such a class of an instance is left out, with a note.',
    'Both models take inputs of the same shape. The paper has inputs of one channel; here every entry counts by itself.',
  ],
  reference: {
    text: 'Jones, Springer, Kenyon, Moore: If You’ve Trained One You’ve Trained Them All: Inter-Architecture Similarity Increases With Robustness, UAI 2022.',
    url: 'https://proceedings.mlr.press/v180/jones22a.html',
  },
  obstacle(_, d, __, parameters) {
    const classes = numberOf(parameters, 'classes');
    return d % classes === 0 ? null : `cannot take ${d} columns for gradients of ${classes} classes`;
  },
  preparations: () => [magnitude],
  cost: (n, d) => ({ operations: 30 * n * d, bytes: 8 * n }),
  compare(x, y, parameters) {
    const classes = numberOf(parameters, 'classes');
    const width = x.d / classes;
    const [g, h] = [x.representation.values.data, y.representation.values.data];
    let [left, sum, counted] = [0, 0, 0];
    const perInstance: number[] = [];
    for (let i = 0; i < x.n; i++) {
      if (i % 256 === 0) x.engine.poll();
      const cosines: number[] = [];
      for (let c = 0; c < classes; c++) {
        const cosine = cosineOfSizes(g, h, i * x.d + c * width, width);
        if (cosine === null) left++;
        else cosines.push(cosine);
      }
      sum += cosines.reduce((total, one) => total + one, 0);
      counted += cosines.length;
      perInstance.push(cosines.length > 0 ? mean(cosines) : 0);
    }
    if (counted === 0) return none('degenerate', 'Every gradient of one input or the other is zero.');
    const note = `Gradients that are zero in one input or the other have no direction and are left out: ${left}.`;
    return ok(sum / counted, { perInstance, notes: left > 0 ? [note] : [] });
  },
};

/** Null where one of the two is zero. Each is divided by its largest size, so that no square vanishes or overflows. */
function cosineOfSizes(
  g: ArrayLike<number>,
  h: ArrayLike<number>,
  first: number,
  width: number,
): number | null {
  let [most, other] = [0, 0];
  for (let at = first; at < first + width; at++) {
    most = Math.max(most, Math.abs(g[at] ?? 0));
    other = Math.max(other, Math.abs(h[at] ?? 0));
  }
  if (most === 0 || other === 0) return null;
  let [product, squareG, squareH] = [0, 0, 0];
  for (let at = first; at < first + width; at++) {
    const [a, b] = [Math.abs(g[at] ?? 0) / most, Math.abs(h[at] ?? 0) / other];
    product += a * b;
    squareG += a * a;
    squareH += b * b;
  }
  return product / Math.sqrt(squareG * squareH);
}
