import { unescape } from './escapes';
import type { Literal } from './literal';
import { quotedLiterals, type QuotedLanguage } from './quoted';

const language: QuotedLanguage = {
  opener: /\/\/|\/\*|"/g,
  string: (_text, _at, quote) =>
    quote === '"' ? { escapes: true, lines: false, decode: unescape } : undefined,
};

/** The strings of JSON, keys included; comments (JSON with comments) are left out. */
export function json(text: string): Generator<Literal> {
  return quotedLiterals(text, language);
}
