import type * as vscode from 'vscode';
import type { Parts } from '../parts';
import { activeModel, files } from './arguments';
import type { Command } from './command';
import { compareSet } from './compareSet';
import { pickModel } from './pickModel';

/**
 * Compares two files in a panel, more of them as a set; with fewer arguments asks for them. Resolves with the finished
 * comparison.
 */
export const compareModels: Command = {
  run: async (parts, ...args) => {
    const given = files(args);
    if (given.length > 2) return compareSet(parts, given);
    const x = given[0] ?? activeModel() ?? (await pickModel('Compare Models: first file'));
    const y = given[1] ?? (x && (await pickModel('Compare Models: second file', x)));
    return x && y && compare(parts, x, y);
  },
};

/** Compares in a panel and waits for the end. */
export async function compare(parts: Parts, x: vscode.Uri, y: vscode.Uri): Promise<unknown> {
  for (const { scheme } of [x, y]) {
    if (scheme !== 'file') throw new Error(`Only files on disk can be compared, not "${scheme}:".`);
  }
  const { descriptions, panels } = parts;
  const run = panels.show(descriptions.pathOf(x), descriptions.pathOf(y)).start();
  return run.result;
}
