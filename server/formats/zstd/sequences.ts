import { BackwardBits, damaged } from './bits';
import { readTable, tableOf, tableOfOne, type FseTable } from './fse';
import { mostOfBlock } from './literals';

/** The tables of a block, for a later one that says that it has the same. */
export interface Tables {
  readonly literals: FseTable;
  readonly offsets: FseTable;
  readonly matches: FseTable;
}

/** Extra bits of the codes of lengths, and the length each begins with: RFC 8878, 3.1.1.3.2.1.1. */
function codes(
  bits: readonly number[],
  first: number,
): { readonly bits: Uint8Array; readonly bases: Int32Array } {
  let base = first;
  const bases = bits.map((count) => (base += 2 ** count) - 2 ** count);
  return { bits: Uint8Array.from(bits), bases: Int32Array.from(bases) };
}
const none = (count: number): number[] => Array.from({ length: count }, () => 0);
const literalLengths = codes(
  [...none(16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  0,
);
const matchLengths = codes(
  [...none(32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  3,
);

/** What is used where a block has no tables of its own: RFC 8878, 3.1.1.3.2.2. */
const usual: Tables = {
  literals: tableOf(
    [
      4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
      -1, -1,
    ],
    6,
  ),
  offsets: tableOf(
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
    5,
  ),
  matches: tableOf(
    [
      1,
      4,
      3,
      2,
      2,
      2,
      2,
      2,
      2,
      ...Array.from({ length: 37 }, () => 1),
      ...Array.from({ length: 7 }, () => -1),
    ],
    6,
  ),
};

/** Which kind of table, largest number of states as a power of two, largest symbol; in the order of the block. */
const kinds = [
  ['literals', 6, 9, 35],
  // Of larger ones each reaches further back than any output.
  ['offsets', 4, 8, 30],
  ['matches', 2, 9, 52],
] as const;

/** Where output goes, and what is known of it. */
export interface Output {
  readonly bytes: Uint8Array;
  /** Where the frame began. */
  readonly start: number;
  at: number;
  /** The last three distances, which the next may be told by. */
  readonly distances: [number, number, number];
}

/**
 * Carries out what a block says: literals, then a piece of what was there before, in turns. Returns its tables.
 * Work and output are bounded: no block puts out more than 128 KiB.
 * @param block the bytes behind the literals
 */
export function runSequences(
  block: Uint8Array,
  literals: Uint8Array,
  output: Output,
  earlier: Tables | undefined,
): Tables | undefined {
  const most = Math.min(output.bytes.length, output.at + mostOfBlock);
  const [first = damaged(), second = 0, third = 0] = block;
  let at = first < 128 ? 1 : first < 255 ? 2 : 3;
  const count =
    first < 128 ? first : first < 255 ? (first - 128) * 256 + second : second + third * 256 + 0x7f00;
  if (count === 0) {
    if (block.length > at) damaged();
    append(literals, output, most);
    return earlier;
  }
  const modes = block[at++] ?? damaged();
  if ((modes & 3) !== 0) damaged();
  const tables = { ...(earlier ?? usual) };
  for (const [kind, shift, log, last] of kinds) {
    const mode = (modes >> shift) & 3;
    if (mode === 0) tables[kind] = usual[kind];
    else if (mode === 1) {
      const symbol = block[at++] ?? damaged();
      tables[kind] = symbol > last ? damaged() : tableOfOne(symbol);
    } else if (mode === 2) {
      const read = readTable(block, at, log, last);
      [tables[kind], at] = [read.table, read.end];
    } else if (earlier === undefined) damaged();
  }
  const rest = execute(new BackwardBits(block.subarray(at)), count, tables, literals, output, most);
  append(rest, output, most);
  return tables;
}

/** Returns the literals that are left. */
function execute(
  input: BackwardBits,
  count: number,
  tables: Tables,
  literals: Uint8Array,
  output: Output,
  most: number,
): Uint8Array {
  const { literals: ll, offsets: of, matches: ml } = tables;
  const { bytes, distances, start } = output;
  let a = input.take(ll.log);
  let b = input.take(of.log);
  let c = input.take(ml.log);
  let from = 0;
  let to = output.at;
  for (let i = 0; i < count; i++) {
    const literal = ll.symbols[a] ?? 0;
    const offset = of.symbols[b] ?? 0;
    const match = ml.symbols[c] ?? 0;
    const value = (1 << offset) + input.take(offset);
    const length = (matchLengths.bases[match] ?? 0) + input.take(matchLengths.bits[match] ?? 0);
    const plain = (literalLengths.bases[literal] ?? 0) + input.take(literalLengths.bits[literal] ?? 0);
    if (i + 1 < count) {
      a = (ll.bases[a] ?? 0) + input.take(ll.bits[a] ?? 0);
      c = (ml.bases[c] ?? 0) + input.take(ml.bits[c] ?? 0);
      b = (of.bases[b] ?? 0) + input.take(of.bits[b] ?? 0);
    }
    const distance = distanceOf(value, plain === 0, distances);
    if (input.left < 0 || from + plain > literals.length || to + plain + length > most) damaged();
    for (let end = to + plain; to < end;) bytes[to++] = literals[from++] ?? 0;
    if (distance < 1 || distance > to - start) damaged();
    // One by one, because what is copied may reach into what it makes.
    for (let end = to + length; to < end; to++) bytes[to] = bytes[to - distance] ?? 0;
  }
  if (input.left !== 0) damaged();
  output.at = to;
  return literals.subarray(from);
}

/** How far back, where small values stand for one of the last three distances: RFC 8878, 3.1.1.5. */
function distanceOf(value: number, noLiterals: boolean, distances: [number, number, number]): number {
  const a = distances[0];
  const b = distances[1];
  const which = value > 3 ? 4 : value - (noLiterals ? 0 : 1);
  if (which === 0) return a;
  const distance = which === 1 ? b : which === 2 ? distances[2] : which === 3 ? a - 1 : value - 3;
  if (which > 1) distances[2] = b;
  distances[1] = a;
  distances[0] = distance;
  return distance;
}

function append(literals: Uint8Array, output: Output, most: number): void {
  if (output.at + literals.length > most) damaged();
  output.bytes.set(literals, output.at);
  output.at += literals.length;
}
