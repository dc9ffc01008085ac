import type { ParameterValues } from '../../protocol';
import { rotationScaleShift } from '../invariances';
import { choiceOf, flagOf, none, type Measure, type Outcome } from '../measure';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { centredKernel } from '../preparations/centredKernel';
import { magnitude } from '../preparations/magnitude';
import { constantReason } from '../preparations/variation';
import { alignment } from './kernelAlignment';

const kernel = { kind: 'distance' } as const;

/**
 * Distance correlation of x [n x d] and y [n x e]. Szekely, Rizzo, Bakirov 2007; the bias-corrected form: Szekely,
 * Rizzo 2013. Its square is CKA with the kernel -||x - y|| (Sejdinovic et al. 2013), and so it is computed.
 */
export const dcor: Measure = {
  id: 'rsm.dcor',
  version: 1,
  title: 'Distance correlation',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'similarity',
  range: (parameters) => [isDebiased(parameters) ? -1 : 0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => rotationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'estimator',
      kind: 'choice',
      default: 'biased',
      choices: ['biased', 'debiased'],
      summary:
        'biased is the usual definition; debiased gives the bias-corrected square, which is about 0 for unrelated data ' +
        'of any width and may be negative.',
    },
    {
      name: 'squared',
      only: { parameter: 'estimator', value: 'biased' },
      kind: 'flag',
      default: false,
      summary: 'The square of the distance correlation instead of itself.',
    },
  ],
  deterministic: () => true,
  formula:
    'dCor = √(dCov²(A, B) / √(dCov²(A, A) · dCov²(B, B))),  dCov²(A, B) = Σᵢⱼ Aᵢⱼ Bᵢⱼ / n²,  A = H D H, B = H D′ H, ' +
    'D and D′ the Euclidean distances of all pairs of instances, H = I − 11ᵀ/n',
  tex: String.raw`\mathrm{dCor} = \sqrt{\frac{\mathrm{dCov}^2(A, B)}{\sqrt{\mathrm{dCov}^2(A, A)\, \mathrm{dCov}^2(B, B)}}}, \quad \mathrm{dCov}^2(A, B) = \frac{1}{n^2} \sum_{i,j} A_{ij} B_{ij}, \quad A = HDH, \; D_{ij} = \lVert R_i - R_j \rVert_2, \; H = I - \tfrac{1}{n}\mathbf{1}\mathbf{1}^\top`,
  summary:
    'Compares all distances between instances. In the limit of many rows it is 0 exactly for independent ' +
    'representations, so it also sees relations that are not linear. Widths may differ.',
  caveats: [
    'The survey says that it is not invariant to scaling; it is: a common factor of all distances cancels.',
    'The biased estimator is high for unrelated data when there are few rows for the columns: look at the chance level, or use the debiased one.',
    'The square is CKA with the kernel −‖x − y‖; linear CKA has −‖x − y‖² there and so hangs more on far instances.',
    'Holds 4 n² bytes for each input: 3.2 GB for two inputs of 20,000 rows.',
  ],
  reference: {
    text: 'Székely, Rizzo, Bakirov: Measuring and testing dependence by correlation of distances, Annals of Statistics 35(6), 2007.',
    url: 'https://doi.org/10.1214/009053607000000505',
  },
  obstacle: (n, _d, _e, parameters) =>
    isDebiased(parameters) && n < 4 ? `needs at least 4 rows to be debiased: ${n} given` : null,
  uninformative: (n) => (n === 2 ? 'is 1 for any two rows that differ: more rows are needed' : null),
  rowsAdvised: (d, e, parameters) => (isDebiased(parameters) ? 0 : Math.max(d, e)),
  preparations: (parameters) => [
    magnitude,
    centred,
    shifted,
    centredKernel(kernel, isDebiased(parameters) ? 'U' : 'double'),
  ],
  cost: (n) => ({ operations: 16 * n * n, bytes: 0 }),
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    const square = alignment(x, y, kernel, isDebiased(parameters) ? 'debiased' : 'biased');
    const { value, chance = 0 } = square;
    if (value === null) return square;
    if (isDebiased(parameters)) {
      return { ...square, details: [{ name: 'root with its sign', value: root(value) }] };
    }
    if (flagOf(parameters, 'squared')) {
      return { ...square, details: [{ name: 'distance correlation', value: root(value) }] };
    }
    return rooted(square, value, chance);
  },
};

/** The root of a mean is a little above the mean of roots; it varies so little over pairings that both are one. */
function rooted(square: Outcome, value: number, chance: number): Outcome {
  const details = [{ name: 'squared', value: Math.max(0, value) }];
  return { ...square, value: root(Math.max(0, value)), chance: Math.sqrt(chance), details };
}

function root(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.abs(value));
}

function isDebiased(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'estimator') === 'debiased';
}
