import type { ParameterValues } from '../../protocol';
import { choiceOf, none, ok, type Measure, type Outcome } from '../measure';
import { angularSpread, blurredNotes, oneDirection } from '../preparations/angularSpread';
import { dissimilarities, inners, rowsFor, type Inner } from '../preparations/dissimilarities';
import { allEqual } from '../preparations/equalRows';
import { leftSpectrum } from '../preparations/leftSpectrum';
import { magnitude } from '../preparations/magnitude';
import { centredProduct, outers, outerVector, type Outer } from '../preparations/outerVector';
import type { Prepared } from '../prepared';
import { kendallTauB } from './kendall';

/**
 * Representational similarity analysis of x [n x d] and y [n x e]: the dissimilarities of all pairs of instances,
 * compared between the inputs. Kriegeskorte, Mur, Bandettini 2008.
 */
export const rsa: Measure = {
  id: 'rsm.rsa',
  version: 4,
  title: 'RSA',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'similarity',
  range: (parameters) => [choiceOf(parameters, 'outer') === 'cosine' ? 0 : -1, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => {
    const { inner } = choices(parameters);
    return {
      permutation: true,
      orthogonal: inner !== 'pearson',
      isotropicScaling: true,
      invertibleLinear: inner === 'mahalanobis',
      translation: inner !== 'pearson' && inner !== 'cosine',
      affine: inner === 'mahalanobis',
    };
  },
  needs: { rows: 3, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'inner',
      kind: 'choice',
      default: 'pearson',
      choices: inners,
      summary:
        'How two instances are compared: 1 − correlation over features, 1 − cosine, Euclidean distance (squared), or ' +
        'Mahalanobis distance: Euclidean once the features are uncorrelated and of equal variance.',
    },
    {
      name: 'outer',
      kind: 'choice',
      default: 'spearman',
      choices: outers,
      summary:
        'How the two lists of dissimilarities are compared; spearman and kendall use their order only.',
    },
  ],
  deterministic: () => true,
  formula: 'RSA = s_out(v(S), v(S′)),  v(S) = the dissimilarities s_in(R_i, R_j) of all pairs i > j',
  tex: String.raw`s_{\mathrm{out}}(v(S), v(S')), \quad v(S) = \left( s_{\mathrm{in}}(R_i, R_j) \right)_{i > j}`,
  summary:
    'Compares which pairs of instances are close and which are far, without matching neurons. With ranks it sees the ' +
    'order of the dissimilarities only. Time and memory grow with the square of the number of rows.',
  caveats: [
    'The survey says that the default (Pearson) ignores rotations and shifts of the features; neither holds: use euclidean for that.',
    'Both lists hold dissimilarities; only outer: cosine would come out differently with similarities.',
    'With inner: mahalanobis directions of small variance count as much as others, noise too; with as many columns as rows all distances are equal. Its distances are rounded to a millionth of a millionth of the largest possible, so that equal ones tie.',
    'The Euclidean distance of the two lists, which some code has as its outer comparison, is among the details; it is 0 for identical inputs and has no upper end.',
    'Pairs of instances are not independent of each other: a p-value must come from permuting rows, not pairs.',
    'Holds 4 n² bytes for each input, as much again for its ranks, and 9 n² more while it ranks: 8 GB for two inputs of 20,000 rows.',
  ],
  reference: {
    text: 'Kriegeskorte, Mur, Bandettini: Representational similarity analysis, Frontiers in Systems Neuroscience 2:4, 2008.',
    url: 'https://doi.org/10.3389/neuro.06.004.2008',
  },
  obstacle: (_n, d, e, parameters) =>
    choices(parameters).inner === 'pearson' && Math.min(d, e) < 2
      ? `with inner: pearson needs at least 2 columns: ${Math.min(d, e)} given`
      : null,
  preparations: (parameters) => {
    const { inner, outer } = choices(parameters);
    const angles = inner === 'pearson' || inner === 'cosine' ? [angularSpread(inner === 'pearson')] : [];
    return [magnitude, rowsFor(inner), ...angles, dissimilarities(inner), outerVector(inner, outer)];
  },
  cost: (n, _d, _e, parameters) => {
    const pairs = (n * n) / 2;
    if (choices(parameters).outer !== 'kendall') return { operations: 60 * pairs, bytes: 0 };
    return { operations: 500 * pairs * Math.log2(pairs + 1), bytes: 80 * pairs };
  },
  compare(x, y, parameters) {
    const { inner, outer } = choices(parameters);
    const preparation = outerVector(inner, outer);
    const a = x.get(preparation);
    const b = y.get(preparation);
    if (a === null || (inner === 'mahalanobis' && isFull(x))) return nothing('first', x, inner);
    if (b === null || (inner === 'mahalanobis' && isFull(y))) return nothing('second', y, inner);
    const poll = (): void => x.engine.poll();
    const value =
      outer === 'kendall'
        ? kendallTauB(a.values, b.values, poll)
        : centredProduct(a, b, poll) / a.length / b.length;
    if (value === null) return nothing('first', x, inner);
    const apart = distanceOfLists(x, y, inner);
    return ok(value, {
      notes: inner === 'cosine' ? blurredNotes(x, y, ', or use inner: pearson or euclidean') : [],
      // Permuting the rows of one input makes positive and negative correlations of the lists equally likely.
      ...(outer === 'cosine' ? {} : { chance: 0 }),
      ...(Number.isFinite(apart)
        ? { details: [{ name: 'Euclidean distance of the lists', value: apart }] }
        : {}),
    });
  },
};

/** Whether whitened instances are all equally far from each other. */
function isFull(of: Prepared): boolean {
  return of.get(leftSpectrum(true)).s.length >= of.n - 1;
}

/** ||v(S) - v(S')||, distances in the units of the data. */
function distanceOfLists(x: Prepared, y: Prepared, inner: Inner): number {
  const [a, b] = [x, y].map((of) => of.get(dissimilarities(inner)).values);
  if (a === undefined || b === undefined) return NaN;
  const power = inner === 'euclidean' ? 1 : inner === 'sqeuclidean' ? 2 : 0;
  const [p, q] = [x.get(magnitude).scale ** power, y.get(magnitude).scale ** power];
  const block = 2 ** 20;
  let squares = 0;
  for (let from = 0; from < a.length; from += block) {
    x.engine.poll();
    squares = plusSquares(squares, a.subarray(from, from + block), p, b.subarray(from, from + block), q);
  }
  return Math.sqrt(squares);
}

/** A sum plus the squares of p a - q b, in two sums that do not wait for each other. */
function plusSquares(sum: number, a: Float64Array, p: number, b: Float64Array, q: number): number {
  let [even, odd] = [sum, 0];
  const pairs = a.length - (a.length % 2);
  for (let i = 0; i < pairs; i += 2) {
    const first = (a[i] ?? 0) * p - (b[i] ?? 0) * q;
    const second = (a[i + 1] ?? 0) * p - (b[i + 1] ?? 0) * q;
    even += first * first;
    odd += second * second;
  }
  const last = pairs < a.length ? (a.at(-1) ?? 0) * p - (b.at(-1) ?? 0) * q : 0;
  return even + odd + last * last;
}

function choices(parameters: ParameterValues): { inner: Inner; outer: Outer } {
  return { inner: choiceOf(parameters, 'inner') as Inner, outer: choiceOf(parameters, 'outer') as Outer };
}

function nothing(which: string, input: Prepared, inner: Inner): Outcome {
  const row = input.get(dissimilarities(inner)).undefinedRow;
  if (inner === 'mahalanobis') {
    return none(
      'degenerate',
      `Once its features are whitened, all instances of the ${which} input are equally far from one another: it takes more rows than columns.`,
    );
  }
  if (row < 0 && inner === 'cosine' && input.get(angularSpread(false)).none)
    return none('degenerate', oneDirection(which, input));
  if (row < 0)
    return none('degenerate', `All pairs of instances of the ${which} input are equally dissimilar.`);
  if (allEqual(input.representation.values)) {
    return none(
      'degenerate',
      `All instances of the ${which} input are the same: there is no variation to compare.`,
    );
  }
  const how = inner === 'pearson' ? 'the same in every column' : 'zero';
  return none(
    'undefined',
    `Row ${row} of the ${which} input is ${how}: its ${inner === 'pearson' ? 'correlation' : 'cosine'} is undefined; ` +
      'use inner: euclidean.',
  );
}
