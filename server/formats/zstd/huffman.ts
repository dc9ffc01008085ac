import { BackwardBits, damaged, highBit } from './bits';
import { readTable } from './fse';

/** A table of prefix codes: for each number of `log` bits, the symbol it begins with, and how many bits that has. */
export interface HuffmanTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

const mostLog = 11;
/** The last one of 256 is not written. */
const mostWeights = 255;

/** A table as a block describes it from a byte on, and the byte after it: RFC 8878, 4.2.1. */
export function readHuffman(
  bytes: Uint8Array,
  at: number,
): { readonly table: HuffmanTable; readonly end: number } {
  const head = bytes[at] ?? damaged();
  const count = head - 127;
  const end = at + 1 + (head < 128 ? head : (count + 1) >> 1);
  if (end > bytes.length) damaged();
  const described = bytes.subarray(at + 1, end);
  const nibble = (i: number): number => ((described[i >> 1] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 15;
  return {
    table: tableOf(head < 128 ? weights(described) : Array.from({ length: count }, (_, i) => nibble(i))),
    end,
  };
}

/** Weights that are compressed themselves, by two states that take turns. */
function weights(bytes: Uint8Array): number[] {
  const { table, end } = readTable(bytes, 0, 6, mostLog + 1);
  const input = new BackwardBits(bytes.subarray(end));
  const found: number[] = [];
  let [state, other] = [input.take(table.log), input.take(table.log)];
  if (input.left < 0) damaged();
  while (found.length < mostWeights) {
    found.push(table.symbols[state] ?? 0);
    const next = (table.bases[state] ?? 0) + input.take(table.bits[state] ?? 0);
    if (input.left < 0) {
      found.push(table.symbols[other] ?? 0);
      return found.length > mostWeights ? damaged() : found;
    }
    [state, other] = [other, next];
  }
  // No writer makes more; a table of one symbol, which takes no bits, would go on for ever.
  return damaged();
}

function tableOf(given: readonly number[]): HuffmanTable {
  const cells = (weight: number): number => (weight === 0 ? 0 : 2 ** (weight - 1));
  if (given.some((weight) => weight > mostLog)) damaged();
  const sum = given.reduce((total, weight) => total + cells(weight), 0);
  const log = sum === 0 ? damaged() : highBit(sum) + 1;
  const last = 2 ** log - sum;
  if (log > mostLog || (last & (last - 1)) !== 0) damaged();
  const all = [...given, highBit(last) + 1];
  const [symbols, bits] = [new Uint8Array(2 ** log), new Uint8Array(2 ** log)];
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    for (const [symbol, its] of all.entries()) {
      if (its !== weight) continue;
      symbols.fill(symbol, at, at + cells(weight));
      bits.fill(log + 1 - weight, at, at + cells(weight));
      at += cells(weight);
    }
  }
  return { log, symbols, bits };
}

/** Fills `target` with the symbols of one stream, which must hold exactly so many. */
export function decodeStream(
  bytes: Uint8Array,
  { log, symbols, bits }: HuffmanTable,
  target: Uint8Array,
): void {
  let { left } = new BackwardBits(bytes);
  const mask = 2 ** log - 1;
  let i = 0;
  for (; i < target.length && left >= log; i++) {
    const first = left - log;
    const byte = first >> 3;
    const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
    const code = (word >> (first & 7)) & mask;
    target[i] = symbols[code] ?? 0;
    left -= bits[code] ?? 0;
  }
  // The last codes may be shorter than what is looked at.
  for (; i < target.length && left > 0; i++) {
    const code = (((bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8)) << (log - left)) & mask;
    target[i] = symbols[code] ?? 0;
    left -= bits[code] ?? 0;
  }
  if (i < target.length || left !== 0) damaged();
}
