/** An array on its way into or out of a model, row by row. */
export interface NumericArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
  /** Of an output: the type the model computed it in, a name of `tensors/dtype.ts`. */
  readonly dtype?: string;
}

/** An input of a model. */
export interface Slot {
  readonly name: string;
  /** A name of `tensors/dtype.ts`, or the model's own word for another. */
  readonly dtype: string;
  /** null: a length that is free; by convention the first axis counts the instances. */
  readonly shape: readonly (number | null)[];
}

/** A value that a model computes on its way. */
export interface Step {
  readonly name: string;
  /** What computes it: "Conv", "Relu". */
  readonly operator: string;
  /** An output of the model. */
  readonly isOutput: boolean;
  /** Whether it is the end of a layer (non-linear) or before that (linear); absent: its operator's name says so. */
  readonly kind?: 'nonlinear' | 'linear' | 'other';
}

/** What is known of a model before it runs. */
export interface Anatomy {
  readonly inputs: readonly Slot[];
  /** In the order of computation. */
  readonly steps: readonly Step[];
}

/** A model that is ready to run. */
export interface Running {
  /** The values that were wanted, by name. Throws BadInput with what the runtime says. */
  run(inputs: ReadonlyMap<string, NumericArray>): Promise<ReadonlyMap<string, NumericArray>>;
  /**
   * The gradient by the inputs of the sum of an output's entries, each times its weight: an array like the (only) input.
   * Absent where the runtime knows no gradients.
   */
  readonly pullback?: (
    inputs: ReadonlyMap<string, NumericArray>,
    output: string,
    weights: NumericArray,
  ) => Promise<NumericArray>;
}

/** Cutting models in two at a value through which alone the output depends on the inputs. */
export interface Cutting {
  /** For each of these values why the model cannot be cut there, as a clause; null where it can. */
  check(path: string, names: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /**
   * The part of the model behind a value, which is fed as an input of that name beside those of the model: they may tell
   * how many instances there are. Throws BadInput.
   * @param like some of the values, with their shape for any number of instances
   */
  tail(path: string, anatomy: Anatomy, name: string, like: NumericArray): Promise<Running>;
}

/** A way to run models of one kind. Everything here happens in a process of its own. */
export interface Runtime {
  readonly id: string;
  readonly title: string;
  /** Of the library, where it is installed. */
  readonly version?: () => string | undefined;
  /** It computes in the thread that calls it, which can do nothing meanwhile: it gets one beside that which watches. */
  readonly blocks?: true;
  /** Whether a file with these first bytes and this name is one of its kind. */
  fits(head: Uint8Array, fileName: string): boolean;
  /** Reads the structure alone. Throws BadInput. */
  anatomy(path: string): Promise<Anatomy>;
  /** Bytes that its weights take in memory at least, from headers alone. Throws BadInput. */
  weightBytes(path: string): Promise<number>;
  /** Loads the model. Throws BadInput where it cannot be run. */
  start(path: string, anatomy: Anatomy, wanted: readonly string[]): Promise<Running>;
  /** Absent where models of the kind cannot be cut. */
  readonly cutting?: Cutting;
}
