/** Arguments of the oldest protocol are lines of text, as Python's repr writes them. undefined: it is none. */

const longestDigits = 1000;

/** Whole numbers up to 2^53 as numbers, larger ones as bigint. */
function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Two's complement, the lowest byte first. */
export function integerOfBytes(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  const hex = Buffer.from(bytes).reverse().toString('hex');
  return plain(BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`)));
}

/** `01` and `00` are True and False; an L at the end is from Python 2. */
export function integerOfLine(line: string): number | bigint | boolean | undefined {
  if (line === '01') return true;
  if (line === '00') return false;
  if (line.length > longestDigits || !/^\s*[-+]?\d+L?\s*$/.test(line)) return undefined;
  return plain(BigInt(line.trim().replace(/^\+|L$/g, '')));
}

export function floatOfLine(line: string): number | undefined {
  const special = /^\s*([-+]?)(nan|inf(?:inity)?)\s*$/i.exec(line);
  if (special !== null) {
    const value = special[2]?.toLowerCase() === 'nan' ? NaN : Infinity;
    return special[1] === '-' ? -value : value;
  }
  return line.length <= longestDigits && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(line)
    ? Number(line)
    : undefined;
}

const escapes = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
]);

/** A string of Python 2 in quotes, one character a byte. */
export function textOfRepr(line: string): string | undefined {
  const quote = line[0];
  const inner = line.slice(1, -1);
  if (line.length < 2 || (quote !== "'" && quote !== '"') || line.at(-1) !== quote) return undefined;
  return inner.replace(
    /\\(?:x([\da-f]{2})|([0-7]{1,3})|(.))/gi,
    (_, hex: string | undefined, octal: string | undefined, letter: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      return escapes.get(letter ?? '') ?? letter ?? '';
    },
  );
}

/** Text in Latin-1 with \uXXXX and \UXXXXXXXX for other characters. */
export function textOfUnicodeLine(line: string): string | undefined {
  const escaped = /\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8})/g;
  const pointOf = (escape: string): number => parseInt(escape.slice(2), 16);
  if (line.match(escaped)?.some((escape) => pointOf(escape) > 0x10ffff) === true) return undefined;
  return line.replace(escaped, (escape) => String.fromCodePoint(pointOf(escape)));
}
