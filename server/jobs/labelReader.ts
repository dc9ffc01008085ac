import { BadInput, quoted } from '../tensors/badInput';
import { represent } from '../tensors/represent';
import type { Labels } from '../tensors/representation';
import { type FileStamp, type OpenFiles, tensorAt } from './openFiles';

/** Where labels are. */
export interface LabelSource {
  readonly file: FileStamp;
  /** Position of the tensor in the file. */
  readonly index: number;
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

  /** Throws BadInput when they cannot be read or are no whole numbers. */
  async get({ file: stamp, index }: LabelSource): Promise<ReadLabels> {
    const key = JSON.stringify([stamp.identity, index]);
    if (this.#latest?.key === key) return this.#latest.read;
    const file = await this.files.stamped(stamp);
    const { values, provenance } = await represent(file, tensorAt(file, index), { poll: this.poll });
    const read = { labels: labelsOf(values.data, stamp.path), content: provenance?.content ?? '' };
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
