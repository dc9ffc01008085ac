import type * as vscode from 'vscode';
import { keyOf } from './records';

const storeKey = 'nnsim.labels';
/** Comparisons whose labels are remembered in a workspace. */
const most = 50;

type Pair = Parameters<typeof keyOf>[0];

/** The files with labels that people chose for comparisons of this workspace; kept when the window is closed. */
export class ChosenLabels {
  /** Oldest choice first. */
  private readonly files: Map<string, string>;

  constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {
    const stored = memory.get<unknown>(storeKey, []);
    this.files = new Map(Array.isArray(stored) ? stored.filter(isEntry) : []);
  }

  /** The file that was chosen; undefined: the server looks for one beside the models. */
  of(pair: Pair): string | undefined {
    return this.files.get(keyOf(pair));
  }

  choose(pair: Pair, file: string | undefined): void {
    this.files.delete(keyOf(pair));
    if (file !== undefined) this.files.set(keyOf(pair), file);
    for (const old of [...this.files.keys()].slice(0, -most)) this.files.delete(old);
    void this.memory.update(storeKey, [...this.files]);
  }
}

/** Is this an entry, and not what another version or a damaged store left? */
function isEntry(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
