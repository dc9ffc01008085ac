import { basename } from 'node:path';
import { BadInput, quoted } from '../../tensors/badInput';
import { elementBytes, isDType } from '../../tensors/decode';
import { elementCount, type StoredTensor } from '../../tensors/storedTensor';
import { openBeside } from '../beside';
import type { Bytes } from '../bytes';
import { complexNumbers } from '../complexNumbers';
import type { Contents } from '../modelFile';
import { Wire } from '../onnx/wire';
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
  const all = new Set(entries.map(({ key }) => key));
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
      if (said.shard < header.shards && !files.has(said.shard)) await files.open(said.shard);
      const [tensor, place] = placeOf(path, name, said, header, files);
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

function placeOf(
  path: string,
  name: string,
  said: BundleEntry,
  header: BundleHeader,
  files: Shards,
): [StoredTensor, Place | null] {
  const { type, shape, shard, offset, size, sum, slices } = said;
  const dtype = tfTypes.get(type) ?? `type ${type}`;
  const tensor: StoredTensor = { name, dtype, shape, order: 'C', bytes: size };
  const unreadable = (reason: string): [StoredTensor, null] => [{ ...tensor, unreadable: reason }, null];
  if (slices > 0)
    return unreadable(
      `It is stored in ${slices} pieces (a partitioned variable), which are not put together: save it without a partitioner.`,
    );
  if (shard >= header.shards) {
    throw new BadInput(
      `${path}: tensor ${quoted(name)} is in file ${shard} of data, counted from 0, and there are ${header.shards}.`,
    );
  }
  if (dtype.startsWith('complex')) return unreadable(complexNumbers);
  if (!isDType(dtype))
    return unreadable(`Elements of ${dtype.replace(/^type (\d+)$/, 'type number $1')} are not read.`);
  const needed = elementCount(tensor) * elementBytes[dtype];
  if (size !== needed) {
    throw new BadInput(
      `${path}: tensor ${quoted(name)} has ${size} bytes of values, its type and shape need ${needed}.`,
    );
  }
  const file = files.at(shard);
  if (typeof file === 'string') return unreadable(files.lacks(file));
  if (offset + size > file.size) {
    const needs = `bytes ${offset} to ${offset + size} are needed, and it has ${file.size}`;
    throw new BadInput(`${file.path} is cut short: ${needs}; copy or download it again.`);
  }
  const isChecked = sum !== undefined && size > 0;
  const what = (): string => `Tensor ${quoted(name)} of ${path}`;
  const source = isChecked ? new Checked(what, file, offset, size, sum) : file;
  return [tensor, contiguous(source, isChecked ? 0 : offset, dtype, header.littleEndian)];
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
