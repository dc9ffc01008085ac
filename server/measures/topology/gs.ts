import { largestSeed } from '../../linalg/random';
import type { ParameterValues } from '../../protocol';
import { rotationScaleShift } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { dissimilarities } from '../preparations/dissimilarities';
import { magnitude } from '../preparations/magnitude';
import { constantReason } from '../preparations/variation';
import type { Preparation } from '../prepared';
import { holes, livingTimes, takesAll, type Landmarks } from './livingTimes';
import { radialOrder, radii } from './radialOrder';

/**
 * Geometry score of x [n x d] and y [n x e]: the squared distance between how long how many holes live in each.
 * Khrulkov, Oseledets: Geometry Score, ICML 2018.
 */
export const geometryScore: Measure = {
  id: 'topo.gs',
  version: 2,
  title: 'Geometry score',
  family: 'topology',
  compares: 'representations',
  direction: 'distance',
  range: () => [0, 2],
  identity: () => 0,
  symmetric: true,
  metric: () => false,
  invariances: () => rotationScaleShift,
  needs: { rows: 4, equalWidths: false, matchedRows: false, labels: false },
  parameters: [
    {
      name: 'gamma',
      kind: 'choice',
      default: 'paper',
      choices: ['paper', 'code', 'fixed'],
      summary:
        "Largest relaxation over the largest distance: (1/128)/(n/5000) in the paper, (1/128)·(n/5000) in the authors' code, or fixed.",
    },
    {
      name: 'fraction',
      only: { parameter: 'gamma', value: 'fixed' },
      kind: 'number',
      default: 1 / 128,
      min: 1e-6,
      max: 1,
      summary: 'The largest relaxation over the largest distance, whatever the number of rows.',
    },
    {
      name: 'draw',
      kind: 'choice',
      default: 'distinct',
      choices: ['distinct', 'replacement'],
      summary: "Landmarks are different rows, or, as in the authors' code, may be drawn more than once.",
    },
    {
      name: 'landmarks',
      kind: 'number',
      default: 64,
      min: 4,
      max: 128,
      integer: true,
      summary: 'Rows drawn as the vertices of the complex; all rows where there are not as many.',
    },
    {
      name: 'trials',
      kind: 'number',
      default: 1000,
      min: 1,
      max: 1e5,
      integer: true,
      summary: 'Draws of landmarks that the living times are averaged over.',
    },
    {
      name: 'seed',
      kind: 'number',
      default: 1,
      min: 0,
      max: largestSeed,
      integer: true,
      summary: 'Fixes the draws of landmarks.',
    },
  ],
  deterministic: () => false,
  formula:
    'GS = Σₖ (m(k) − m′(k))²,  m(k): mean over draws of landmarks of the share of relaxations α in [0, γ · largest distance] at which the witness complex has k holes, k < 100',
  tex: String.raw`\sum_{k=0}^{99} \left( m(k) - m'(k) \right)^2, \quad m(k) = \mathbb{E}_L \, \frac{\left| \{ \alpha \in [0, \alpha_{\max}] : \beta_1(W_\alpha(L)) = k \} \right|}{\alpha_{\max}}`,
  summary:
    'Compares how many holes two clouds of instances have at which scales, seen from a few dozen random landmarks at a ' +
    'time. Which instance is which does not matter; a value of 0 says that the holes are alike, not the instances.',
  caveats: [
    'The survey and the paper average over 10000 draws, the code by default over 1000, as here: each takes 10 to 50 ms for both inputs together.',
    'The paper and the code of its authors disagree on how the largest relaxation goes with the number of rows; the two agree at 5000.',
    'The range is 0 to 2, not 0 to the number of holes as the survey has it: both sides are shares that add up to at most 1.',
    'Noise of the draws raises small values by the amount told as lift: trust no difference below it.',
    'Both inputs draw landmarks by the same places from the inside to the outside, so that equal shapes score 0; public code draws for each on its own.',
    'Rows exactly as far from the mean row as others, such as duplicates, are drawn in the order of the file: there the order of the rows can matter.',
    'Living times hang on differences of distances much smaller than the distances: where the largest relaxation is small, rounding the values to float32 shows in the fourth or fifth digit.',
    'It holds the distances of all pairs of rows, 4 n² bytes: 400 MB for 10000 rows.',
  ],
  reference: {
    text: 'Khrulkov, Oseledets: Geometry Score: A Method for Comparing Generative Adversarial Networks, ICML 2018.',
    url: 'https://arxiv.org/abs/1802.02664',
  },
  preparations: (parameters) => [
    magnitude,
    centred,
    shifted,
    dissimilarities('euclidean'),
    radii,
    radialOrder,
    timesOf(parameters),
  ],
  cost: (_n, _d, _e, parameters) => ({
    operations: 40 * holes * numberOf(parameters, 'trials'),
    bytes: 8 * numberOf(parameters, 'trials'),
  }),
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    const [p, q] = [x.get(timesOf(parameters)), y.get(timesOf(parameters))];
    const trials = p.length / holes;
    const differences = new Float64Array(holes);
    p.forEach((time, at) => {
      const k = at % holes;
      differences[k] = (differences[k] ?? 0) + (time - (q[at] ?? 0)) / trials;
    });
    const value = differences.reduce((sum, difference) => sum + difference * difference, 0);
    if (takesAll(x.n, landmarksOf(x.n, parameters))) {
      return ok(value, { notes: [`All ${x.n} rows are landmarks: there is nothing to draw.`] });
    }
    const { slope, spread } = scatter(p, q, differences, trials);
    const enough = trials > 1 ? { standardError: Math.sqrt(slope / trials) } : {};
    return ok(value, {
      ...enough,
      seed: numberOf(parameters, 'seed'),
      notes: [`An estimate from ${trials} draws of landmarks.`],
      details: trials > 1 ? [{ name: 'lift by the draws', value: spread / trials }] : [],
    });
  },
};

function landmarksOf(n: number, parameters: ParameterValues): Landmarks {
  const rule = choiceOf(parameters, 'gamma');
  const size = n / 5000;
  const gamma =
    rule === 'paper' ? 1 / 128 / size : rule === 'code' ? size / 128 : numberOf(parameters, 'fraction');
  return {
    count: numberOf(parameters, 'landmarks'),
    twice: choiceOf(parameters, 'draw') === 'replacement',
    gamma,
    trials: numberOf(parameters, 'trials'),
    seed: numberOf(parameters, 'seed'),
  };
}

/** What is made depends on the number of rows only through gamma, which is taken when it is made. */
function timesOf(parameters: ParameterValues): Preparation<Float64Array> {
  const of = (n: number): Preparation<Float64Array> => livingTimes(landmarksOf(n, parameters));
  const { count, twice, trials, seed } = landmarksOf(5000, parameters);
  const rule = choiceOf(parameters, 'gamma');
  const share = rule === 'fixed' ? numberOf(parameters, 'fraction') : rule;
  return {
    id: `living times ${count} ${twice ? 'twice' : 'once'} ${share} ${trials} ${seed}`,
    cost: (n, d) => of(n).cost(n, d),
    make: (input) => of(input.n).make(input),
  };
}

/**
 * Over the trials: the variance of the score's change along each trial's differences, to first order, and the variance
 * of the differences, summed over k, which divided by the trials is what the draws alone add to the score.
 */
function scatter(
  p: Float64Array,
  q: Float64Array,
  mean: Float64Array,
  trials: number,
): { slope: number; spread: number } {
  let [slope, spread] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    let along = 0;
    for (let k = 0; k < holes; k++) {
      const at = trial * holes + k;
      const apart = (p[at] ?? 0) - (q[at] ?? 0) - (mean[k] ?? 0);
      along += 2 * (mean[k] ?? 0) * apart;
      spread += apart * apart;
    }
    slope += along * along;
  }
  return { slope: slope / (trials - 1), spread: spread / (trials - 1) };
}
