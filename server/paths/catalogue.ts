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

/** Editors without an extension for TOML take it for plain text. */
const byEnding: ReadonlyMap<string, Scanner> = new Map([['toml', toml]]);

/** The scanner for a document by its language, else by the ending of its name; undefined when it is not searched. */
export function scannerOf(languageId: string, uri = ''): Scanner | undefined {
  return byLanguage.get(languageId) ?? byEnding.get(/\.(\w+)$/.exec(uri)?.[1]?.toLowerCase() ?? '');
}
