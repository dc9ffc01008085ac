/** An input of a model. */
export interface ModelInput {
  readonly name: string;
  readonly dtype: string;
  /** null: a length that is free; by convention the first axis counts the instances. */
  readonly shape: readonly (number | null)[];
}

/** What is known of a model that can be run: what it takes, and the values it computes, in that order. */
export interface ModelAnatomy {
  readonly inputs: readonly ModelInput[];
  readonly steps: readonly { readonly name: string; readonly operator: string; readonly isOutput: boolean }[];
}

/** Where the values of an input come from. */
export interface ProbeChoice {
  /** Absent: found by name, or the only one. */
  readonly input?: string;
  readonly path: string;
  /** Absent: the tensor called like the input, or the only one. */
  readonly tensor?: string;
}

/** A model and the instances to run it on. */
export interface RunChoice {
  readonly model: string;
  readonly probes: readonly ProbeChoice[];
  /** Inputs that are one number for all instances. */
  readonly constants: readonly { readonly input: string; readonly value: number }[];
  /** Names of values, `*` for anything; absent: what layers end with. The outputs are taken always. */
  readonly taps?: readonly string[];
}

/** What the activations of a run are. */
export interface RunResult {
  readonly rows: number;
  /** What was written, with shapes. */
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly operator: string;
  }[];
  /** Sentences: what was left out, and why. */
  readonly notes: readonly string[];
}

/** A run whose activations are kept: the file goes when the cache is cleared, and comes again with the same request. */
export interface KeptRun extends RunResult {
  /** A safetensors file: a tensor for each value, one row an instance. */
  readonly path: string;
  /** It had been run before. */
  readonly cached: boolean;
}

/** What a file of activations in the cache came of. */
export interface RunOrigin {
  readonly model: string;
  /** Files. */
  readonly instances: readonly string[];
}

/** Of the two files of a comparison; absent: it is a file of the person's own. */
export interface RunOrigins {
  readonly x?: RunOrigin;
  readonly y?: RunOrigin;
}

/** The key of the metadata under which a file of weights says what is computed with them, so that it can be run. */
export const networkKey = 'nnsim.network';

/** Under which names files of activations tell where they come from, in their metadata. */
export const runKeys = {
  model: 'nnsim.model',
  /** JSON: a list of `{ input, path, tensor }`. */
  probes: 'nnsim.probes',
  /** JSON: the names of the tensors that are outputs of the model. */
  outputs: 'nnsim.outputs',
  /** The file whose labels go along. */
  labels: 'nnsim.labels',
  runtime: 'nnsim.runtime',
  version: 'nnsim.version',
} as const;

/**
 * The shape of one instance of a tensor as an input takes it: its own, or that of as many values. Undefined where it does
 * not fit.
 */
export function instanceShape(
  input: readonly (number | null)[],
  tensor: readonly number[],
): readonly number[] | undefined {
  const [wanted, own] = [input.slice(1), tensor.slice(1)];
  // An input without axes takes one number, not one for each instance.
  if (input.length === 0 || tensor.length === 0) return undefined;
  if (own.length === wanted.length && own.every((length, i) => (wanted[i] ?? length) === length)) return own;
  const fixed = wanted.filter((length) => length !== null);
  const size = (lengths: readonly number[]): number =>
    lengths.reduce((product, length) => product * length, 1);
  return fixed.length === wanted.length && size(fixed) === size(own) ? fixed : undefined;
}
