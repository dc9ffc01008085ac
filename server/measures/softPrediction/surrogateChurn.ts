import { ofEachInstance } from '../eachInstance';
import { mean } from '../mean';
import { none, numberOf, ok, type Measure } from '../measure';
import { probabilities } from '../preparations/probabilities';
import { whyNoDistributions, ofProbabilities } from './distributions';

/** A disagreement that feels confidence: probabilities divided by the largest of their row. Bhojanapalli et al. 2021. */
export const surrogateChurn: Measure = {
  ...ofProbabilities,
  id: 'soft.surrogate_churn',
  version: 1,
  title: 'Surrogate churn',
  // At most half the number of classes.
  range: () => [0, Infinity],
  metric: () => true,
  parameters: [
    {
      name: 'alpha',
      kind: 'number',
      default: 1,
      min: 1e-3,
      max: 1e6,
      summary: 'Power of the relative probabilities; as it grows the value goes to the disagreement.',
    },
  ],
  formula: '(1/2n) Σᵢ ‖(Oᵢ / max Oᵢ)^α − (O′ᵢ / max O′ᵢ)^α‖₁',
  tex: String.raw`\frac{1}{2n} \sum_{i=1}^{n} \left\lVert \left( \frac{O_i}{\max_c O_{ic}} \right)^{\alpha} - \left( \frac{O'_i}{\max_c O'_{ic}} \right)^{\alpha} \right\rVert_1`,
  summary:
    'A soft form of disagreement: each row of probabilities is divided by its largest, so that the predicted class counts 1 ' +
    'and others count the more the closer they come. Two models that hesitate between the same classes are similar.',
  caveats: [
    'It is at most half the number of classes, not 1: runners-up add up.',
    'Where several classes are exactly equally likely the limit of large α is not the disagreement.',
  ],
  reference: {
    text: 'Bhojanapalli et al.: On the Reproducibility of Neural Network Predictions, 2021.',
    url: 'https://arxiv.org/abs/2102.03349',
  },
  cost: (n, d) => ({ operations: 1200 * n * d, bytes: 8 * n }),
  compare(x, y, parameters) {
    const unfit = whyNoDistributions([x, y]);
    if (unfit !== null) return none('undefined', unfit);
    const alpha = numberOf(parameters, 'alpha');
    const [p, q] = [x.get(probabilities).values, y.get(probabilities).values];
    const perInstance = ofEachInstance(x, (i) => {
      const [start, end] = [i * x.d, (i + 1) * x.d];
      const [most, other] = [largestOf(p, start, end), largestOf(q, start, end)];
      let sum = 0;
      if (alpha === 1) {
        for (let at = start; at < end; at++) sum += Math.abs((p[at] ?? 0) / most - (q[at] ?? 0) / other);
      } else {
        for (let at = start; at < end; at++)
          sum += Math.abs(((p[at] ?? 0) / most) ** alpha - ((q[at] ?? 0) / other) ** alpha);
      }
      return sum / 2;
    });
    return ok(mean(perInstance), { perInstance });
  },
};

function largestOf(values: Float64Array, start: number, end: number): number {
  let most = 0;
  for (let at = start; at < end; at++) {
    const value = values[at] ?? 0;
    if (value > most) most = value;
  }
  return most;
}
