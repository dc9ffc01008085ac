import { unescape } from './escapes';
import type { Literal } from './literal';
import { quotedLiterals, type QuotedLanguage } from './quoted';

// A raw string still takes a backslash before the quote as part of the string, so both kinds close the same way.
// f-strings need no care here: one with a replacement field keeps its braces, and no path with braces is looked up.
const language: QuotedLanguage = {
  opener: /#|'''|"""|'|"/g,
  string(text, at, quote) {
    if (quote === '#') return undefined;
    const lines = quote.length === 3;
    return isRaw(text, at) ? { escapes: true, lines } : { escapes: true, lines, decode: unescape };
  },
};

/** The string literals of Python; comments are left out. */
export function python(text: string): Generator<Literal> {
  return quotedLiterals(text, language);
}

function isRaw(text: string, quoteAt: number): boolean {
  return /(?:^|[^\w])(?:r|[bft]r|r[bft])$/i.test(text.slice(Math.max(0, quoteAt - 3), quoteAt));
}
