/** Tables stored column by column, in files of any format: what becomes of their columns. */
import { isSingle } from '../tensors/decode';
import type { DType, Values } from '../tensors/dtype';
import type { RowIds, StoredTensor } from './format';
import type { Contents } from './modelFile';
import type { Place } from './place';
import { ClassNumbers, idText, mostClasses, type Role, rolesOf, someOf, textOnly } from './tables';

/** A column of numbers, or of lists of numbers that all have one length. */
export interface NumberColumn {
  readonly kind: 'numbers';
  readonly name: string;
  readonly dtype: DType;
  /** Lengths of the lists, outermost first; none for plain numbers. */
  readonly lengths: readonly number[];
  /** Names of the classes that the numbers 0, 1, ... stand for, where the file has them. */
  readonly classes?: readonly string[];
  /** Elements [first, first + count) as float32 where that holds the type exactly, else float64. NaN for missing ones. */
  numbers(first: number, count: number): Promise<Values>;
  /** The numbers of rows [first, first + count) in digits, all of them; empty for missing ones. */
  texts(first: number, count: number): Promise<readonly string[]>;
}

export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  /** The texts of rows [first, first + count); empty for missing ones. */
  texts(first: number, count: number): Promise<readonly string[]>;
}

export interface OtherColumn {
  readonly kind: 'other';
  readonly name: string;
  /** What the file calls its type, and why it cannot be read. */
  readonly dtype: string;
  readonly unreadable: string;
}

export type Column = NumberColumn | TextColumn | OtherColumn;

/** A column of classes as text is read once as it is opened, unless it has more rows than this. */
const mostLabelRows = 5_000_000;
const rowsAtOnce = 2 ** 16;

/**
 * Makes tensors of the columns of a table, its matrix in the order that is quick to read: all plain columns of numbers are one matrix "values" `[rows x columns]`
 * (a single one keeps its name), except whole numbers that are labels or ids by their names; each column of lists is a
 * tensor `[rows x ...]`; the first text column called like labels is numbered. Throws BadInput when a column cannot be read.
 */
export async function tensorsOf(
  rows: number,
  columns: readonly Column[],
  order: 'C' | 'F' = 'C',
): Promise<Contents> {
  const roles = await rolesIn(rows, columns);
  const places = new Map<StoredTensor, Place | null>();
  const classes = new Map<StoredTensor, readonly string[]>();
  const named = new Map<StoredTensor, readonly string[]>();
  const metadata: [string, string][] = [];
  const plain = columns.filter(
    (column, i): column is NumberColumn => isPlain(column) && !isOwn(column, roles[i]),
  );
  const first = plain.length > 1 ? plain[0] : undefined;
  for (const [i, column] of columns.entries()) {
    if (column === first) {
      const [tensor, place] = matrix(rows, plain, order);
      places.set(tensor, place);
      const names = plain.map(({ name }) => name);
      named.set(tensor, names);
      metadata.push(['columns of "values"', someOf(names)]);
    } else if (column.kind === 'numbers') {
      if (first !== undefined && isPlain(column) && !isOwn(column, roles[i])) continue;
      const tensor = numbers(rows, column);
      places.set(tensor, { read: (from, count) => column.numbers(from, count) });
      if (column.classes !== undefined) classes.set(tensor, column.classes);
    } else if (column.kind === 'other') {
      const { name, dtype, unreadable } = column;
      places.set({ name, dtype, shape: [rows], order: 'C', bytes: 0, unreadable }, null);
    } else {
      const numbered = roles[i] === 'label' && classes.size === 0 ? await classesOf(rows, column) : undefined;
      const base = { name: column.name, shape: [rows], order: 'C', bytes: 0 } as const;
      if (numbered === undefined) {
        places.set({ ...base, dtype: 'text', unreadable: roles[i] === 'id' ? idText : textOnly }, null);
      } else {
        const tensor: StoredTensor = { ...base, dtype: 'int32' };
        places.set(tensor, classNumbers(column, numbered));
        classes.set(tensor, numbered.names);
      }
    }
  }
  for (const [{ name }, names] of classes)
    metadata.push([`classes of "${name}"`, someOf(names.map((each, number) => `${number} = ${each}`))]);
  const ids = idsOf(rows, columns, roles);
  if (ids !== undefined) metadata.push(['ids of the rows', ids.column]);
  return { places, classes, columns: named, metadata, ...(ids === undefined ? {} : { ids }) };
}

/** Rows by which it is told whether fractions are ids: whole numbers become such where one was missing. */
const rowsLookedAt = 1000;

/** What columns are for, by their names; fractions are no ids. */
async function rolesIn(rows: number, columns: readonly Column[]): Promise<readonly Role[]> {
  const named = rolesOf(columns.map(({ name }) => name));
  const checked = columns.map(async (column, i): Promise<Role> => {
    const role = named[i] ?? 'other';
    if (role !== 'id' || !isPlain(column) || !isReal(column)) return role;
    const some = Array.from(await column.numbers(0, Math.min(rows, rowsLookedAt)));
    return some.every((value) => Number.isNaN(value) || Number.isSafeInteger(value)) ? role : 'other';
  });
  return Promise.all(checked);
}

function isReal({ dtype }: NumberColumn): boolean {
  return /^float(?:32|64)$/.test(dtype);
}

function isPlain(column: Column): column is NumberColumn {
  return column.kind === 'numbers' && column.lengths.length === 0;
}

/** Whether a plain column is a tensor of its own: whole numbers that are labels or ids, or stand for names. */
function isOwn(column: NumberColumn, role: string | undefined): boolean {
  const { dtype, classes } = column;
  if (classes !== undefined || (role === 'id' && isReal(column))) return true;
  return role !== 'other' && /^u?int|^bool$/.test(dtype);
}

function numbers(rows: number, { name, dtype, lengths }: NumberColumn): StoredTensor {
  const shape = [rows, ...lengths];
  return { name, dtype, shape, order: 'C', bytes: bytesOf(dtype, shape) };
}

/** Bytes of values that are not compressed. */
function bytesOf(dtype: DType, shape: readonly number[]): number {
  const bits = dtype === 'bool' ? 1 : Number(/(?<=[a-z])\d+/.exec(dtype)?.[0] ?? 64);
  return Math.ceil((shape.reduce((product, length) => product * length, 1) * bits) / 8);
}

/** Plain columns side by side; of their common type, or float64. */
function matrix(rows: number, columns: readonly NumberColumn[], order: 'C' | 'F'): [StoredTensor, Place] {
  const types = new Set(columns.map(({ dtype }) => dtype));
  const [common] = types;
  const dtype = types.size === 1 && common !== undefined ? common : 'float64';
  const bytes = columns.reduce((sum, column) => sum + bytesOf(column.dtype, [rows]), 0);
  const make = (length: number): Values =>
    isSingle(dtype) ? new Float32Array(length) : new Float64Array(length);
  const place = order === 'C' ? rowByRow(columns, make) : columnByColumn(rows, columns, make);
  return [{ name: 'values', dtype, shape: [rows, columns.length], order, bytes }, place];
}

function rowByRow(columns: readonly NumberColumn[], make: (length: number) => Values): Place {
  const width = columns.length;
  return {
    read: async (first, count) => {
      const row = Math.floor(first / width);
      const height = Math.ceil((first + count) / width) - row;
      const values = make(height * width);
      for (const [c, column] of columns.entries()) {
        const some = await column.numbers(row, height);
        for (let r = 0; r < height; r++) values[r * width + c] = some[r] ?? NaN;
      }
      return values.subarray(first - row * width, first - row * width + count);
    },
  };
}

function columnByColumn(
  rows: number,
  columns: readonly NumberColumn[],
  make: (length: number) => Values,
): Place {
  return {
    read: async (first, count) => {
      const values = make(count);
      for (let done = 0; done < count;) {
        const row = (first + done) % rows;
        const some = Math.min(count - done, rows - row);
        values.set((await columns[(first + done - row) / rows]?.numbers(row, some)) ?? [], done);
        done += some;
      }
      return values;
    },
  };
}

async function classesOf(rows: number, column: TextColumn): Promise<ClassNumbers | undefined> {
  if (rows > mostLabelRows) return undefined;
  const found = new Set<string>();
  for (let first = 0; first < rows; first += rowsAtOnce) {
    for (const text of await column.texts(first, Math.min(rowsAtOnce, rows - first)))
      if (text !== '' && found.add(text).size > mostClasses) return undefined;
  }
  return new ClassNumbers(found);
}

function classNumbers(column: TextColumn, named: ClassNumbers): Place {
  return {
    read: async (first, count) =>
      Float64Array.from(await column.texts(first, count), (text) => named.of(text)),
  };
}

function idsOf(rows: number, columns: readonly Column[], roles: readonly string[]): RowIds | undefined {
  const column = columns.find(
    (each, i) => roles[i] === 'id' && (each.kind === 'text' || (isPlain(each) && isOwn(each, roles[i]))),
  );
  if (column === undefined || column.kind === 'other') return undefined;
  if (column.kind === 'text' || !isReal(column))
    return { column: column.name, count: rows, read: (first, count) => column.texts(first, count) };
  const read = async (first: number, count: number): Promise<readonly string[]> =>
    Array.from(await column.numbers(first, count), (value) => (Number.isNaN(value) ? '' : String(value)));
  return { column: column.name, count: rows, read };
}
