import * as vscode from 'vscode';
import { isRecord } from '../comparisons/records';
import type { ComparisonRecord, Highlight } from '../comparisons/records';
import { type GroupHighlight, type GroupRecord, isGroupRecord } from '../groups/groupRecords';
import { formatMeasureCall } from '../measures/measureCall';
import type { Parts } from '../parts';
import { groupItem, scoreItem } from './groupItem';

type Element = ComparisonRecord | GroupRecord | Highlight | GroupHighlight | { readonly more: number };

const icons = {
  running: new vscode.ThemeIcon('loading~spin'),
  done: new vscode.ThemeIcon('check'),
  cancelled: new vscode.ThemeIcon('circle-slash'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
} satisfies Record<ComparisonRecord['state'], vscode.ThemeIcon>;

/** The view "Model Comparisons" in the Explorer: the comparisons of this workspace, newest first. */
export class ComparisonsView implements vscode.TreeDataProvider<Element> {
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(private readonly parts: Pick<Parts, 'comparisons' | 'groups' | 'runs'>) {
    const { comparisons, groups } = parts;
    this.onDidChangeTreeData = (listener, ...rest) =>
      vscode.Disposable.from(
        comparisons.onDidChange(listener, ...rest),
        groups.onDidChange(listener, ...rest),
      );
  }

  getChildren(element?: Element): Element[] {
    const { comparisons, groups } = this.parts;
    if (!element) return [...comparisons.records, ...groups.records].sort((a, b) => b.when - a.when);
    if (isGroupRecord(element)) return [...element.highlights];
    if (!isRecord(element)) return [];
    return [...element.highlights, ...(element.more > 0 ? [{ more: element.more }] : [])];
  }

  getTreeItem(element: Element): vscode.TreeItem {
    if (isRecord(element)) return this.comparison(element);
    if (isGroupRecord(element)) return groupItem(element, this.parts, icons[element.state]);
    if ('more' in element) return new vscode.TreeItem(`and ${element.more} more`);
    if ('measure' in element) return scoreItem(element);
    const same = element.x === element.y;
    const item = new vscode.TreeItem(same ? element.x : `${element.x} ↔ ${element.y}`);
    item.description = element.value.toFixed(3);
    item.tooltip = `${element.x} ↔ ${element.y}: ${element.value}`;
    return item;
  }

  private comparison(record: ComparisonRecord): vscode.TreeItem {
    const { runs } = this.parts;
    const { pair, file, on } = runs.words(record);
    const item = new vscode.TreeItem(pair);
    item.id = JSON.stringify([record.x, record.y]);
    item.collapsibleState =
      vscode.TreeItemCollapsibleState[record.highlights.length > 0 ? 'Collapsed' : 'None'];
    item.iconPath = icons[record.state];
    const rest = [file, on].filter((words) => words !== undefined);
    item.description = [...this.words(record), ...rest].join(' · ');
    item.tooltip = tooltip(record, runs);
    item.contextValue = `comparison.${record.state}`;
    item.command = { command: 'nnsim.openComparison', title: 'Open Comparison', arguments: [record] };
    item.accessibilityInformation = {
      label: `${item.label as string}, ${record.state}, ${item.description}`,
    };
    return item;
  }

  /** What stands beside the files; the number first, a side bar is narrow. */
  private words(record: ComparisonRecord): string[] {
    if (record.state === 'failed') return [brief(record, this.parts.runs)];
    if (record.state === 'cancelled') return ['cancelled'];
    if (record.state === 'done') {
      const value = record.mean === undefined ? 'no value' : `mean ${record.mean.toFixed(3)}`;
      return [value, ...(record.measure ? [formatMeasureCall(record.measure)] : [])];
    }
    const progress = this.parts.comparisons.runOf(record)?.progress ?? 0;
    return [`${Math.floor(progress * 100)} %`];
  }
}

/** Why it failed, with file names for whole paths: there is little room beside the files. */
function brief({ x, y, message = 'failed' }: ComparisonRecord, runs: Parts['runs']): string {
  const [nameX, nameY] = runs.names({ x, y });
  return message.replaceAll(x, nameX).replaceAll(y, nameY);
}

/** Plain text: names come from files and must not be read as Markdown. */
function tooltip({ x, y, caption, mean, message, when }: ComparisonRecord, runs: Parts['runs']): string {
  const lines = [runs.modelOf(x), runs.modelOf(y), runs.words({ x, y }).on ?? '', message ?? ''];
  if (mean !== undefined && caption !== undefined) lines.push(`Mean over ${caption}: ${mean}`);
  lines.push(new Date(when).toLocaleString());
  return lines.filter((line) => line !== '').join('\n');
}
