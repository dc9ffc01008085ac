import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type Candidate, candidates } from './candidates';
import { scannerOf } from './catalogue';
import { createFiles, type Files } from './files';

/** A path to an existing model file in a source text. */
export interface ModelPath {
  /** Offsets in UTF-16 units, without quotes. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
}

/** A text to look for paths in. */
export interface SourceText {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  getText(): string;
}

/** Finds the model files a source text names. */
export interface ModelPaths {
  /**
   * The literals of `source` that name an existing model file: relative to the first of `folders` that has it (the
   * folder of the document, then the workspace folders), absolute, or below the home folder (`~/`).
   */
  find(source: SourceText, folders: readonly string[], signal?: AbortSignal): Promise<readonly ModelPath[]>;
  /** The document is closed. */
  close(uri: string): void;
  /** Files were created or deleted. */
  forgetFiles(): void;
}

/** Larger documents are not looked through: longest text in UTF-16 units. */
const longestText = 16 * 2 ** 20;
const lookupsAtOnce = 16;

export function createModelPaths(extensions: readonly string[], files: Files = createFiles()): ModelPaths {
  // The scan of each open document; the version says whether it still holds.
  const scans = new Map<string, { readonly version: number; readonly found: readonly Candidate[] }>();

  async function scan(source: SourceText, signal?: AbortSignal): Promise<readonly Candidate[]> {
    const known = scans.get(source.uri);
    if (known?.version === source.version) return known.found;
    const scanner = scannerOf(source.languageId, source.uri);
    const { uri, version } = source;
    const text = scanner ? source.getText() : '';
    if (!scanner || text.length > longestText) return [];
    const found = await candidates(text, scanner, extensions, signal);
    if (!signal?.aborted) scans.set(uri, { version, found });
    return found;
  }

  async function locate(text: string, folders: readonly string[]): Promise<string | undefined> {
    for (const path of places(text, folders)) if (await files.isFile(path)) return path;
    return undefined;
  }

  return {
    async find(source, folders, signal) {
      const pending = [...(await scan(source, signal))].entries();
      const found: (ModelPath | undefined)[] = [];
      const lookUp = async (): Promise<void> => {
        for (const [i, { start, end, text }] of pending) {
          if (signal?.aborted) return;
          const path = await locate(text, folders);
          if (path !== undefined) found[i] = { start, end, path };
        }
      };
      await Promise.all(Array.from({ length: lookupsAtOnce }, lookUp));
      return found.filter((entry) => entry !== undefined);
    },
    close: (uri) => void scans.delete(uri),
    forgetFiles: () => files.forget(),
  };
}

function places(text: string, folders: readonly string[]): readonly string[] {
  if (text.startsWith('~/')) return [join(homedir(), text.slice(2))];
  if (isAbsolute(text)) return [resolve(text)];
  return [...new Set(folders.map((folder) => resolve(folder, text)))];
}
