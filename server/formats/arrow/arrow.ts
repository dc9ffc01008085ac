import { basename, dirname, join } from 'node:path';
import { endings } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { Bytes } from '../bytes';
import { tensorsOf, type Column } from '../columnar';
import type { Format } from '../format';
import { JsonObject, type Json } from '../json';
import { openModelFile, type Contents } from '../modelFile';
import { checkShardName, parseFile } from '../shardIndex';
import { missingNumbers } from '../tables';
import { magic } from './messages';
import { readTable } from './table';

const listings = ['state.json', 'dataset_info.json'];
const longestListing = 100_000_000;
const mostShards = 10_000;
const longestValue = 2_000;

/**
 * Apache Arrow tables: files (Feather version 2), streams, and data sets as the Hugging Face library `datasets` saves
 * them: several streams and a list of them.
 */
export const arrow: Format = {
  id: 'arrow',
  title: 'Arrow table',
  endings: endings.arrow,
  sniff: (head, fileName) => {
    const start = Buffer.from(head).toString('latin1');
    if (listings.includes(fileName)) return /^\s*\{/.test(start);
    return (
      start.startsWith(magic) ||
      (/\.(?:arrow|arrows|feather|ipc)$/i.test(fileName) && start.startsWith('\xff\xff\xff\xff'))
    );
  },
  open: (bytes) => openModelFile(bytes, arrow.id, parseArrow),
};

async function parseArrow(file: Bytes): Promise<Contents> {
  if (!listings.includes(basename(file.path))) return parseTables([file]);
  const others: Bytes[] = [];
  try {
    for (const name of await listShards(file)) others.push(await Bytes.open(join(dirname(file.path), name)));
    return { ...(await parseTables(others)), others };
  } catch (error) {
    await Promise.all(others.map((other) => other.close()));
    throw error;
  }
}

/** The files of a data set, by its list of them. */
async function listShards(file: Bytes): Promise<string[]> {
  const { path, size } = file;
  if (size > longestListing) throw new BadInput(`${path} is too large for a list of files: ${size} bytes.`);
  const listing = parseFile(path, await file.read(0, size));
  const files = listing instanceof JsonObject ? listing.get('_data_files') : undefined;
  if (!(listing instanceof JsonObject) || !Array.isArray(files)) {
    throw new BadInput(`${path} lists no data files: open one of the .arrow files beside it.`);
  }
  const indices = listing.get('_indices_data_files');
  if (Array.isArray(indices) && indices.length > 0) {
    throw new BadInput(
      `${path} is a selection of rows of its data set, which is not followed: save it after flatten_indices().`,
    );
  }
  if (files.length === 0 || files.length > mostShards)
    throw new BadInput(`${path} lists ${files.length} data files: 1 to ${mostShards} can be opened.`);
  return files.map((entry) => {
    const name = entry instanceof JsonObject ? entry.get('filename') : undefined;
    if (typeof name !== 'string') throw new BadInput(`${path}: a data file has no name.`);
    checkShardName(path, name, basename(path));
    return name;
  });
}

async function parseTables(files: readonly Bytes[]): Promise<Contents> {
  const { rows, columns, metadata, missing } = await readTable(files);
  const facts = metadata.map(([key, value]) => [key, shortened(value)] as const);
  const contents = await tensorsOf(rows, withClasses(columns, metadata));
  const warnings = missingNumbers(missing);
  return { ...contents, metadata: [...(contents.metadata ?? []), ...facts], warnings };
}

function shortened(value: string): string {
  return value.length <= longestValue ? value : `(${value.length} characters)`;
}

/** The columns with the names of classes that `datasets` notes in the metadata. */
function withClasses(columns: readonly Column[], metadata: readonly (readonly [string, string])[]): Column[] {
  const [, text = ''] = metadata.find(([key]) => key === 'huggingface') ?? [];
  const features = featuresOf(text);
  return columns.map((column) => {
    const feature = features?.get(column.name);
    const names = feature instanceof JsonObject ? feature.get('names') : undefined;
    if (column.kind !== 'numbers' || !Array.isArray(names)) return column;
    return { ...column, classes: names.map((name) => (typeof name === 'string' ? name : '')) };
  });
}

function featuresOf(text: string): JsonObject | undefined {
  if (text === '') return undefined;
  let note: Json;
  try {
    note = parseFile('the metadata', Buffer.from(text));
  } catch {
    // A note of another kind.
    return undefined;
  }
  const info = note instanceof JsonObject ? note.get('info') : undefined;
  const features = info instanceof JsonObject ? info.get('features') : undefined;
  return features instanceof JsonObject ? features : undefined;
}
