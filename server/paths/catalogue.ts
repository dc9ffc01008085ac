import { json } from './json';
import type { Scanner } from './literal';
import { markdown } from './markdown';
import { python } from './python';
import { toml } from './toml';
import { yaml } from './yaml';

type LanguageId = 'python' | 'yaml' | 'json' | 'jsonc' | 'jsonl' | 'toml' | 'markdown';

/** Which scanner reads which language (the identifiers of the Language Server Protocol). */
const scanners = {
  python,
  yaml,
  json,
  jsonc: json,
  jsonl: json,
  toml,
  markdown,
} satisfies Record<LanguageId, Scanner>;

const byLanguage: ReadonlyMap<string, Scanner> = new Map(Object.entries(scanners));

/** The scanner of a language; undefined when paths are not looked for in it. */
export function scannerOf(languageId: string): Scanner | undefined {
  return byLanguage.get(languageId);
}
