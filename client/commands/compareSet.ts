import type * as vscode from 'vscode';
import type { Parts } from '../parts';

/** Compares a set in a panel and waits for the end. */
export async function compareSet(
  { descriptions, groupPanels }: Parts,
  models: readonly vscode.Uri[],
): Promise<unknown> {
  for (const { scheme } of models) {
    if (scheme !== 'file') throw new Error(`Only files on disk can be compared, not "${scheme}:".`);
  }
  const choice = { models: models.map((uri) => descriptions.pathOf(uri)) };
  return groupPanels.show(choice).start().result;
}
