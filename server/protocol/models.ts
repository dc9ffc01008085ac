export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly unreadable?: string;
  /** Its elements are texts, which can name rows. */
  readonly text?: true;
  /** What is to be known of every number that comes of the values: the end of a sentence about the tensor. */
  readonly caution?: string;
}

/** What the header of a file says. The tensors are fetched in pages: there may be 50,000 of them. */
export interface ModelSummary {
  readonly path: string;
  /** Another one whenever the content may be another: requests that name it are refused then. */
  readonly stamp: string;
  /** The format's id, and what people call a file of it. */
  readonly format: string;
  readonly formatTitle: string;
  readonly bytes: number;
  readonly tensorCount: number;
  /** Elements of all tensors together. */
  readonly elementCount: number;
  /** What the elements are, as far as the names tell: a checkpoint's parameters, or values of any kind. */
  readonly holds: 'parameters' | 'values';
  readonly metadata: readonly (readonly [string, string])[];
  readonly warnings: readonly string[];
  /** Element types and how many tensors have each, most frequent first. */
  readonly dtypes: readonly (readonly [string, number])[];
  /** The column that names the rows, and how many it names. */
  readonly ids?: { readonly column: string; readonly count: number };
}

export interface Histogram {
  /** Edges of equal-width bins over the finite values; counts has one entry less. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface TensorStatistics {
  /** Position of the tensor in the file. */
  readonly index: number;
  readonly count: number;
  /** Over the finite values; null when there are none, or for a sum beyond float64. Deviation: of the population. */
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number | null;
  readonly zeros: number;
  readonly notANumber: number;
  readonly infinite: number;
  /** The first values row by row, three at most. Non-finite ones as text: NaN, Infinity, -Infinity. */
  readonly first: readonly (number | string)[];
  readonly histogram?: Histogram;
  /** Why there are no statistics, if reading failed; then every number is null or 0. */
  readonly error?: string;
}

/** Some values of a tensor seen as a table: the last axis across, all others down; a vector has one column. */
export interface TensorSlice {
  /** Position of the tensor in the file. */
  readonly index: number;
  readonly totalRows: number;
  readonly totalColumns: number;
  readonly firstRow: number;
  readonly firstColumn: number;
  /** Row by row. Non-finite ones as text: NaN, Infinity, -Infinity. Of a tensor of texts: the texts, long ones cut. */
  readonly values: readonly (readonly (number | string)[])[];
}

/** What the entries of one axis of a tensor are like, each over all other axes. */
export interface AxisStatistics {
  /** Position of the tensor in the file. */
  readonly index: number;
  readonly axis: number;
  /** Entries of the axis. */
  readonly length: number;
  /** So many neighbouring entries are told together. */
  readonly step: number;
  /** Of the finite values; null where there are none. Deviations are those of the population. */
  readonly means: readonly (number | null)[];
  readonly deviations: readonly (number | null)[];
}
