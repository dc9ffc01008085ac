import { largestSeed } from '../../linalg/random';
import type { Engine } from '../../linalg/engine';
import type { ParameterValues } from '../../protocol';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome } from '../measure';
import { centred } from '../preparations/centred';
import { magnitude } from '../preparations/magnitude';
import { shifted } from '../preparations/shifted';
import { unitRows } from '../preparations/unitRows';
import { constantReason } from '../preparations/variation';
import type { Prepared } from '../prepared';
import { radii } from '../topology/radialOrder';
import { encode, split, trainRows } from './contrastiveTraining';

const trained = (parameters: ParameterValues): boolean => choiceOf(parameters, 'encoder') === 'trained';
const only = { parameter: 'encoder', value: 'trained' } as const;

/** Fewest rows to train on, and to evaluate on. */
const fewest = { train: 4, held: 2 };

/**
 * ContraSim of x [n x d] and y [n x e]: the mean cosine of matched rows after encoders trained to tell matched rows from
 * others, on rows held out from training. Rahamim and Belinkov, NAACL 2024.
 */
export const contrasim: Measure = {
  id: 'align.contrasim',
  version: 2,
  title: 'ContraSim',
  family: 'alignment',
  compares: 'representations',
  direction: 'similarity',
  range: () => [-1, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => ({
    permutation: false,
    orthogonal: false,
    isotropicScaling: true,
    invertibleLinear: false,
    // Inputs are standardised by the rows that train.
    translation: trained(parameters),
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'encoder',
      kind: 'choice',
      default: 'trained',
      choices: ['trained', 'none'],
      summary:
        'trained fits encoders on a part of the rows; none takes both inputs as outputs of encoders you trained elsewhere.',
    },
    {
      name: 'sharing',
      kind: 'choice',
      default: 'one',
      choices: ['one', 'two'],
      only,
      summary: 'one encoder for both inputs where they are equally wide, as published; or two in any case.',
    },
    {
      name: 'seed',
      kind: 'number',
      default: 1,
      min: 0,
      max: largestSeed,
      integer: true,
      only,
      summary: 'Fixes the rows held out, the first weights and the order of training.',
    },
    {
      name: 'epochs',
      kind: 'number',
      default: 30,
      min: 1,
      max: 1000,
      integer: true,
      only,
      summary: 'How often training goes through its rows.',
    },
    {
      name: 'width',
      kind: 'number',
      default: 64,
      min: 4,
      max: 1024,
      integer: true,
      only,
      summary: 'Hidden units of an encoder, which has half as many outputs.',
    },
    {
      name: 'temperature',
      kind: 'number',
      default: 0.07,
      min: 0.01,
      max: 10,
      only,
      summary:
        'By how much cosines are divided in the loss: the smaller, the more the closest wrong rows count.',
    },
    {
      name: 'train',
      kind: 'number',
      default: 0.7,
      min: 0.1,
      max: 0.9,
      only,
      summary: 'The share of the rows to train on; the value comes from the others.',
    },
  ],
  deterministic: (parameters) => !trained(parameters),
  formula:
    'm = (1/|H|) Σ_{i ∈ H} cos(enc(Rᵢ), enc′(R′ᵢ)),  H the rows held out, enc and enc′ trained contrastively on the others',
  tex: String.raw`\frac{1}{|H|} \sum_{i \in H} \cos\!\left(\operatorname{enc}(X_i), \operatorname{enc}'(Y_i)\right)`,
  summary:
    'Learns a space in which matched instances of both inputs are close and others are apart, and asks whether that ' +
    'holds for instances it has not seen. It sees whatever a small network can find that both share, in any form.',
  caveats: [
    'The value hangs on the training: seed, epochs, width, rows. Compare values of one setting only, and with the cosine of unmatched rows in the details.',
    'A trained encoder has no exact invariance to permutations, rotations or other maps of the neurons: it makes up for them approximately, by training. Scale and offset are taken out before, so that they change nothing but rounding, which training can magnify.',
    'Outputs of the encoders are centred by the rows that train: without that, inputs with nothing in common end as one vector and score near 1. Unrelated inputs score about 0.',
    'A perceptron with one hidden layer, symmetric InfoNCE and Adam; the authors use a deeper one, trained on many models at once. Only matched rows of this pair train here.',
    'With encoder: none nothing is trained or held out: make sure that rows the encoders were trained on are not among those compared.',
    'Unequal widths take two encoders; with encoder: none there is no value for them.',
    'Rows drawn from the same sequence or image on both sides of the split let it look better than it is.',
  ],
  reference: {
    text: 'Rahamim, Belinkov: ContraSim: Analyzing Neural Representations Based on Contrastive Learning, NAACL 2024.',
    url: 'https://arxiv.org/abs/2303.16992',
  },
  obstacle: (n, d, e, parameters) => {
    if (!trained(parameters)) {
      return d === e ? null : `needs outputs of encoders, equally wide on both sides: ${d} and ${e} columns`;
    }
    const train = trainRows(n, numberOf(parameters, 'train'));
    if (train >= fewest.train && n - train >= fewest.held) return null;
    const needed = rowsNeeded(numberOf(parameters, 'train'));
    return (
      `needs at least ${needed} rows, ${fewest.train} to train on and ${fewest.held} held out: ${n} given make ` +
      `${train} and ${n - train}`
    );
  },
  rowsAdvised: (d, e, parameters) => (trained(parameters) ? Math.max(500, d, e) : 0),
  preparations: (parameters) =>
    trained(parameters) ? [magnitude, centred, shifted, radii] : [magnitude, unitRows],
  cost(n, d, e, parameters) {
    if (!trained(parameters)) return { operations: 20 * n * d, bytes: 16 * n };
    const width = numberOf(parameters, 'width');
    const weights = (d + e) * width + width * width;
    const steps = Math.ceil(n / 128);
    // Forth and back through both encoders, by products of small batches; steps of Adam over all weights.
    const epoch = 10 * n * weights + 200 * steps * weights + n * 128 * (2 * width + 300);
    return { operations: numberOf(parameters, 'epochs') * epoch, bytes: 8 * (2 * n * (d + e) + 8 * weights) };
  },
  compare(x, y, parameters) {
    if (!trained(parameters)) {
      const [p, q] = [x.get(unitRows), y.get(unitRows)];
      return cosines(p.matrix, q.matrix, x.engine);
    }
    const reason = constantReason(x, y);
    if (reason !== null) return none('degenerate', reason);
    return train(x, y, parameters);
  },
};

/** The fewest rows of which enough train and enough are held out. */
function rowsNeeded(share: number): number {
  let n = fewest.train + fewest.held;
  while (trainRows(n, share) < fewest.train || n - trainRows(n, share) < fewest.held) n++;
  return n;
}

function train(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const number = (name: string): number => numberOf(parameters, name);
  const seed = number('seed');
  const rows = split(x, y, number('train'), seed);
  const encoded = encode(x, y, rows, {
    seed,
    epochs: number('epochs'),
    width: number('width'),
    temperature: number('temperature'),
    shared: x.d === y.d && choiceOf(parameters, 'sharing') === 'one',
  });
  if (encoded === null) {
    return none(
      'degenerate',
      'The rows drawn for training are all the same in one of the inputs: try another seed.',
    );
  }
  const outcome = cosines(encoded.x, encoded.y, x.engine);
  const spread = standardError(outcome.perInstance ?? []);
  return {
    ...outcome,
    seed,
    ...(spread === null ? {} : { standardError: spread }),
    notes: [
      `A held-out estimate: the encoders were trained on ${rows.train.length} rows, the value is of the ${rows.held.length} others.`,
      ...outcome.notes,
    ],
    details: [
      ...(outcome.details ?? []),
      { name: 'rows trained on', value: rows.train.length },
      { name: 'rows held out', value: rows.held.length },
      { name: 'loss of the last epoch of training', value: encoded.loss },
    ],
  };
}

/** Of the mean of some values. */
function standardError(values: readonly number[]): number | null {
  const count = values.length;
  if (count < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (count - 1) / count);
}

/** The mean cosine of matched rows of length 1, pairs with a zero row left out. */
function cosines(
  x: { readonly rows: number; readonly cols: number; readonly data: Float64Array },
  y: { readonly data: Float64Array },
  engine: Engine,
): Outcome {
  const { rows, cols } = x;
  const perInstance: number[] = [];
  const sums = [new Float64Array(cols), new Float64Array(cols)] as const;
  let [counted, sum] = [0, 0];
  for (let i = 0; i < rows; i++) {
    if (i % 8 === 0) engine.poll();
    let [cosine, left, right] = [0, 0, 0];
    for (let j = 0, at = i * cols; j < cols; j++, at++) {
      const [a, b] = [x.data[at] ?? 0, y.data[at] ?? 0];
      cosine += a * b;
      left += a * a;
      right += b * b;
      sums[0][j] = (sums[0][j] ?? 0) + a;
      sums[1][j] = (sums[1][j] ?? 0) + b;
    }
    perInstance.push(cosine);
    if (left === 0 || right === 0) continue;
    counted++;
    sum += cosine;
  }
  if (counted === 0)
    return none('undefined', 'Every row is zero in one of the inputs: no pair of rows has an angle.');
  const value = sum / counted;
  const all = sums[0].reduce((total, a, j) => total + a * (sums[1][j] ?? 0), 0);
  const left = rows - counted;
  return ok(value, {
    perInstance,
    details:
      rows > 1 ? [{ name: 'mean cosine of unmatched rows', value: (all - sum) / rows / (rows - 1) }] : [],
    notes:
      left > 0
        ? [`Rows that are zero in one of the inputs have no direction and are left out: ${left}.`]
        : [],
  });
}
