import { closingQuote, lineEnd, type Literal } from './literal';

/** How a language with quoted strings and comments is written. */
export interface QuotedLanguage {
  /** Global; matches the next thing that opens a string or a comment. */
  readonly opener: RegExp;
  /** What a string opened by `quote` at `at` is like; undefined: it is no string but a comment. */
  string(text: string, at: number, quote: string): QuotedString | undefined;
}

export interface QuotedString {
  readonly escapes: boolean;
  readonly lines: boolean;
  readonly decode?: (raw: string) => string;
}

/** The strings of a language made of quotes and comments. */
export function* quotedLiterals(text: string, language: QuotedLanguage): Generator<Literal> {
  const opener = new RegExp(language.opener);
  let at = 0;
  for (;;) {
    opener.lastIndex = at;
    const match = opener.exec(text);
    if (!match) return;
    const quote = match[0];
    const start = match.index + quote.length;
    const string = language.string(text, match.index, quote);
    if (!string) {
      at = commentEnd(text, start, quote);
      continue;
    }
    const end = closingQuote(text, start, quote, string);
    if (end < 0) {
      at = ~end;
      continue;
    }
    yield { start, end, ...(string.decode && { decode: string.decode }) };
    at = end + quote.length;
  }
}

function commentEnd(text: string, start: number, mark: string): number {
  if (mark !== '/*') return lineEnd(text, start);
  const end = text.indexOf('*/', start);
  return end === -1 ? text.length : end + 2;
}
