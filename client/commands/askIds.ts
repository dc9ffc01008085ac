import * as vscode from 'vscode';
import type { ChosenReading } from '../comparisons/readingText';
import { idsText, idsWithFolder } from '../comparisons/readingText';
import type { Problem } from './pickReading';

interface IdsItem extends vscode.QuickPickItem {
  readonly chosen: readonly string[] | 'named';
}

const choices: readonly IdsItem[] = [
  {
    label: 'By the ids of the files',
    description: 'a column or array called ids, where all have one',
    chosen: [],
  },
  { label: 'By position', description: 'row i of one belongs to row i of every other', chosen: ['none'] },
  { label: 'By other ids...', description: 'of a file or a tensor that you name', chosen: 'named' },
];

/** Asks by what rows of the files belong together. Undefined: nothing was chosen. */
export async function askIds(
  current: ChosenReading,
  folder: string,
  problem: Problem,
): Promise<ChosenReading | undefined> {
  const item = await vscode.window.showQuickPick(choices, {
    title: `Rows belong together: ${idsText(current.ids)}`,
    placeHolder: 'How a row of one file finds its row of another',
    ignoreFocusOut: true,
  });
  if (item === undefined) return undefined;
  if (item.chosen !== 'named') {
    const found = { ...current, ids: item.chosen };
    const why = await problem(found);
    if (why === undefined) return found;
    void vscode.window.showWarningMessage(why);
    return undefined;
  }
  const named = await vscode.window.showInputBox({
    title: 'Ids',
    prompt:
      'FILE, FILE:TENSOR or :TENSOR in the file itself; for all files, or one for each with commas between',
    placeHolder: 'ids0.npy, ids1.npy',
    value: current.ids.filter((one) => one !== 'none').join(', '),
    ignoreFocusOut: true,
    validateInput: (text) => problem({ ...current, ids: idsWithFolder(text, folder) }),
  });
  return named === undefined ? undefined : { ...current, ids: idsWithFolder(named, folder) };
}
