import { BadInput, quoted } from '../../tensors/badInput';
import type { Cursor } from '../cursor';

/** More keys than any model has; a tokenizer is a few lists. */
export const mostKeys = 100_000;
const longestKey = 65_535;
const deepestList = 4;
const mostLists = 10_000;
/** What is shown of a text, and of a text and the number of values in a list. */
const textShown = 2000;
const textInListShown = 40;
const valuesShown = 6;
const keysShown = 1000;
const text = 8;
const list = 9;
/** No header is longer: where it would be, its lists of texts would be walked over for minutes. */
const longestMetadata = 128 * 2 ** 20;

/** Values of fixed size by the number of their type: bytes, and how they are read. */
const scalars = new Map<number, { size: number; read: (view: DataView, little: boolean) => unknown }>([
  [0, { size: 1, read: (view) => view.getUint8(0) }],
  [1, { size: 1, read: (view) => view.getInt8(0) }],
  [2, { size: 2, read: (view, little) => view.getUint16(0, little) }],
  [3, { size: 2, read: (view, little) => view.getInt16(0, little) }],
  [4, { size: 4, read: (view, little) => view.getUint32(0, little) }],
  [5, { size: 4, read: (view, little) => view.getInt32(0, little) }],
  [6, { size: 4, read: (view, little) => shortest(view.getFloat32(0, little)) }],
  [7, { size: 1, read: (view) => view.getUint8(0) !== 0 }],
  [10, { size: 8, read: (view, little) => view.getBigUint64(0, little) }],
  [11, { size: 8, read: (view, little) => view.getBigInt64(0, little) }],
  [12, { size: 8, read: (view, little) => view.getFloat64(0, little) }],
]);

/** A float32 with as many digits as it has. */
function shortest(value: number): number {
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === value ? short : value;
}

/** The keys and values of a header. */
export interface Metadata {
  /** For people: long texts are cut, of lists the first values and the length are told. */
  readonly shown: readonly (readonly [string, string])[];
  /** The numbers under keys that tell how the file is laid out. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Keys whose values we use ourselves. */
const used: ReadonlySet<string> = new Set([
  'general.alignment',
  'split.no',
  'split.count',
  'split.tensors.count',
]);

/** Reads `count` keys with their values; the cursor is after them then. Throws BadInput. */
export async function readMetadata(cursor: Cursor, count: number): Promise<Metadata> {
  const { path } = cursor.file;
  const shown: (readonly [string, string])[] = [];
  const numbers = new Map<string, number>();
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) {
    const key = await readKey(cursor, i);
    if (seen.has(key)) throw new BadInput(`${path} has the key ${quoted(key)} twice.`);
    seen.add(key);
    const value = await readValue(cursor, key);
    if (used.has(key)) {
      if (typeof value !== 'number' && typeof value !== 'bigint')
        throw new BadInput(`${path}: the value of ${quoted(key)} is not a number.`);
      numbers.set(key, Number(value));
    }
    if (shown.length < keysShown) shown.push([key, String(value)]);
  }
  if (count > keysShown) shown.push(['…', `${count - keysShown} more keys`]);
  return { shown, numbers };
}

async function readKey(cursor: Cursor, index: number): Promise<string> {
  const at = cursor.position;
  const length = await readLength(cursor);
  if (length === 0) throw new BadInput(`${cursor.file.path}: key ${index} at byte ${at} is empty.`);
  if (length > longestKey)
    throw new BadInput(
      `${cursor.file.path}: key ${index} at byte ${at} has ${length} bytes, more than ${longestKey}.`,
    );
  if (!cursor.has(length)) await cursor.fill(length);
  return cursor.text(length);
}

async function readValue(cursor: Cursor, key: string): Promise<unknown> {
  if (!cursor.has(4)) await cursor.fill(4);
  const type = cursor.u32();
  if (type === text) return readText(cursor, textShown);
  if (type === list) return readList(cursor, key, { depth: 1, lists: 0 });
  const scalar = scalarOf(cursor, key, type);
  if (!cursor.has(scalar.size)) await cursor.fill(scalar.size);
  return scalar.read(cursor.view(scalar.size), cursor.littleEndian);
}

function scalarOf(
  cursor: Cursor,
  key: string,
  type: number,
): { size: number; read: (v: DataView, l: boolean) => unknown } {
  const scalar = scalars.get(type);
  if (scalar !== undefined) return scalar;
  throw new BadInput(
    `${cursor.file.path}: the value of ${quoted(key)} at byte ${cursor.position} has type ${type}, which is not known.`,
  );
}

/** The length before a text. Throws BadInput where the text would end after the file. */
async function readLength(cursor: Cursor): Promise<number> {
  if (!cursor.has(8)) await cursor.fill(8);
  const at = cursor.position;
  const length = cursor.u64();
  if (length > cursor.left) throw tooLong(cursor, `the text at byte ${at} claims ${length} bytes`);
  return length;
}

function tooLong(cursor: Cursor, claim: string): BadInput {
  return new BadInput(
    `${cursor.file.path} is cut short or damaged: ${claim}, and ${cursor.left} are left; copy or download it again.`,
  );
}

/** A text, of which the first characters are kept. */
async function readText(cursor: Cursor, most: number): Promise<string> {
  const length = await readLength(cursor);
  const end = cursor.position + length;
  // A character has four bytes at most.
  const kept = Math.min(length, 4 * most);
  if (!cursor.has(kept)) await cursor.fill(kept);
  const characters = cursor.text(kept);
  cursor.position = end;
  if (kept === length && characters.length <= most) return characters;
  return `${characters.slice(0, most)}… (${length} bytes)`;
}

/** How deep in lists of lists the reading is, and how many lists it has come by. */
interface Nesting {
  depth: number;
  lists: number;
}

/** A list, of which the first values and the length are told. */
async function readList(cursor: Cursor, key: string, nesting: Nesting): Promise<string> {
  const { path } = cursor.file;
  if (!cursor.has(12)) await cursor.fill(12);
  const at = cursor.position;
  const type = cursor.u32();
  const count = cursor.u64();
  const size = type === text ? 8 : type === list ? 12 : scalarOf(cursor, key, type).size;
  if (count * size > cursor.left) {
    throw tooLong(cursor, `the list at byte ${at} claims ${count} values, at least ${count * size} bytes`);
  }
  if (nesting.depth > deepestList || nesting.lists++ > mostLists) {
    const limit = `more than ${deepestList} deep or more than ${mostLists} in all`;
    throw new BadInput(`${path}: the value of ${quoted(key)} has lists in lists, ${limit}.`);
  }
  const values: string[] = [];
  const scalar = scalars.get(type);
  for (let i = 0; i < count && (scalar === undefined || i < valuesShown); i++) {
    if (i >= valuesShown && type === text) {
      await skipTexts(cursor, count - i);
      break;
    }
    if (scalar !== undefined) {
      if (!cursor.has(size)) await cursor.fill(size);
      values.push(String(scalar.read(cursor.view(size), cursor.littleEndian)));
    } else if (type === text) {
      values.push(quoted(await readText(cursor, textInListShown)));
    } else {
      nesting.depth++;
      const inner = await readList(cursor, key, nesting);
      nesting.depth--;
      if (i < valuesShown) values.push(inner);
    }
    checkLength(cursor);
  }
  if (scalar !== undefined) cursor.position += Math.max(0, count - valuesShown) * size;
  return `[${values.join(', ')}${count > valuesShown ? `, … ${count} in all` : ''}]`;
}

/** Goes over texts without keeping any; waits only where a new piece of the file is needed. */
async function skipTexts(cursor: Cursor, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    if (!cursor.has(8)) {
      await cursor.fill(8);
      checkLength(cursor);
    }
    const at = cursor.position;
    const length = cursor.u64();
    if (length > cursor.left) throw tooLong(cursor, `the text at byte ${at} claims ${length} bytes`);
    cursor.position += length;
  }
}

function checkLength(cursor: Cursor): void {
  if (cursor.position <= longestMetadata) return;
  throw new BadInput(`${cursor.file.path} has metadata of more than ${longestMetadata} bytes: no model has.`);
}
