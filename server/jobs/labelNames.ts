import type { TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Headers } from './headers';
import type { Identified, Ids } from './ids';
import { type LabelFile, labelSource, likelyNames } from './labels';
import { keyOf } from './rowMatcher';
import type { NamesResult } from './tasks/names';

export interface LabelNames {
  readonly read: NamesResult;
  /** For each row of the first file that of its label, -1 for none; absent: the same. */
  readonly places?: Int32Array;
  /** What all of it depends on. */
  readonly key: string;
}

/**
 * The classes of the rows of the first file: of the file a person named, else of its own tensor called labels, else of a
 * file called labels beside it. Throws BadInput where there are none.
 */
export async function labelNames(
  {
    files,
    ids,
    labels,
    count,
  }: {
    readonly files: readonly Identified[];
    readonly ids: readonly (Ids | undefined)[];
    readonly labels?: string | undefined;
    readonly count: number | undefined;
  },
  headers: Headers,
): Promise<LabelNames> {
  const [first, own] = [files[0], ids[0]];
  const rows = own?.count ?? count;
  const source =
    (labels === undefined ? ownLabels(first, rows) : undefined) ??
    (await labelSource({ labels, files: files.map(({ path }) => path), rows, ids: own }, headers));
  if (source === undefined) {
    throw new BadInput(
      `${first?.path ?? ''} has no labels to select rows by: name the file with one label for each row.`,
    );
  }
  const header = await headers.open(source.file.path);
  const at = { file: source.file, header, tensor: source.index };
  const read = await headers.rows.names(at);
  if (source.ids === undefined || own === undefined) return { read, key: keyOf(at) };
  const [{ names: wanted }, { names: among }] = [
    await headers.rows.names(own),
    await headers.rows.names(source.ids),
  ];
  const key = JSON.stringify([keyOf(at), keyOf(own), keyOf(source.ids)]);
  const input = { ids: wanted, among, path: source.file.path, lenient: true };
  const picked = await headers.rows.namedRows(input, `${key} lenient`);
  return { read, key, ...(picked !== null && { places: picked.numbers }) };
}

/** The tensor of a file of activations that holds the classes of its rows. */
function ownLabels(file: Identified | undefined, rows: number | undefined): LabelFile | undefined {
  if (file === undefined) return undefined;
  const isLabels = ({ dtype, shape, unreadable }: TensorEntry): boolean =>
    unreadable === undefined &&
    /^u?int\d+$|^bool$/.test(dtype) &&
    shape[0] === rows &&
    shape.slice(1).every((length) => length === 1);
  const index = likelyNames
    .map((name) => file.stored.findIndex((one) => one.name.toLowerCase() === name && isLabels(one)))
    .find((at) => at >= 0);
  return index === undefined ? undefined : { file: file.header.stamp, index, given: false };
}
