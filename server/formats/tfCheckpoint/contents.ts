import { basename } from 'node:path';
import { BadInput, quoted } from '../../tensors/badInput';
import { elementBytes, isDType, isSingle } from '../../tensors/decode';
import type { DType } from '../../tensors/dtype';
import { elementCount, type StoredTensor } from '../../tensors/storedTensor';
import { openBeside } from '../beside';
import type { Bytes } from '../bytes';
import { complexNumbers } from '../complexNumbers';
import type { Contents } from '../modelFile';
import { Wire } from '../onnx/wire';
import { type Piece, Pieces } from '../pieces';
import { contiguous, type Place } from '../place';
import {
  type BundleEntry,
  type BundleHeader,
  readBundleEntry,
  readBundleHeader,
  texts,
  tfTypes,
} from './bundle';
import { Checked } from './checked';
import { readPieces, type StoredPiece } from './partitioned';
import { readTable } from './table';

/** What TensorFlow 2 adds to the name of every variable. */
const suffix = '/.ATTRIBUTES/VARIABLE_VALUE';

/** Reads an index, and opens the files of values that belong to it by name. Throws BadInput. */
export async function parseCheckpoint(bytes: Bytes): Promise<Contents> {
  const { path } = bytes;
  const [first, ...entries] = await readTable(bytes);
  const wire = new Wire(bytes, 'TensorFlow checkpoint');
  if (first?.key !== '') throw new BadInput(`${path} is no TensorFlow checkpoint: its table has no header.`);
  const header = await readBundleHeader(wire, first);
  const files = new Shards(path, header);
  const places = new Map<StoredTensor, Place | null>();
  const all = new Map(entries.map((entry) => [entry.key, entry]));
  let textTensors = 0;
  try {
    for (const entry of entries) {
      // Pieces of tensors have keys that are no names.
      if (entry.key.startsWith('\0')) continue;
      const short = entry.key.endsWith(suffix) ? entry.key.slice(0, -suffix.length) : entry.key;
      const name = Buffer.from(all.has(short) ? entry.key : short, 'latin1').toString();
      // Nearly all are in memory: not to wait for each makes most of the difference for many.
      const waiting = wire.hold(entry);
      if (waiting !== undefined) await waiting;
      const said = readBundleEntry(wire, entry, name);
      if (said.type === texts) {
        textTensors++;
        continue;
      }
      const parts = said.slices.length === 0 ? undefined : await readPieces(wire, all, entry.key, said);
      for (const { shard } of typeof parts === 'object' ? parts.map((part) => part.said) : [said])
        if (shard < header.shards && !files.has(shard)) await files.open(shard);
      const [tensor, place] = new Variable(path, name, header, files).place(said, parts);
      places.set(tensor, place);
    }
  } catch (error) {
    await files.close();
    throw error;
  }
  return {
    places,
    metadata: textTensors > 0 ? [['tensors of texts', `${textTensors}, not listed`]] : [],
    warnings: files.warnings,
    others: files.opened,
  };
}

/** A tensor that has a name. */
class Variable {
  constructor(
    private readonly path: string,
    private readonly name: string,
    private readonly header: BundleHeader,
    private readonly files: Shards,
  ) {}

  /** The tensor and where its values are; `parts` are those of one in pieces, or say why it has none. Throws BadInput. */
  place(said: BundleEntry, parts: readonly StoredPiece[] | string | undefined): [StoredTensor, Place | null] {
    const { type, shape } = said;
    const dtype = tfTypes.get(type) ?? `type ${type}`;
    const stored = typeof parts === 'object' ? parts.map((part) => part.said) : [said];
    const bytes = stored.reduce((sum, { size }) => sum + size, 0);
    const tensor: StoredTensor = { name: this.name, dtype, shape, order: 'C', bytes };
    const unreadable = (reason: string): [StoredTensor, null] => [{ ...tensor, unreadable: reason }, null];
    if (typeof parts === 'string') return unreadable(parts);
    if (dtype.startsWith('complex')) return unreadable(complexNumbers);
    if (!isDType(dtype))
      return unreadable(`Elements of ${dtype.replace(/^type (\d+)$/, 'type number $1')} are not read.`);
    const places = stored.map((one) => this.#valuesOf(one, dtype));
    const lacking = places.find((place) => typeof place === 'string');
    if (lacking !== undefined) return unreadable(this.files.lacks(lacking));
    const found = places.filter((place) => typeof place === 'object');
    const [whole] = found;
    if (parts === undefined) return [tensor, whole ?? null];
    const pieces = parts.flatMap((part, at): Piece[] => {
      const place = found[at];
      return place === undefined ? [] : [{ ...part, place }];
    });
    return [tensor, new Pieces(shape, pieces, isSingle(dtype))];
  }

  /** Where the values of it, or of a piece, are; or why the file with them cannot be opened. Throws BadInput. */
  #valuesOf({ shape, shard, offset, size, sum }: BundleEntry, dtype: DType): Place | string {
    const { path, header, files } = this;
    const named = `tensor ${quoted(this.name)}`;
    if (shard >= header.shards) {
      throw new BadInput(
        `${path}: ${named} is in file ${shard} of data, counted from 0, and there are ${header.shards}.`,
      );
    }
    const needed = elementCount({ shape }) * elementBytes[dtype];
    if (size !== needed) {
      throw new BadInput(`${path}: ${named} has ${size} bytes of values, its type and shape need ${needed}.`);
    }
    const file = files.at(shard);
    if (typeof file === 'string') return file;
    if (offset + size > file.size) {
      const needs = `bytes ${offset} to ${offset + size} are needed, and it has ${file.size}`;
      throw new BadInput(`${file.path} is cut short: ${needs}; copy or download it again.`);
    }
    const isChecked = sum !== undefined && size > 0;
    const what = (): string => `Tensor ${quoted(this.name)} of ${path}`;
    const source = isChecked ? new Checked(what, file, offset, size, sum) : file;
    return contiguous(source, isChecked ? 0 : offset, dtype, header.littleEndian);
  }
}

/** The files of values, opened at the first use. */
class Shards {
  readonly #files = new Map<number, Bytes | string>();
  #missing = 0;
  #reason = '';

  constructor(
    private readonly path: string,
    private readonly header: BundleHeader,
  ) {}

  get opened(): readonly Bytes[] {
    return [...this.#files.values()].filter((file) => typeof file !== 'string');
  }

  get warnings(): readonly string[] {
    if (this.#missing === 0) return [];
    const some = this.#missing === 1 ? '1 tensor' : `${this.#missing} tensors`;
    return [`The values of ${some} cannot be read. ${this.#reason}`];
  }

  /** Counts a tensor whose values are not there, for the warning. */
  lacks(reason: string): string {
    if (this.#missing++ === 0) this.#reason = reason;
    return reason;
  }

  has(shard: number): boolean {
    return this.#files.has(shard);
  }

  /** The file with this number, which was to be opened before, or why it cannot be. */
  at(shard: number): Bytes | string {
    return this.#files.get(shard) ?? '';
  }

  async open(shard: number): Promise<void> {
    const digits = (value: number): string => String(value).padStart(5, '0');
    const stem = basename(this.path).replace(/\.index$/i, '');
    let file: Bytes | string;
    try {
      file = await openBeside(this.path, `${stem}.data-${digits(shard)}-of-${digits(this.header.shards)}`);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      file = error.message;
    }
    this.#files.set(shard, file);
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((file) => file.close()));
  }
}
