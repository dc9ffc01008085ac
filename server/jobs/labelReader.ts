import { BadInput, quoted } from '../tensors/badInput';
import { represent, type RowNumbers } from '../tensors/represent';
import type { Labels } from '../tensors/representation';
import { type FileStamp, type OpenFiles, tensorAt } from './openFiles';
import { type Picked, rowNumbers, rowsKey, type View } from './view';

/** Where labels are. */
export interface LabelSource {
  readonly file: FileStamp;
  /** Position of the tensor in the file. */
  readonly index: number;
  /** Rows that each instance becomes, where it is more than one. */
  readonly rowsEach?: number;
  /** Whether a person named the file. */
  readonly given: boolean;
  /** Of labels that go by the names of classes: the class number of each number in the file, null where there is none, and its name. */
  readonly byName?: readonly (readonly [value: number, number: number | null, name: string])[];
  /** Its rows, where they go by ids and not with those of the first layer. */
  readonly picked?: Picked;
}

export interface ReadLabels {
  readonly labels: Labels;
  /** sha-256 of dtype, shape and stored values. */
  readonly content: string;
}

/** Reads labels; keeps the latest. */
export class LabelReader {
  #latest: { readonly key: string; readonly read: ReadLabels } | undefined;

  constructor(
    private readonly files: OpenFiles,
    private readonly poll: () => void,
  ) {}

  /** The labels of the selected rows. Throws BadInput when they cannot be read or are no whole numbers. */
  async get(
    { file: stamp, index, rowsEach = 1, picked, byName }: LabelSource,
    view: Pick<View, 'rows' | 'picked'>,
  ): Promise<ReadLabels> {
    const which = picked === undefined ? view : { ...view, picked };
    const key = JSON.stringify([stamp.identity, index, rowsEach, rowsKey(which), byName]);
    if (this.#latest?.key === key) return this.#latest.read;
    const file = await this.files.stamped(stamp);
    const tensor = tensorAt(file, index);
    const rows = rowNumbers(which, tensor.shape[0] ?? 1);
    const options = { poll: this.poll, ...(rows !== undefined && { rows }) };
    const { values, provenance } = await represent(file, tensor, options);
    const own = labelsOf(values.data, stamp.path, rows);
    const labels = byName === undefined ? own : namedLabels(own, byName);
    const read = { labels: repeated(labels, rowsEach), content: provenance?.content ?? '' };
    this.#latest = { key, read };
    return read;
  }
}

/**
 * Classes 0, 1, ... in the order of the label values. `rows`: which rows of the file they are from, where not all are.
 * Throws BadInput when one is no whole number, or so large that float64 does not tell it from its neighbours.
 */
export function labelsOf(values: ArrayLike<number>, path: string, rows?: RowNumbers): Labels {
  const list = Array.from(values);
  const odd = list.findIndex((value) => !Number.isSafeInteger(value));
  if (odd >= 0) {
    const value = list[odd];
    const wanted = Number.isInteger(value)
      ? 'labels beyond 2^53 cannot be told apart; number the classes from 0'
      : 'labels are whole numbers, one class each';
    throw new BadInput(`${quoted(path)} holds ${String(value)} in row ${rows?.[odd] ?? odd}: ${wanted}.`);
  }
  const numbers = [...new Set(list)].sort((a, b) => a - b);
  const classOf = new Map(numbers.map((value, at) => [value, at]));
  return {
    classes: Int32Array.from(list, (value) => classOf.get(value) ?? -1),
    count: numbers.length,
    ...(numbers.some((value, at) => value !== at) && { numbers }),
  };
}

/** Labels numbered as the outputs number their classes. One whose name no output has gets a number that is none of theirs. */
function namedLabels(labels: Labels, byName: NonNullable<LabelSource['byName']>): Labels {
  const known = new Map(byName.map(([value, number, name]) => [value, { number, name }]));
  const values = Array.from({ length: labels.count }, (_, at) => labels.numbers?.[at] ?? at);
  return {
    ...labels,
    numbers: values.map((value, at) => known.get(value)?.number ?? -1 - at),
    names: values.map((value) => known.get(value)?.name ?? String(value)),
  };
}

/** The labels of rows of which each instance has so many. */
function repeated(labels: Labels, rowsEach: number): Labels {
  const at = (row: number): number => labels.classes[Math.floor(row / rowsEach)] ?? -1;
  const classes = Int32Array.from({ length: labels.classes.length * rowsEach }, (_, row) => at(row));
  return { ...labels, classes };
}
