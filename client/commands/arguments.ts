import * as vscode from 'vscode';
import { isRecord } from '../comparisons/records';
import type { ComparisonRecord } from '../comparisons/records';
import { type GroupRecord, isGroupRecord } from '../groups/groupRecords';
import { headerScheme, modelOf } from '../editors/headerText';
import { isModelView } from '../modelFiles';

/** The files among the arguments: one, several, or as the Explorer gives them (the clicked one, then all selected). */
export function files(args: readonly unknown[]): vscode.Uri[] {
  const all = args.flat().filter((value): value is vscode.Uri => value instanceof vscode.Uri);
  const selected = args.find((value): value is unknown[] => Array.isArray(value));
  const ordered = selected
    ? selected.filter((value): value is vscode.Uri => value instanceof vscode.Uri)
    : [];
  const unique = new Map([...ordered, ...all].map((uri) => [uri.toString(), uri]));
  return [...unique.values()];
}

/** The comparison among the arguments, when the tree gave one. */
export function record(args: readonly unknown[]): ComparisonRecord | undefined {
  return args.find(isRecord);
}

/** The comparison of a set among the arguments, when the tree gave one. */
export function groupRecord(args: readonly unknown[]): GroupRecord | undefined {
  return args.find(isGroupRecord);
}

/** The model file of the tab in front, also of one that shows its header as text. */
export function activeModel(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText && input.uri.scheme === headerScheme) return modelOf(input.uri);
  return input instanceof vscode.TabInputCustom && isModelView(input.viewType) ? input.uri : undefined;
}

/** The model files of all open tabs. */
export function openModels(): vscode.Uri[] {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs
    .filter((input) => input instanceof vscode.TabInputCustom)
    .filter(({ viewType }) => isModelView(viewType))
    .map(({ uri }) => uri);
}
