import { unescape } from './escapes';
import { breathEvery, closingQuote, lineEnd, type Literal } from './literal';

const isBlank = (c: string | undefined): boolean =>
  c === undefined || c === ' ' || c === '\t' || c === '\n' || c === '\r';

/** The scalars of YAML, plain, single- and double-quoted, keys included. Each is looked for on one line. */
export function* yaml(text: string): Generator<Literal> {
  let at = 0;
  let flow = 0;
  let pause = breathEvery;
  while (at < text.length) {
    if (at >= pause) {
      pause = at + breathEvery;
      yield { start: at, end: at };
    }
    const c = text[at] ?? '';
    if (c === '#') {
      at = lineEnd(text, at);
    } else if (c === '"' || c === "'") {
      // A quote written as two inside single quotes only cuts the scalar in two: no file name is lost by it.
      const end = closingQuote(text, at + 1, c, { escapes: c === '"', lines: false });
      if (end >= 0) yield { start: at + 1, end, ...(c === '"' && { decode: unescape }) };
      at = end >= 0 ? end + 1 : ~end;
    } else if (c === '[' || c === '{') {
      flow++;
      at++;
    } else if (c === ']' || c === '}') {
      flow = Math.max(0, flow - 1);
      at++;
    } else if (isBlank(c) || c === ',' || isIndicator(text, at, c)) {
      at++;
    } else if ('&*!|>%@`'.includes(c)) {
      // Anchors, aliases, tags and block headers: the word says nothing about a path.
      while (!isBlank(text[at])) at++;
    } else {
      const stop = plainEnd(text, at, flow > 0);
      let end = stop;
      while (isBlank(text[end - 1])) end--;
      yield { start: at, end };
      at = stop;
    }
  }
}

function isIndicator(text: string, at: number, c: string): boolean {
  return (c === '-' || c === '?' || c === ':') && isBlank(text[at + 1]);
}

/** A plain scalar ends at the line's end, at ": ", at " #" and, inside brackets, at a comma or bracket. */
function plainEnd(text: string, from: number, inFlow: boolean): number {
  for (let i = from; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === '\n') return i;
    if (c === ':' && isBlank(text[i + 1])) return i;
    if (c === '#' && i > from && isBlank(text[i - 1])) return i;
    if (inFlow && (c === ',' || c === ']' || c === '}' || c === '[' || c === '{')) return i;
  }
  return text.length;
}
