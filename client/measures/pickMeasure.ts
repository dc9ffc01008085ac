import * as vscode from 'vscode';
import type { ComparisonCosts, MeasureDescription } from '../../server/protocol';
import { measureList } from './measureList';

interface MeasureItem extends vscode.QuickPickItem {
  readonly measure?: string;
}

export interface MeasureQuestion {
  readonly title: string;
  readonly measures: readonly MeasureDescription[];
  /** The measure the list begins at. */
  readonly current?: string;
  /** What each measure would take; the list opens before it is known. */
  readonly costs?: Promise<ComparisonCosts>;
}

const about: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('info'),
  tooltip: 'About this measure',
};
const guide: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('compass'),
  tooltip: 'Which measure should I use?',
};

function itemsOf({ measures, current }: MeasureQuestion, costs?: ComparisonCosts): MeasureItem[] {
  return measureList(measures, costs).flatMap(({ heading, entries }): MeasureItem[] => [
    { label: heading, kind: vscode.QuickPickItemKind.Separator },
    ...entries.map(({ id, title, description, detail }) => ({
      measure: id,
      label: title,
      description:
        id === current ? [description, '(current)'].filter((part) => part !== '').join(' ') : description,
      detail,
      buttons: [about],
    })),
  ]);
}

/** Lets the person choose a measure: by family, with what each takes and does not see. Undefined: none was chosen. */
export function pickMeasure(question: MeasureQuestion): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<MeasureItem>();
  pick.title = question.title;
  pick.placeholder = 'Type a part of a name, an id, a family or a change such as "rotation"';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = [guide];
  const show = (costs?: ComparisonCosts): void => {
    const [active] = pick.activeItems;
    pick.items = itemsOf(question, costs);
    const wanted = active?.measure ?? question.current;
    pick.activeItems = pick.items.filter(({ measure }) => measure !== undefined && measure === wanted);
  };
  show();
  if (question.costs !== undefined) {
    pick.busy = true;
    // Without estimates the list is still a list; whoever asked for them reports the failure.
    question.costs.then(show, () => undefined).finally(() => (pick.busy = false));
  }
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.measure);
      pick.hide();
    });
    pick.onDidTriggerItemButton(({ item }) => {
      pick.hide();
      void vscode.commands.executeCommand('nnsim.aboutMeasure', item.measure);
    });
    pick.onDidTriggerButton(() => {
      pick.hide();
      void vscode.commands.executeCommand('nnsim.whichMeasure');
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
