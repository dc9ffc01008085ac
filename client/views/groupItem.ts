import * as vscode from 'vscode';
import type { GroupHighlight, GroupRecord } from '../groups/groupRecords';
import type { Parts } from '../parts';

/** A set of models in the view of comparisons. */
export function groupItem(
  record: GroupRecord,
  { groups, runs }: Pick<Parts, 'groups' | 'runs'>,
  icon: vscode.ThemeIcon,
): vscode.TreeItem {
  const { choice, state, highlights, subject, message = 'failed', when } = record;
  const { models } = choice;
  const item = new vscode.TreeItem(runs.setTitle(models));
  item.id = JSON.stringify(models);
  item.collapsibleState = vscode.TreeItemCollapsibleState[highlights.length > 0 ? 'Collapsed' : 'None'];
  item.iconPath = icon;
  const progress = Math.floor(100 * (groups.runOf(record)?.progress.fraction ?? 0));
  const [first] = highlights;
  const words = {
    running: `${progress} %`,
    cancelled: 'cancelled',
    failed: message,
    done: first === undefined ? 'no value' : `${first.title} ${first.value.toFixed(3)}`,
  }[state];
  const parts = [words, `${models.length} models`, ...(subject === undefined ? [] : [subject])];
  item.description = parts.join(' · ');
  // Plain text: names come from files and must not be read as Markdown.
  item.tooltip = [
    ...models.map((path) => runs.modelOf(path)),
    ...(record.message === undefined ? [] : [record.message]),
    new Date(when).toLocaleString(),
  ].join('\n');
  item.contextValue = `comparison.${state}`;
  item.command = { command: 'nnsim.openComparison', title: 'Open Comparison', arguments: [record] };
  item.accessibilityInformation = { label: `${item.label as string}, ${state}, ${item.description}` };
  return item;
}

/** One of its scores. */
export function scoreItem({ title, value }: GroupHighlight): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.description = value.toFixed(3);
  item.tooltip = `${title}: ${value}`;
  return item;
}
