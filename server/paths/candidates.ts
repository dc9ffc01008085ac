import type { Scanner } from './literal';

/** A literal that reads like the path of a model file. Offsets in UTF-16 units, without quotes. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Longer texts are no paths on any system we know. */
const longestPath = 4096;
/** Text scanned without a pause, so that the event loop stays free: milliseconds. */
const slice = 10;
/** More candidates than this in one document are not looked up. */
export const mostCandidates = 500;

/**
 * The literals that end in a model extension, in document order, at most `mostCandidates`. Gives way to other work
 * every few milliseconds; `signal` ends it early with what was found.
 */
export async function candidates(
  text: string,
  scanner: Scanner,
  extensions: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Candidate[]> {
  const ending = new RegExp(`(?:${extensions.map(escapeRegExp).join('|')})$`, 'i');
  const longest = Math.max(...extensions.map((extension) => extension.length));
  const found: Candidate[] = [];
  let since = performance.now();
  for (const { start, end, decode } of scanner(text)) {
    if (performance.now() - since > slice) {
      await new Promise((resume) => setImmediate(resume));
      if (signal?.aborted) break;
      since = performance.now();
    }
    if (end - start > longestPath || !ending.test(text.slice(Math.max(start, end - longest), end))) continue;
    const raw = text.slice(start, end);
    const path = decode ? decode(raw) : raw;
    if (!isPath(path)) continue;
    found.push({ start, end, text: path });
    if (found.length === mostCandidates) break;
  }
  return found;
}

/**
 * No URL, no glob, no template, no network share: asking the system for `\\host\share` would talk to that host. A lone
 * extension (".npy") is no path either. Brackets and question marks do occur in names.
 */
function isPath(text: string): boolean {
  if (/[\0-\x1f*{}$]/.test(text) || /^[a-z][a-z0-9+.-]+:/i.test(text)) return false;
  return !/^[\\/]{2}/.test(text) && /[^\\/.][^\\/]*\.[^.]+$/.test(text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
