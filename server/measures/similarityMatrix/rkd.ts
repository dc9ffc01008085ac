import { largestSeed } from '../../linalg/random';
import type { ParameterValues } from '../../protocol';
import { rotationScaleShift } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome } from '../measure';
import { anchors } from '../preparations/anchors';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { dissimilarities } from '../preparations/dissimilarities';
import { magnitude } from '../preparations/magnitude';
import { blockRows } from '../preparations/pairwise';
import { constantReason } from '../preparations/variation';
import type { Prepared } from '../prepared';
import { angleLosses } from './angleLoss';

const distances = dissimilarities('euclidean');

/**
 * Relational knowledge loss between x [n x d] and y [n x e]: how much the angles in all triples of instances, or the
 * distances in all pairs, differ. Park, Kim, Lu, Cho 2019, whose code means over all entries.
 */
export const rkd: Measure = {
  id: 'rsm.rkd',
  version: 1,
  title: 'Relational knowledge loss',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'distance',
  // Cosines differ by 2 at most, which costs 1.5.
  range: (parameters) => [0, isAngle(parameters) && isMean(parameters) ? 1.5 : Infinity],
  identity: () => 0,
  symmetric: true,
  metric: () => false,
  invariances: () => rotationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'relation',
      kind: 'choice',
      default: 'angle',
      choices: ['angle', 'distance'],
      summary:
        'angle: the cosine of the angle at the middle one of three instances; distance: the Euclidean distance of two, ' +
        'divided by the mean of the positive ones.',
    },
    {
      name: 'reduction',
      kind: 'choice',
      default: 'sum',
      choices: ['sum', 'mean'],
      summary:
        'The sum over all triples or pairs, or their mean, which does not grow with the number of rows.',
    },
    {
      name: 'anchors',
      only: { parameter: 'relation', value: 'angle' },
      kind: 'number',
      integer: true,
      default: 500,
      min: 2,
      max: 1e6,
      summary:
        'Most instances that angles are taken at; with more rows than that, they are drawn by the seed.',
    },
    {
      name: 'seed',
      only: { parameter: 'relation', value: 'angle' },
      kind: 'number',
      integer: true,
      default: 1,
      min: 0,
      max: largestSeed,
      summary: 'Which instances are the anchors.',
    },
  ],
  deterministic: (parameters) => !isAngle(parameters),
  formula:
    'm = Σᵢⱼₖ ℓ(cos ∠ᵢⱼₖ, cos ∠′ᵢⱼₖ),  cos ∠ᵢⱼₖ = ⟨(Rᵢ − Rⱼ)/‖Rᵢ − Rⱼ‖, (Rₖ − Rⱼ)/‖Rₖ − Rⱼ‖⟩,  ' +
    'ℓ(a, b) = |a − b|²/2 where |a − b| ≤ 1, otherwise |a − b| − 1/2',
  tex: String.raw`\sum_{i,j,k} \ell(S_{ijk}, S'_{ijk}), \quad S_{ijk} = \left\langle \frac{R_i - R_j}{\lVert R_i - R_j \rVert_2}, \frac{R_k - R_j}{\lVert R_k - R_j \rVert_2} \right\rangle, \quad \ell(a, b) = \begin{cases} \tfrac{1}{2} (a - b)^2 & \lvert a - b \rvert \le 1 \\ \lvert a - b \rvert - \tfrac{1}{2} & \text{otherwise} \end{cases}`,
  summary:
    'Compares the angles that instances form with each other, or their relative distances, as when one network is ' +
    "trained to keep another's relations. Widths may differ.",
  caveats: [
    'The survey prints one difference vector the wrong way round; both start at the middle instance.',
    'The survey sums, the public code takes the mean: the details have both.',
    'Time grows with n² for each anchor. Above the number of anchors the value is an estimate: its standard error is told, and anchors of n or more make it exact.',
    'Instances equal to the anchor have no direction: their cosines count as 0, as in the public code.',
    'With relation: distance 4 n² bytes are held for each input.',
  ],
  reference: {
    text: 'Park, Kim, Lu, Cho: Relational Knowledge Distillation, CVPR 2019.',
    url: 'https://arxiv.org/abs/1904.05068',
  },
  uninformative: (n) => (n === 2 ? 'is 0 for any two rows that differ: more rows are needed' : null),
  preparations: (parameters) => [
    magnitude,
    centred,
    shifted,
    isAngle(parameters) ? anchorsOf(parameters) : distances,
  ],
  cost: (n, d, e, parameters) => {
    if (!isAngle(parameters)) return { operations: 40 * n * n, bytes: 0 };
    const count = Math.min(n, numberOf(parameters, 'anchors'));
    return { operations: n * n * (d + e + 9 * count), bytes: 16 * blockRows * n };
  },
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    return isAngle(parameters) ? angle(x, y, parameters) : distance(x, y, parameters);
  },
};

function angle(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const [most, seed] = [numberOf(parameters, 'anchors'), numberOf(parameters, 'seed')];
  const losses = angleLosses(x, y, most, seed);
  const { n } = x;
  const count = losses.length;
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / count / n ** 2;
  const outcome = reduced(mean, n ** 3, parameters);
  if (count === n) return { ...outcome, seed };
  const variance = losses.reduce((sum, loss) => sum + (loss / n ** 2 - mean) ** 2, 0) / (count - 1);
  // Drawn without replacement: the error vanishes as the anchors become all rows.
  const error = Math.sqrt((variance / count) * (1 - count / n));
  return {
    ...outcome,
    seed,
    standardError: isMean(parameters) ? error : error * n ** 3,
    notes: [`An estimate from the angles at ${count} of ${n} instances (seed ${seed}).`],
  };
}

function distance(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const [a, b] = [x.get(distances).values, y.get(distances).values];
  const poll = (): void => x.engine.poll();
  const [p, q] = [1 / meanOfPositive(a, poll), 1 / meanOfPositive(b, poll)];
  const step = 2 ** 20;
  let sum = 0;
  for (let from = 0; from < a.length; from += step) {
    poll();
    for (let i = from; i < Math.min(a.length, from + step); i++) {
      const size = Math.abs((a[i] ?? 0) * p - (b[i] ?? 0) * q);
      const bent = size < 1 ? size : 1;
      sum += bent * (size - 0.5 * bent);
    }
  }
  return reduced((2 * sum) / x.n ** 2, x.n ** 2, parameters);
}

function meanOfPositive(values: Float64Array, poll: () => void): number {
  poll();
  let [sum, count] = [0, 0];
  for (const value of values) {
    sum += value;
    if (value > 0) count++;
  }
  return sum / count;
}

function reduced(mean: number, terms: number, parameters: ParameterValues): Outcome {
  return ok(isMean(parameters) ? mean : mean * terms, {
    details: [
      { name: 'sum', value: mean * terms },
      { name: 'mean', value: mean },
    ],
  });
}

function anchorsOf(parameters: ParameterValues): ReturnType<typeof anchors> {
  return anchors(numberOf(parameters, 'anchors'), numberOf(parameters, 'seed'));
}

function isAngle(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'relation') === 'angle';
}

function isMean(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'reduction') === 'mean';
}
