import * as vscode from 'vscode';
import { endings, parseRaw, rawMark } from '../server/protocol';

const storeKey = 'nnsim.descriptions';
/** Files whose description is remembered in a workspace. */
const most = 500;

/** Whether the name of a file is one of those that bare numbers are written to. */
export function mayBeRaw(path: string): boolean {
  const name = path.toLowerCase();
  return endings.raw.shared.some((ending) => name.endsWith(ending));
}

/** What people said of files of bare numbers, in words that `parseRaw` reads. Kept for the workspace. */
export class Descriptions {
  /** Oldest first. */
  private readonly known: Map<string, string>;
  private readonly changes = new vscode.EventEmitter<string>();
  /** Fires with the path of the file that something else was said of. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {
    const stored = memory.get<unknown>(storeKey, []);
    this.known = new Map(Array.isArray(stored) ? stored.flatMap(entryOf) : []);
  }

  of(path: string): string | undefined {
    return this.known.get(path);
  }

  /** The path by which the server reads a file: with what was said of it, if anything. */
  pathOf({ fsPath }: vscode.Uri): string {
    const text = this.known.get(fsPath);
    return text === undefined ? fsPath : `${fsPath}${rawMark}${text}`;
  }

  /** Remembers what a file holds; undefined: the file beside it says so. */
  set(path: string, text: string | undefined): void {
    this.known.delete(path);
    if (text !== undefined) this.known.set(path, text);
    for (const old of [...this.known.keys()].slice(0, -most)) this.known.delete(old);
    void this.memory.update(storeKey, [...this.known]);
    this.changes.fire(path);
  }
}

/** An entry of the store, which another version may have written. */
function entryOf(value: unknown): [string, string][] {
  if (!Array.isArray(value)) return [];
  const [path, text] = value as unknown[];
  const isGood = typeof path === 'string' && typeof text === 'string' && typeof parseRaw(text) !== 'string';
  return isGood ? [[path, text]] : [];
}
