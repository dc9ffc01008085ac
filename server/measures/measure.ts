import type { ParameterValue, ParameterValues, Score } from '../protocol';
import type { Preparation, Prepared } from './prepared';

/** What two things a measure compares. */
export type Subject =
  'representations' | 'outputs' | 'weights' | 'gradients' | 'answers to attacks' | 'stitched outputs';

export type Family =
  | 'cca'
  | 'alignment'
  | 'similarityMatrix'
  | 'neighbours'
  | 'topology'
  | 'statistics'
  | 'performance'
  | 'hardPrediction'
  | 'softPrediction'
  | 'gradient'
  | 'adversarial'
  | 'stitching'
  | 'weights';

/** Maps that may be applied to each of the two inputs on its own without changing the score. */
export interface Invariances {
  readonly permutation: boolean;
  readonly orthogonal: boolean;
  readonly isotropicScaling: boolean;
  readonly invertibleLinear: boolean;
  readonly translation: boolean;
  readonly affine: boolean;
}

export type Parameter = {
  readonly name: string;
  readonly summary: string;
  /** Has an effect only while another parameter, a choice, has this value. */
  readonly only?: { readonly parameter: string; readonly value: string };
} & (
  | {
      readonly kind: 'number';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly integer?: true;
    }
  | { readonly kind: 'choice'; readonly default: string; readonly choices: readonly string[] }
  | { readonly kind: 'flag'; readonly default: boolean }
);

export interface Reference {
  readonly text: string;
  readonly url?: string;
}

/**
 * Estimated work and bytes held at once. Operations are floating-point operations at the speed of the engine's double
 * precision product: work that runs slower counts as the product that would take as long.
 */
export interface Cost {
  readonly operations: number;
  readonly bytes: number;
}

/** What a comparison says; `score` adds the measure's id and the parameters used. */
export type Outcome = Omit<Score, 'measure' | 'parameters' | 'n'>;

/**
 * One similarity measure: definition and metadata. Completion, hovers, pickers, documentation, cost estimates and the
 * property tests are made from the metadata, so it must be true.
 * Functions of the parameters get complete, checked parameters (defaults filled in).
 */
export interface Measure {
  /** Family prefix and name: `rsm.cka`. */
  readonly id: string;
  /** Raised whenever a score could change: old cache entries become misses. */
  readonly version: number;
  readonly title: string;
  readonly family: Family;
  readonly compares: Subject;
  readonly direction: 'similarity' | 'distance';
  /** Smallest and largest possible value; infinities allowed. */
  range(parameters: ParameterValues): readonly [number, number];
  /**
   * The value for two identical inputs of d independent columns and more rows; null where it is infinite, NaN where it
   * hangs on the data. Of answers to attacks: for a model and itself, so that the attacks against both are the same.
   */
  identity(parameters: ParameterValues, d: number): number | null;
  /** Swapping the inputs changes nothing; a function where that hangs on the parameters. Read by `isSymmetric`. */
  readonly symmetric: boolean | ((parameters: ParameterValues) => boolean);
  /** Obeys the triangle inequality (and is 0 at identity). */
  metric(parameters: ParameterValues): boolean;
  invariances(parameters: ParameterValues): Invariances;
  readonly needs: {
    /** Fewest rows it is defined for. */
    readonly rows: number;
    /** Both inputs must have as many columns. */
    readonly equalWidths: boolean;
    /** Row i is the same instance in both inputs; otherwise the order of the rows of either does not matter. */
    readonly matchedRows: boolean;
    /** `representation.labels` of the first input. */
    readonly labels: boolean;
  };
  readonly parameters: readonly Parameter[];
  /** The value hangs on the order in which the rows come, the same in both inputs; absent: it never does. */
  followsOrder?(parameters: ParameterValues): boolean;
  /** No random draws; where there may be some, it takes a parameter `seed` that fixes them, bit for bit. */
  deterministic(parameters: ParameterValues): boolean;
  /** The definition in plain text, Unicode allowed. */
  readonly formula: string;
  /** The same definition in LaTeX, for a display of its own: no delimiters, no macros beyond amsmath. */
  readonly tex: string;
  /** One paragraph: what it sees, what it does not see. */
  readonly summary: string;
  /** Errata of the survey or of public code, limits, advice: sentences for the hover. */
  readonly caveats: readonly string[];
  readonly reference: Reference;
  /** Why the definition gives no value for n rows against d and e columns, as a clause; null when it gives one. */
  obstacle?(n: number, d: number, e: number, parameters: ParameterValues): string | null;
  /** Why its value says nothing about n x d against n x e data, whatever they hold, as a clause; null when it does. */
  uninformative?(n: number, d: number, e: number, parameters: ParameterValues): string | null;
  /** Fewer rows than this inflate the score for d against e columns. Absent: the row count does not bias it much. */
  rowsAdvised?(d: number, e: number, parameters: ParameterValues): number;
  /**
   * Present where the value depends on the inputs only by n and the second moments, centred or not, of their columns
   * together, so that it can be computed from blocks of rows of any number. `norms`: sums over them, which accumulated
   * moments give; `bases`: the subspaces they span, which take a factorisation where the moments are ill-conditioned.
   */
  secondMoments?(parameters: ParameterValues): 'norms' | 'bases' | null;
  /** What to compute once per representation; measures that share a preparation share its result. */
  preparations(parameters: ParameterValues): readonly Preparation<unknown>[];
  /** Cost of one pair once both are prepared, the preparations not counted; n rows, d and e columns. */
  cost(n: number, d: number, e: number, parameters: ParameterValues): Cost;
  /** Scores one pair with equal row counts. Never throws for any finite input: degenerate input gives a status. */
  compare(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome;
  /** Scores a set of at least `models` members as a whole, where that is more than the mean over pairs. */
  readonly group?: {
    /** What the score of a set is called, where the field calls it otherwise than that of a pair. */
    readonly title?: string;
    /** Fewest models of a set. */
    readonly models: number;
    /** Why it takes more than two, as a clause. */
    readonly because?: string;
    /** What the number says, as a sentence. */
    readonly summary: string;
    compare(inputs: readonly Prepared[], parameters: ParameterValues): Outcome;
  };
}

/** Whether a measure gives the same for both orders of its inputs. */
export function isSymmetric({ symmetric }: Measure, parameters: ParameterValues): boolean {
  return typeof symmetric === 'function' ? symmetric(parameters) : symmetric;
}

/** The value of a number parameter. Throws `TypeError` when the parameters are not complete. */
export function numberOf(parameters: ParameterValues, name: string): number {
  return valueOf(parameters, name, 0);
}

/** The value of a choice parameter. Throws `TypeError` when the parameters are not complete. */
export function choiceOf(parameters: ParameterValues, name: string): string {
  return valueOf(parameters, name, '');
}

/** The value of a yes/no parameter. Throws `TypeError` when the parameters are not complete. */
export function flagOf(parameters: ParameterValues, name: string): boolean {
  return valueOf(parameters, name, false);
}

function valueOf<T extends ParameterValue>(parameters: ParameterValues, name: string, like: T): T {
  const value = parameters[name];
  if (typeof value !== typeof like) throw new TypeError(`parameter ${name} is missing`);
  return value as T;
}

/** A defined score. */
export function ok(value: number, extra: Partial<Outcome> = {}): Outcome {
  return { value, status: 'ok', notes: [], ...extra };
}

/** No score, and why. `degenerate`: the data leaves nothing to compare; `undefined`: the definition does not apply. */
export function none(status: 'degenerate' | 'undefined', reason: string): Outcome {
  return { value: null, status, reason, notes: [] };
}
