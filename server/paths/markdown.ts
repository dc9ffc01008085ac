import { breathEvery, lineEnd, type Literal } from './literal';

const fence = /[ \t]{0,3}(`{3,}|~{3,})/y;
const definition = /[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]*/y;

/** Link destinations, inline code and the words of fenced code blocks in Markdown. */
export function* markdown(text: string): Generator<Literal> {
  let at = 0;
  let open = '';
  // Once no closing run of this length was found, none follows later either: keeps broken text linear.
  const unclosed = new Set<number>();
  const next = /`+|\]\(|\n/g;
  let lineStart = true;
  let pause = breathEvery;
  while (at < text.length) {
    if (at >= pause) {
      pause = at + breathEvery;
      yield { start: at, end: at };
    }
    if (lineStart) {
      lineStart = false;
      const mark = fenceMark(text, at, open);
      if (mark !== undefined) {
        open = open === '' ? mark : '';
        at = lineEnd(text, at);
      } else if (open !== '') {
        const end = lineEnd(text, at);
        yield* words(text, at, end);
        at = end;
      } else {
        const found = sticky(definition, text, at);
        if (found) at = yield* destination(text, at + found[0].length);
      }
    }
    next.lastIndex = at;
    const match = next.exec(text);
    if (!match) return;
    const mark = match[0];
    at = match.index + mark.length;
    if (mark === '\n') {
      lineStart = true;
    } else if (mark === '](') {
      at = yield* destination(text, at);
    } else if (mark.length <= 3 && !unclosed.has(mark.length)) {
      const end = closingRun(text, at, mark);
      if (end === -1) unclosed.add(mark.length);
      else {
        yield* words(text, at, end);
        at = end + mark.length;
      }
    }
  }
}

/** The mark of a line that opens a code block or closes the one opened by `open`. */
function fenceMark(text: string, at: number, open: string): string | undefined {
  const found = sticky(fence, text, at);
  const mark = found?.[1];
  if (!found || mark === undefined) return undefined;
  if (open !== '') return mark.startsWith(open) ? mark : undefined;
  // Backticks again on the same line: that is inline code, not a block.
  const line = text.slice(at + found[0].length, lineEnd(text, at));
  return mark.startsWith('`') && line.includes('`') ? undefined : mark;
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A run of exactly as many backticks; -1 when the text has none from here on. */
function closingRun(text: string, from: number, mark: string): number {
  const runs = /`+/g;
  runs.lastIndex = from;
  for (let run = runs.exec(text); run; run = runs.exec(text)) {
    if (run[0].length === mark.length) return run.index;
  }
  return -1;
}

function* words(text: string, start: number, end: number): Generator<Literal> {
  // In the piece alone: in the whole text, the search for a word the piece does not have would go on to its end.
  for (const { 0: word, index } of text.slice(start, end).matchAll(/[^\s'"`,;()=<>]+/g)) {
    yield { start: start + index, end: start + index + word.length };
  }
}

/** `path`, `<path with spaces>`, either with a title after it. Returns the offset to go on from. */
function* destination(text: string, start: number): Generator<Literal, number> {
  const pattern = text[start] === '<' ? /[^>\n]*/y : /[^\s)]*/y;
  const from = text[start] === '<' ? start + 1 : start;
  const end = from + (sticky(pattern, text, from)?.[0].length ?? 0);
  if (end > from) yield { start: from, end, decode: percentDecoded };
  return end;
}

function percentDecoded(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
