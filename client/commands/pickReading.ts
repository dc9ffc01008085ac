import * as vscode from 'vscode';
import type { ReadingChoice } from '../../server/protocol';
import { readingWords, ruleWords } from '../../server/protocol';
import type { ChosenReading } from '../comparisons/readingText';
import { axesOf, exampleText, idsText, withAxes, withoutAxes } from '../comparisons/readingText';
import { sentence } from '../failures';
import { askIds } from './askIds';
import { askRows } from './askRows';

/** Asks the server what each rule makes of the layers; rejects with its sentence for what cannot be read. */
type Ask = (reading: ChosenReading) => Promise<readonly ReadingChoice[]>;

/** Why a reading will not do, if it will not. */
export type Problem = (reading: ChosenReading) => Promise<string | undefined>;

interface Item extends vscode.QuickPickItem {
  readonly chosen?: string;
  readonly next?: 'axes' | 'rows' | 'ids';
}

/**
 * Lets the person choose one of the rules for dimensions, before that other axes, rows and ids if they like. `folder`:
 * where files are looked for; `models`: how many are read so, of which the first two are the examples. Undefined: nothing
 * was chosen.
 */
export async function pickReading(
  current: ChosenReading,
  { folder, models }: { readonly folder: string; readonly models: number },
  ask: Ask,
): Promise<ChosenReading | undefined> {
  const problem: Problem = (reading) => problemOf(ask(reading));
  let wanted = current;
  for (;;) {
    const item = await pick(wanted, await ask(wanted), models);
    if (item?.chosen !== undefined) return { ...wanted, rule: item.chosen };
    if (item === undefined) return undefined;
    const entered = await steps[item.next ?? 'axes'](wanted, folder, problem);
    wanted = entered ?? wanted;
  }
}

const steps = { axes: askAxes, rows: askRows, ids: askIds };

function pick(
  wanted: ChosenReading,
  choices: readonly ReadingChoice[],
  models: number,
): Promise<Item | undefined> {
  const list = vscode.window.createQuickPick<Item>();
  list.title = `Dimensions and Rows: ${readingWords(wanted)}`;
  const how = 'How each tensor becomes one row an instance';
  list.placeholder = models > 2 ? `${how}, shown of the first 2 of ${models} models` : how;
  list.matchOnDetail = true;
  // One step of several: a page that gets the focus back late must not end them.
  list.ignoreFocusOut = true;
  const rules = choices.map((choice): Item => ({
    label: ruleWords(choice.rule),
    description: `${sameRule(choice.rule, wanted.rule) ? '(current) ' : ''}${exampleText(choice)}`,
    detail: choice.problem ?? choice.text,
    ...(choice.problem === undefined && { chosen: choice.rule }),
  }));
  list.items = [
    ...rules,
    { label: 'before that', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(symbol-array) Axes...', description: axesOf(wanted.rule) || 'as usual', next: 'axes' },
    { label: '$(list-filter) Rows...', description: wanted.rows, next: 'rows' },
    { label: '$(link) Ids...', description: `rows belong together ${idsText(wanted.ids)}`, next: 'ids' },
  ];
  list.activeItems = list.items.filter(({ chosen }) => chosen !== undefined && sameRule(chosen, wanted.rule));
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      // A rule that does not fit says why and stays a line to read.
      if (item?.chosen === undefined && item?.next === undefined) return;
      resolve(item);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** Axes that make no difference to a rule are left out of it. */
function sameRule(a: string, b: string): boolean {
  return withoutAxes(a) === withoutAxes(b);
}

async function askAxes(
  wanted: ChosenReading,
  _: string,
  problem: Problem,
): Promise<ChosenReading | undefined> {
  const axes = await vscode.window.showInputBox({
    title: 'Axes',
    prompt:
      'instances: the axis of the instances, features: that of the columns. Axes count from 0; empty is as usual.',
    placeHolder: 'instances: 0, features: 1',
    value: axesOf(wanted.rule),
    ignoreFocusOut: true,
    validateInput: (text) => problem({ ...wanted, rule: withAxes(wanted.rule, text) }),
  });
  return axes === undefined ? undefined : { ...wanted, rule: withAxes(wanted.rule, axes) };
}

/** Why what was typed will not do: the server's sentence, or what it says of every rule. */
async function problemOf(asked: Promise<readonly ReadingChoice[]>): Promise<string | undefined> {
  try {
    const choices = await asked;
    return choices.every(({ problem }) => problem !== undefined) ? choices[0]?.problem : undefined;
  } catch (error) {
    return sentence(error);
  }
}
