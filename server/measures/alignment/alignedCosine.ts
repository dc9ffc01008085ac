import { thinSvd } from '../../linalg/thinSvd';
import { rotationScale } from '../invariances';
import { flagOf, none, ok, type Measure, type Outcome } from '../measure';
import { alignable, type Alignable } from '../preparations/alignable';
import { magnitude } from '../preparations/magnitude';
import { unitRowsOf } from '../preparations/unitRows';
import { forProducts } from '../preparations/turned';
import { centreParameter, loneRow } from './group';

/**
 * Aligned cosine similarity of x [n x d] and y [n x e]: the mean cosine of matched rows after the orthogonal map that
 * brings x closest to y, the narrower input padded with zero columns.
 * Hamilton, Leskovec, Jurafsky, EMNLP 2016.
 */
export const alignedCosine: Measure = {
  id: 'align.aligned_cosine',
  version: 1,
  title: 'Aligned cosine similarity',
  family: 'alignment',
  compares: 'representations',
  direction: 'similarity',
  range: () => [-1, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => ({ ...rotationScale, translation: flagOf(parameters, 'centre') }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [centreParameter],
  deterministic: () => true,
  formula: 'm = (1/n) Σᵢ cos((R Q*)ᵢ, R′ᵢ),  Q* = argmin_Q ‖R Q − R′‖_F,  QᵀQ = I',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \cos\!\left((XQ^*)_i, Y_i\right), \quad Q^* = \arg\min_{Q^\top Q = I} \lVert XQ - Y \rVert_F`,
  summary:
    'Rotates one cloud of instances onto the other as Procrustes does and asks of each instance how well its two ' +
    'directions agree. Instances count the same whatever their length; the values by instance tell which of them moved.',
  caveats: [
    'Read the distribution over instances, not the mean alone.',
    'The rotation is chosen for the squared distances, in which long rows count more; the mean then counts all alike.',
    'Zero rows have no direction: left out and counted.',
    'The survey asks for equal widths; the narrower input is padded with zero columns, so that what does not fit into it lowers the cosines.',
    'Where the two inputs leave directions of the rotation open, as for dependent columns, these add nothing to the cosines.',
    'ReSi’s table of properties denies it isotropic scaling; it holds.',
  ],
  reference: {
    text: 'Hamilton, Leskovec, Jurafsky: Cultural Shift or Linguistic Drift? Comparing Two Computational Measures of Semantic Change, EMNLP 2016.',
    url: 'https://arxiv.org/abs/1606.02821',
  },
  obstacle: (n, _d, _e, parameters) => loneRow(n, parameters),
  uninformative: (n, _d, _e, parameters) => {
    if (n === 1) return 'is 1 for any single row: more rows are needed';
    return n === 2 && flagOf(parameters, 'centre')
      ? 'is 1 for any two rows that differ: more rows are needed'
      : null;
  },
  rowsAdvised: (d, e) => Math.max(d, e),
  preparations: (parameters) =>
    flagOf(parameters, 'centre')
      ? [magnitude, ...forProducts(true), alignable(true)]
      : [magnitude, ...forProducts(false), alignable(false)],
  cost(n, d, e) {
    const [k, l] = [Math.min(n, d), Math.min(n, e)];
    const side = Math.min(k, l);
    return {
      operations: 2 * n * k * l + 8 * k * l * side + 10 * side ** 3 + 2 * n * (k + l) * (side + 60),
      bytes: 8 * (2 * k * l + 2 * side * (k + l) + n * (k + l + 2 * side)),
    };
  },
  compare(x, y, parameters) {
    const centre = flagOf(parameters, 'centre');
    const [left, right] = [x.get(alignable(centre)), y.get(alignable(centre))];
    const which = left.norm === 0 ? 'first' : right.norm === 0 ? 'second' : null;
    if (which !== null) {
      const how = centre ? 'once its column means are subtracted' : 'in every entry';
      return none('degenerate', `The ${which} input is zero ${how}: its rows have no direction.`);
    }
    const cross = x.engine.multiply(left.factor(), right.factor(), { transposeA: true });
    const { u, s, v, rank } = thinSvd(x.engine, cross);
    if (!((s[0] ?? 0) > x.n * Number.EPSILON * left.norm * right.norm)) {
      return none(
        'degenerate',
        'No column of one input varies with any of the other: all rotations are equal.',
      );
    }
    const poll = (): void => x.engine.poll();
    const [p, q] = [unitRowsOf(left.factor(), poll), unitRowsOf(right.factor(), poll)];
    const a = x.engine.multiply(p.matrix, u);
    const b = x.engine.multiply(q.matrix, v, { transposeB: true });
    return meanCosine(a.data, b.data, rank, zeroRows(left, right));
  },
};

/** 1 for the rows that are zero in either input. */
function zeroRows(...inputs: readonly Alignable[]): Uint8Array {
  const zero = new Uint8Array(inputs[0]?.factor().rows ?? 0);
  for (const input of inputs) {
    const factor = input.factor();
    for (let i = 0; i < factor.rows; i++) {
      const row = factor.data.subarray(i * factor.cols, (i + 1) * factor.cols);
      if (row.every((value) => value === 0)) zero[i] = 1;
    }
  }
  return zero;
}

/** The mean product of matched rows of a and b [n x r], the rows marked left out. */
function meanCosine(a: Float64Array, b: Float64Array, rank: number, left: Uint8Array): Outcome {
  const perInstance = Array.from(left, (zero, i) => {
    if (zero === 1) return 0;
    let sum = 0;
    for (let at = i * rank; at < (i + 1) * rank; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
    return Math.max(-1, Math.min(1, sum));
  });
  const zero = left.reduce((sum, one) => sum + one, 0);
  const counted = perInstance.filter((_, i) => left[i] === 0).sort((p, q) => p - q);
  if (counted.length === 0) {
    return none('undefined', 'Every row is zero in one of the inputs: no pair of rows has an angle.');
  }
  const value = counted.reduce((sum, cosine) => sum + cosine, 0) / counted.length;
  const half = (counted.length - 1) / 2;
  const details = [
    { name: 'lowest cosine', value: counted[0] ?? 0 },
    {
      name: 'median cosine',
      value: ((counted[Math.floor(half)] ?? 0) + (counted[Math.ceil(half)] ?? 0)) / 2,
    },
    { name: 'rank of the cross product', value: rank },
  ];
  const rows =
    zero === 1
      ? '1 row is zero in one of the inputs and has'
      : `${zero} rows are zero in one of the inputs and have`;
  const notes = zero > 0 ? [`${rows} no direction: left out of the mean, 0 in the values by instance.`] : [];
  return ok(value, { perInstance, details, notes });
}
