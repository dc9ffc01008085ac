/** A piece of source text that may be a path: a string literal, a scalar, a link destination. */
export interface Literal {
  /** Offsets (UTF-16 units) of the content, without quotes. */
  readonly start: number;
  readonly end: number;
  /** How the written content becomes the value; absent when they are the same. */
  readonly decode?: (raw: string) => string;
}

/**
 * Finds the literals of one language in time linear in the text, however broken or hostile it is. Where there is none for
 * long, an empty one comes now and then: the caller may want to pause.
 */
export type Scanner = (text: string) => Generator<Literal>;

/** So much text (UTF-16 units) may go by without a literal. */
export const breathEvery = 65_536;

const backslash = 92;
const newline = 10;

/**
 * Where the literal that begins at `start` closes: the offset of the closing quote, or, when there is none, the
 * bitwise complement of the offset where the search gave up, so that the caller goes on there and not before.
 */
export function closingQuote(
  text: string,
  start: number,
  quote: string,
  { escapes, lines }: { escapes: boolean; lines: boolean },
): number {
  const first = quote.charCodeAt(0);
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash && escapes) i++;
    else if (code === newline && !lines) return ~i;
    else if (code === first && text.startsWith(quote, i)) return i;
  }
  return ~text.length;
}

/** The offset of the end of the line that contains `from`. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
