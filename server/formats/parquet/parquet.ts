import { endings } from '../../protocol';
import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { tensorsOf, type Column } from '../columnar';
import { missingNumbers } from '../tables';
import type { Format } from '../format';
import { openModelFile, type Contents } from '../modelFile';
import { ColumnReader, type Part } from './column';
import { unknownCodec } from './decompress';
import { Kept } from './kept';
import { magic, readMetadata, type Metadata } from './metadata';
import { contentOf, type Content } from './types';

const longestValue = 2_000;
const deepest = 8;
const widest = 2 ** 25;

/** Apache Parquet tables. Of a column, the pages asked for are decoded. */
export const parquet: Format = {
  id: 'parquet',
  title: 'Parquet table',
  endings: endings.parquet,
  sniff: (head) => Buffer.from(head).toString('latin1').startsWith(magic),
  open: (bytes) => openModelFile(bytes, parquet.id, parseParquet),
};

async function parseParquet(bytes: Bytes): Promise<Contents> {
  const { path } = bytes;
  const metadata = await readMetadata(bytes);
  let rows = 0;
  for (const group of metadata.groups) rows += group.rows;
  if (!Number.isSafeInteger(rows)) throw new BadInput(`${path} is damaged: it claims ${rows} rows.`);
  const kept = new Kept();
  const columns: Column[] = [];
  const missing = new Map<string, number>();
  for (const described of describedBy(path, metadata)) {
    const column = await columnOf(bytes, described, kept);
    columns.push(column);
    const count = missingIn(described);
    if (column.kind === 'numbers' && count > 0) missing.set(column.name, count);
  }
  const facts = metadata.pairs
    // A copy of the schema for Arrow's own readers.
    .filter(([key]) => key !== 'ARROW:schema')
    .map(
      ([key, value]) => [key, value.length <= longestValue ? value : `(${value.length} characters)`] as const,
    );
  const contents = await tensorsOf(rows, columns, 'F');
  return {
    ...contents,
    metadata: [...(contents.metadata ?? []), ...facts],
    warnings: missingNumbers(missing),
  };
}

/** How many values of a column are missing, as far as the file says. */
function missingIn({ parts }: Described): number {
  return parts.reduce((sum, { chunk }) => sum + (chunk.missing ?? 0), 0);
}

interface Described {
  readonly name: string;
  readonly content: Content;
  readonly parts: readonly Part[];
}

/** The columns of the table, by the schema, which is stored depth first. */
function describedBy(path: string, { elements, groups }: Metadata): Described[] {
  const described: Described[] = [];
  let leaves = 0;
  for (let at = 1; at < elements.length;) {
    const [start, index] = [at, leaves];
    for (let pending = 1; pending > 0; pending--, at++) {
      const element = elements[at];
      if (element === undefined || (element.type === undefined && element.children === 0))
        throw new BadInput(`${path}: the footer is damaged: its columns do not fit together.`);
      pending += element.children;
      if (element.type !== undefined) leaves++;
    }
    const content = contentOf(elements.slice(start, at), index);
    described.push({ name: elements[start]?.name ?? '', content, parts: partsOf(groups, index) });
  }
  for (const { chunks } of groups)
    if (chunks.length !== leaves)
      throw new BadInput(
        `${path}: the footer is damaged: a row group has ${chunks.length} columns, and the schema has ${leaves}.`,
      );
  return described;
}

function partsOf(groups: Metadata['groups'], index: number): Part[] {
  const parts: Part[] = [];
  let first = 0;
  for (const { rows, chunks } of groups) {
    const chunk = chunks[index];
    if (rows > 0 && chunk !== undefined) parts.push({ chunk, first, rows });
    first += rows;
  }
  return parts;
}

/** What becomes of a column. Throws BadInput for a damaged one. */
async function columnOf(file: Bytes, described: Described, kept: Kept): Promise<Column> {
  const { name, content, parts } = described;
  const other = (dtype: string, unreadable: string): Column => ({ kind: 'other', name, dtype, unreadable });
  if (content.kind === 'other')
    return other(content.type, `A column of this type (${content.type}) holds no numbers.`);
  const { leaf } = content;
  const dtype = content.kind === 'text' ? 'text' : content.dtype;
  if (parts.some(({ chunk }) => chunk.isEncrypted))
    return other(dtype, 'It is encrypted: write it without encryption.');
  const codec = parts.map(({ chunk }) => unknownCodec(chunk.codec)).find((each) => each !== undefined);
  if (codec !== undefined) return other(dtype, codec);
  for (const { chunk, rows, first } of parts) {
    if (chunk.type !== leaf.type || (leaf.repetitions === 0 && chunk.values !== rows))
      throw new BadInput(
        `${file.path}: column ${quoted(name)} is damaged: it has ${chunk.values} values of type ${chunk.type} in the ${rows} rows from row ${first} on.`,
      );
  }
  if (content.kind === 'text') {
    const reader = new ColumnReader(file, name, leaf, [], parts, kept);
    return { kind: 'text', name, texts: (first, count) => reader.texts(first, count) };
  }
  const missing = missingIn(described);
  if (missing > 0 && leaf.repetitions > 0)
    return other(
      dtype,
      `${missing} of its lists are empty or missing, or lack a value: fill or drop them, and write the table again.`,
    );
  const lengths = await lengthsOf(file, { name, content, parts }, kept);
  if (lengths === undefined)
    return other('list', 'Its lists have different lengths: pad them, or write one tensor a length.');
  const reader = new ColumnReader(file, name, leaf, lengths, parts, kept);
  return {
    kind: 'numbers',
    name,
    dtype: content.dtype,
    lengths,
    numbers: (first, count) => reader.numbers(content.dtype, content.stored, first, count),
    texts: (first, count) => reader.digits(content.stored, first, count),
  };
}

/** The lengths of the lists of a column, if all may have the same, by the headers; reading checks that they have. */
async function lengthsOf(
  file: Bytes,
  { name, content, parts }: Described,
  kept: Kept,
): Promise<readonly number[] | undefined> {
  const depth = content.kind === 'numbers' ? content.leaf.repetitions : 0;
  const [first] = parts;
  if (content.kind !== 'numbers' || depth === 0) return [];
  if (first === undefined) return Array.from({ length: depth }, () => 0);
  const width = first.chunk.values / first.rows;
  const isEven = parts.every(({ chunk, rows }) => chunk.values === rows * width);
  if (!Number.isInteger(width) || !isEven || depth > deepest) return undefined;
  if (depth === 1) return [width];
  if (width > widest) return undefined;
  return new ColumnReader(file, name, content.leaf, [], parts, kept).lengthsOfFirst(width);
}
