import { endings } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Bytes } from './bytes';
import { separatorNames, findDialect, type Dialect } from './csv/dialect';
import { wholeText } from './csv/number';
import { indexRows } from './csv/rowIndex';
import { readSample } from './csv/sample';
import { Table } from './csv/table';
import type { Format, RowIds, StoredTensor } from './format';
import { openModelFile, type Contents } from './modelFile';
import type { Place } from './place';
import { ClassNumbers, idText, mostClasses, rolesOf, someOf, textOnly, type Role } from './tables';

/**
 * Numbers in a table of text. All columns of numbers together are one matrix called "values"; a column of classes or of
 * whole-number ids, known by its name, is a tensor of its own. Values lie row by row.
 */
export const csv: Format = {
  id: 'csv',
  title: 'table of text',
  endings: endings.csv,
  sniff: (head, fileName) => /\.[ct]sv$/i.test(fileName) && isText(head),
  open: (bytes) => openModelFile(bytes, csv.id, parseCsv),
};

/** Whether the first bytes are those of a table rather than of a web page, a Git LFS pointer or something binary. */
function isText(head: Uint8Array): boolean {
  const start = Buffer.from(head).toString('latin1');
  return head.length > 0 && head.every((byte) => byte >= 8) && !/^(?:<|version https:)/.test(start);
}

/** Positions of the columns by what becomes of them. */
interface Columns {
  /** Columns of the matrix. */
  readonly values: readonly number[];
  /** Whole numbers with a role: each a tensor. */
  readonly own: readonly number[];
  /** The column of text with the classes, which become numbers. */
  readonly label: number | undefined;
  readonly id: number | undefined;
  readonly texts: readonly number[];
  readonly empty: readonly number[];
}

async function parseCsv(file: Bytes): Promise<Contents> {
  const dialect = findDialect(file.path, await readSample(file));
  const columns = sortColumns(dialect);
  const { values, own, label } = columns;
  if (values.length + own.length === 0 && label === undefined)
    throw new BadInput(`${file.path} has no column of numbers: nothing in it can be compared.`);
  const found = new Set<string>();
  const add = (text: string): void => {
    if (text !== '' && found.size <= mostClasses) found.add(text);
  };
  const index = await indexRows(file, dialect, label === undefined ? undefined : { column: label, add });
  const table = new Table(file, dialect, index);
  const classes = found.size > mostClasses ? undefined : new ClassNumbers(found);
  return tabular(file, dialect, columns, table, index.rows, classes);
}

function sortColumns({ header, names, kinds }: Dialect): Columns {
  const roles: readonly Role[] = header ? rolesOf(names) : names.map(() => 'other');
  const all = [...names.keys()];
  const own = all.filter((i) => roles[i] !== 'other' && kinds[i] === 'whole');
  // As numbers, ids and classes of so many digits would run together.
  const texts = all.filter((i) => kinds[i] === 'text' || (roles[i] !== 'other' && kinds[i] === 'long'));
  const numbers = all.filter((i) => kinds[i] !== 'empty' && !texts.includes(i));
  const withId = all.filter((i) => roles[i] === 'id' && (texts.includes(i) || kinds[i] === 'whole'));
  return {
    values: numbers.filter((i) => !own.includes(i)),
    own,
    label: texts.find((i) => roles[i] === 'label'),
    id: withId[0],
    texts,
    empty: all.filter((i) => kinds[i] === 'empty'),
  };
}

function tabular(
  file: Bytes,
  dialect: Dialect,
  columns: Columns,
  table: Table,
  rows: number,
  numbers: ClassNumbers | undefined,
): Contents {
  const { names, header } = dialect;
  const { values, own, label, id, texts, empty } = columns;
  const places = new Map<StoredTensor, Place | null>();
  const classes = new Map<StoredTensor, readonly string[]>();
  const named = new Map<StoredTensor, readonly string[]>();
  const share = (count: number): number => Math.round(((file.size - dialect.start) * count) / names.length);
  const nameOf = (column: number): string => names[column] ?? '';
  if (values.length > 0) {
    const shape = [rows, values.length];
    const tensor = {
      name: 'values',
      dtype: 'float64',
      shape,
      order: 'C',
      bytes: share(values.length),
    } as const;
    places.set(tensor, matrix(table, values));
    if (header) named.set(tensor, values.map(nameOf));
  }
  for (const column of own) {
    const tensor = {
      name: nameOf(column),
      dtype: 'int64',
      shape: [rows],
      order: 'C',
      bytes: share(1),
    } as const;
    places.set(tensor, matrix(table, [column]));
  }
  for (const column of texts) {
    const base = { name: nameOf(column), shape: [rows], order: 'C', bytes: share(1) } as const;
    if (column === label && numbers !== undefined) {
      const tensor: StoredTensor = { ...base, dtype: 'int32' };
      classes.set(tensor, numbers.names);
      places.set(tensor, classNumbers(table, column, numbers));
    } else places.set({ ...base, dtype: 'text', unreadable: column === id ? idText : textOnly }, null);
  }
  const ids: RowIds | undefined =
    id === undefined
      ? undefined
      : { column: nameOf(id), count: rows, read: idReader(table, id, dialect.kinds[id]) };
  const emptyNames = empty.map((column) => nameOf(column).trim() || `column ${column}`);
  const warnings = [
    ...(dialect.encoding === 'UTF-8'
      ? []
      : ['The text is no UTF-8 and is read as Windows-1252: if letters look wrong, save it as UTF-8.']),
    ...(empty.length === 0
      ? []
      : [`Left out, because the first rows of them are empty: ${someOf(emptyNames)}.`]),
  ];
  return {
    places,
    metadata: describe(dialect, columns, numbers),
    warnings,
    classes,
    columns: named,
    ...(ids === undefined ? {} : { ids }),
  };
}

function describe(
  { separator, decimal, header, names }: Dialect,
  { values, label, id }: Columns,
  numbers: ClassNumbers | undefined,
): [string, string][] {
  const nameOf = (column: number): string => names[column] ?? '';
  const facts: [string, string][] = [
    ['separator', separatorNames.get(separator) ?? ''],
    ['header', header ? 'the first line' : 'none'],
  ];
  if (decimal === 0x2c) facts.push(['decimal mark', 'comma']);
  if (values.length > 0) facts.push(['columns of "values"', someOf(values.map(nameOf))]);
  if (label !== undefined && numbers !== undefined)
    facts.push([`classes of "${nameOf(label)}"`, someOf(numbers.names.map((name, i) => `${i} = ${name}`))]);
  if (id !== undefined) facts.push(['ids of the rows', nameOf(id)]);
  return facts;
}

/** Columns of numbers, row by row. */
function matrix(table: Table, columns: readonly number[]): Place {
  const width = columns.length;
  return {
    read: async (first, count) => {
      const row = Math.floor(first / width);
      const values = await table.numbers(columns, row, Math.ceil((first + count) / width) - row);
      return values.subarray(first - row * width, first - row * width + count);
    },
  };
}

/** Reads the ids in a column; whole numbers as the digits that other files have for them. */
function idReader(table: Table, column: number, kind: Dialect['kinds'][number] | undefined): RowIds['read'] {
  if (kind !== 'whole' && kind !== 'long') return (first, count) => table.texts(column, first, count);
  return async (first, count) => (await table.texts(column, first, count)).map(wholeText);
}

/** A column of texts as the numbers of the classes they name. */
function classNumbers(table: Table, column: number, numbers: ClassNumbers): Place {
  return {
    read: async (first, count) =>
      Float64Array.from(await table.texts(column, first, count), (text) => numbers.of(text)),
  };
}
