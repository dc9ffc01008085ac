import type { ModelFile, StoredTensor } from '../../formats/format';
import { readLines } from '../../formats/textLines';
import { BadInput, quoted } from '../../tensors/badInput';
import { readBlocks } from '../../tensors/blocks';
import { elementCount } from '../../tensors/storedTensor';
import { NamePacker, packNames, type RowNames } from '../../tensors/rowNames';
import { type FileStamp, tensorAt } from '../openFiles';
import type { Workplace } from '../workplace';
import type { Task } from './task';

/** Where the names of rows are: in a file, as its ids (null) or in a tensor; or the lines of a list. */
export type NamesInput =
  { readonly file: FileStamp; readonly tensor: number | null } | { readonly list: string };

export interface NamesResult {
  readonly names: RowNames;
  /** Of classes whose names are in the file: the names of the numbers 0, 1, ... */
  readonly classes?: readonly string[];
}

const rowsAtOnce = 2 ** 16;
/** Of so many rows the names are held in memory. */
const mostRows = 5_000_000;

/** What the rows of a file are called. Throws BadInput where that cannot be told. */
export const names: Task<NamesInput, never, NamesResult> = {
  async run(input, at) {
    if ('list' in input) return { names: packNames(await readLines(input.list)) };
    const file = await at.files.stamped(input.file);
    const tensor = input.tensor === null ? undefined : tensorAt(file, input.tensor);
    const count = tensor === undefined ? (file.ids?.count ?? 0) : elementCount(tensor);
    if (count > mostRows)
      throw new BadInput(
        `${file.path} names ${count} rows, and rows are looked up among ${mostRows} at most.`,
      );
    const packer = new NamePacker(count);
    if (tensor === undefined) await packIds(file, count, packer, at);
    else if (file.texts?.has(tensor) === true) await packTexts(file, tensor, packer, at);
    else await packTensor(file, tensor, packer, at);
    const classes = tensor === undefined ? undefined : file.classes?.get(tensor);
    return { names: packer.finish(), ...(classes !== undefined && { classes }) };
  },
};

async function packIds(
  { ids, path }: ModelFile,
  count: number,
  packer: NamePacker,
  at: Workplace,
): Promise<void> {
  if (ids === undefined) throw new BadInput(`${path} has no column of ids.`);
  for (let first = 0; first < count; first += rowsAtOnce) {
    at.poll();
    for (const text of await ids.read(first, Math.min(rowsAtOnce, count - first))) packer.add(text);
  }
}

async function packTexts(
  { texts }: ModelFile,
  tensor: StoredTensor,
  packer: NamePacker,
  at: Workplace,
): Promise<void> {
  const count = elementCount(tensor);
  for (let first = 0; first < count; first += rowsAtOnce) {
    at.poll();
    const some = await texts?.get(tensor)?.(first, Math.min(rowsAtOnce, count - first));
    for (const text of some ?? []) packer.add(text);
  }
}

async function packTensor(
  file: ModelFile,
  tensor: StoredTensor,
  packer: NamePacker,
  at: Workplace,
): Promise<void> {
  const classes = file.classes?.get(tensor);
  for await (const { first, values } of readBlocks(file, tensor, () => at.poll())) {
    for (const [i, value] of values.entries()) {
      // A missing class is NaN: such a row has no name.
      if (Number.isNaN(value)) packer.add('');
      else if (Number.isSafeInteger(value)) packer.add(classes?.[value] ?? String(value));
      else {
        const why = Number.isInteger(value)
          ? 'beyond 2^53, where numbers are told apart no longer'
          : 'no whole number';
        throw new BadInput(
          `${quoted(tensor.name)} of ${file.path} holds ${value} in row ${first + i}, ${why}: rows are named by whole numbers or texts.`,
        );
      }
    }
  }
}
