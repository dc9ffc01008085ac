import * as vscode from 'vscode';
import { fitRaw, parseRaw, proposedShapes, rawText, rawTypes, type RawArray } from '../../server/protocol';

/** Where an answer is kept: in a JSON file beside the numbers, or in the workspace. */
export type Place = 'file' | 'workspace';

interface Item extends vscode.QuickPickItem {
  readonly chosen?: string;
}

const steps = 3;

/** Asks how each number is stored. */
export async function pickType(name: string, bytes: number): Promise<string | undefined> {
  const items = [...rawTypes].map(([dtype, size]): Item => {
    const fits = bytes % size === 0;
    return {
      label: dtype,
      description: fits
        ? `${(bytes / size).toLocaleString('en')} numbers`
        : `${bytes % size} bytes are left over`,
      chosen: dtype,
    };
  });
  const title = `${name}: how is each number stored? (1/${steps})`;
  const placeHolder = `${bytes.toLocaleString('en')} bytes`;
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.chosen;
}

/** Asks for the shape, and checks what is typed against the size of the file at each key. Answers in the words of `parseRaw`. */
export function pickShape(name: string, bytes: number, dtype: string): Promise<string | undefined> {
  const list = vscode.window.createQuickPick<Item>();
  list.title = `${name}: ${dtype} of which shape? (2/${steps})`;
  list.placeholder = '1000x768 or ?x768; then offset 128, big, F (by column)';
  list.ignoreFocusOut = true;
  list.matchOnDetail = true;
  const proposals = proposedShapes(dtype, bytes).map((shape) => `${dtype} ${shape.join('x')}`);
  const show = (typed: string): void => {
    const own = typed.trim() === '' ? [] : [itemOf(`${dtype} ${typed}`, bytes)];
    // What was typed stays in sight, whatever the list makes of it.
    const others = proposals.map((text) => itemOf(text, bytes));
    list.items = [
      ...own.map((item) => ({ ...item, alwaysShow: true })),
      { label: 'that fit the size', kind: vscode.QuickPickItemKind.Separator },
      ...others,
    ];
    list.activeItems = list.items.filter(({ chosen }) => chosen !== undefined).slice(0, 1);
  };
  show('');
  return new Promise((resolve) => {
    list.onDidChangeValue(show);
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      // What does not fit says why and stays a line to read.
      if (item?.chosen === undefined) return;
      resolve(item.chosen);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

function itemOf(text: string, bytes: number): Item {
  const array = parseRaw(text);
  const label = text.slice(text.indexOf(' ') + 1);
  if (typeof array === 'string') return { label, detail: array };
  const shape = fitRaw(array, bytes);
  if (typeof shape === 'string') return { label, detail: `The file ${shape}.` };
  const chosen = rawText({ ...array, shape });
  return { label, detail: wordsOf({ ...array, shape }), chosen };
}

function wordsOf({ shape, offset, littleEndian, order }: RawArray): string {
  const more = [
    ...(offset > 0 ? [`after ${offset} bytes`] : []),
    ...(littleEndian ? [] : ['most significant byte first']),
    ...(order === 'F' ? ['column by column'] : []),
  ];
  return [shape.map((length) => String(length)).join(' × '), ...more].join(', ');
}

/** Asks where the answer is kept. */
export async function pickPlace(name: string, text: string, sidecar: string): Promise<Place | undefined> {
  const items: (vscode.QuickPickItem & { readonly place: Place })[] = [
    {
      label: `$(save) Write ${sidecar}`,
      detail: 'Beside the file: everybody who has it, and the command line, read it from there',
      place: 'file',
    },
    {
      label: '$(window) Remember in This Workspace',
      detail: 'Nothing is written to the folder',
      place: 'workspace',
    },
  ];
  const title = `${name}: ${text} (3/${steps})`;
  const options = { title, placeHolder: 'Where to keep the description', ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.place;
}
