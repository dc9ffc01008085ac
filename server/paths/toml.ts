import { unescape } from './escapes';
import type { Literal } from './literal';
import { quotedLiterals, type QuotedLanguage } from './quoted';

const language: QuotedLanguage = {
  opener: /#|'''|"""|'|"/g,
  string(_text, _at, quote) {
    if (quote === '#') return undefined;
    const lines = quote.length === 3;
    // TOML's single-quoted strings are literal: nothing in them is an escape.
    return quote.startsWith("'") ? { escapes: false, lines } : { escapes: true, lines, decode: unescape };
  },
};

/** The basic and literal strings of TOML, on one line or several. */
export function toml(text: string): Generator<Literal> {
  return quotedLiterals(text, language);
}
