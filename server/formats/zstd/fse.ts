import { damaged, highBit } from './bits';

/** A table of finite state entropy: for each state its symbol, the bits read next, and what is added to them. */
export interface FseTable {
  /** Bits of the first state. */
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** The table of one symbol, which takes no bits. */
export function tableOfOne(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), bases: new Uint16Array(1) };
}

/**
 * A table as a block describes it from a byte on, and the byte after it: RFC 8878, 4.1.1.
 * @param mostLog of states there may be two to this power
 * @param lastSymbol the largest symbol there may be
 */
export function readTable(
  bytes: Uint8Array,
  at: number,
  mostLog: number,
  lastSymbol: number,
): { readonly table: FseTable; readonly end: number } {
  const log = ((bytes[at] ?? damaged()) & 15) + 5;
  if (log > mostLog) damaged();
  let bit = 8 * at + 4;
  const peek = (count: number): number => {
    const byte = bit >> 3;
    const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
    return (word >> (bit & 7)) & (2 ** count - 1);
  };
  const probabilities: number[] = [];
  for (let left = 2 ** log; left > 0;) {
    if (probabilities.length > lastSymbol || bit > 8 * bytes.length) damaged();
    const probability = takeProbability(left);
    probabilities.push(probability);
    // Less than one counts as one.
    left -= Math.abs(probability);
    if (left < 0) damaged();
    if (probability !== 0) continue;
    for (let repeat = 3; repeat === 3 && probabilities.length <= lastSymbol;) {
      repeat = peek(2);
      bit += 2;
      for (let i = 0; i < repeat; i++) probabilities.push(0);
    }
  }
  if (probabilities.length > lastSymbol + 1 || bit > 8 * bytes.length) damaged();
  return { table: tableOf(probabilities, log), end: (bit + 7) >> 3 };

  /** A number of as many bits as what is left needs; small ones take one bit less. */
  function takeProbability(left: number): number {
    const bits = highBit(left + 1);
    const spare = 2 ** (bits + 1) - 2 - left;
    const low = peek(bits);
    if (low < spare) {
      bit += bits;
      return low - 1;
    }
    const value = peek(bits + 1);
    bit += bits + 1;
    return (value >= 2 ** bits ? value - spare : value) - 1;
  }
}

/** The table of symbols with these probabilities, of which there are two to the power of `log`; -1: less than one. */
export function tableOf(probabilities: readonly number[], log: number): FseTable {
  const size = 2 ** log;
  const symbols = new Uint8Array(size);
  let high = size;
  for (const [symbol, probability] of probabilities.entries()) if (probability < 0) symbols[--high] = symbol;
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  for (const [symbol, probability] of probabilities.entries()) {
    for (let i = 0; i < probability; i++) {
      symbols[position] = symbol;
      do position = (position + step) & (size - 1);
      while (position >= high);
    }
  }
  if (position !== 0) damaged();
  const next = probabilities.map(Math.abs);
  const [bits, bases] = [new Uint8Array(size), new Uint16Array(size)];
  for (const [state, symbol] of symbols.entries()) {
    const number = next[symbol] ?? damaged();
    next[symbol] = number + 1;
    const count = log - highBit(number);
    bits[state] = count;
    bases[state] = (number << count) - size;
  }
  return { log, symbols, bits, bases };
}
