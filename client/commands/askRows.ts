import * as vscode from 'vscode';
import type { ChosenReading } from '../comparisons/readingText';
import { rowsWithFolder } from '../comparisons/readingText';
import type { Problem } from './pickReading';

interface RowsItem extends vscode.QuickPickItem {
  /** What is selected, or an example of it to be changed. */
  readonly rows?: string;
  /** Whether another selection is of this kind. */
  readonly isLike?: RegExp;
  readonly browse?: true;
}

const kinds: readonly RowsItem[] = [
  { label: 'All rows', rows: 'all' },
  { label: 'A range...', description: '0:1000, ::2; the end is left out', rows: '0:1000', isLike: /:/ },
  {
    label: 'A sample...',
    description: 'drawn by a seed',
    rows: 'sample 500 seed 1',
    isLike: /^\s*sample/,
  },
  {
    label: 'Of a class...',
    description: 'label=3, label in cat, dog',
    rows: 'label=0',
    isLike: /^\s*(label|class)/i,
  },
  { label: 'With ids...', description: 'id=img7, id in img7, img8', rows: 'id=', isLike: /^\s*ids?\b/i },
  {
    label: 'With the ids of a file...',
    description: 'a text file with one a line, a table, an array',
    browse: true,
  },
];

/** Asks which rows count: first what kind of selection, then which. Undefined: nothing was chosen. */
export async function askRows(
  current: ChosenReading,
  folder: string,
  problem: Problem,
): Promise<ChosenReading | undefined> {
  const item = await vscode.window.showQuickPick(kinds, {
    title: `Rows: ${current.rows}`,
    placeHolder: 'Which instances count, of all files alike',
    ignoreFocusOut: true,
  });
  if (item === undefined) return undefined;
  if (item.rows === 'all') return { ...current, rows: 'all' };
  const chosen = item.browse ? await browse(folder) : item.rows;
  if (chosen === undefined) return undefined;
  const rows = await vscode.window.showInputBox({
    title: 'Rows',
    prompt: 'As in 0:1000, sample 500 seed 1, label=3, label in cat, dog, id=img7, id in ids.txt',
    value: item.isLike?.test(current.rows) === true ? current.rows : chosen,
    ignoreFocusOut: true,
    validateInput: (text) => problem({ ...current, rows: rowsWithFolder(text, folder) }),
  });
  return rows === undefined ? undefined : { ...current, rows: rowsWithFolder(rows.trim(), folder) };
}

async function browse(folder: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Choose List of Ids',
    openLabel: 'Choose',
    defaultUri: vscode.Uri.file(folder),
  });
  return chosen?.[0] && `id in ${chosen[0].fsPath}`;
}
