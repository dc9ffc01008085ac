import { BadInput, quoted } from '../tensors/badInput';
import { represent } from '../tensors/represent';
import type { Labels } from '../tensors/representation';
import { selectedRows } from '../tensors/rowSelection';
import { type FileStamp, type OpenFiles, tensorAt } from './openFiles';
import type { View } from './view';

/** Where labels are. */
export interface LabelSource {
  readonly file: FileStamp;
  /** Position of the tensor in the file. */
  readonly index: number;
  /** Rows that each instance becomes, where it is more than one. */
  readonly rowsEach?: number;
  /** Whether a person named the file. */
  readonly given: boolean;
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
    { file: stamp, index, rowsEach = 1 }: LabelSource,
    { rows: selection }: Pick<View, 'rows'>,
  ): Promise<ReadLabels> {
    const key = JSON.stringify([stamp.identity, index, rowsEach, selection]);
    if (this.#latest?.key === key) return this.#latest.read;
    const file = await this.files.stamped(stamp);
    const tensor = tensorAt(file, index);
    const rows = selectedRows(selection, tensor.shape[0] ?? 1);
    const options = { poll: this.poll, ...(rows !== undefined && { rows }) };
    const { values, provenance } = await represent(file, tensor, options);
    const each = Array.from(values.data).flatMap((label) => new Array<number>(rowsEach).fill(label));
    const read = { labels: labelsOf(each, stamp.path), content: provenance?.content ?? '' };
    this.#latest = { key, read };
    return read;
  }
}

/** Classes 0, 1, ... in the order of the label values. Throws BadInput when one is no whole number. */
export function labelsOf(values: ArrayLike<number>, path: string): Labels {
  const list = Array.from(values);
  const odd = list.findIndex((value) => !Number.isInteger(value));
  if (odd >= 0) {
    throw new BadInput(
      `${quoted(path)} holds ${String(list[odd])} in row ${odd}: labels are whole numbers, one class each.`,
    );
  }
  const classOf = new Map([...new Set(list)].sort((a, b) => a - b).map((value, at) => [value, at]));
  return { classes: Int32Array.from(list, (value) => classOf.get(value) ?? -1), count: classOf.size };
}
