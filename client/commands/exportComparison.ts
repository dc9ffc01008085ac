import * as vscode from 'vscode';
import type { ComparisonPanel } from '../panels/comparisonPanel';
import type { Parts } from '../parts';
import { files } from './arguments';
import type { Command } from './command';

const formats = [
  { id: 'csv', label: 'CSV', description: 'all values at full precision, one pair a line' },
  { id: 'json', label: 'JSON', description: 'the comparison with parameters, notes and values' },
  { id: 'svg', label: 'SVG', description: 'the grid as a drawing' },
  { id: 'png', label: 'PNG', description: 'the grid as a picture' },
] as const;

type Format = (typeof formats)[number]['id'];

const formatOf = (text: unknown): Format | undefined => formats.find(({ id }) => id === text)?.id;

/**
 * Writes the comparison in front to a file. Arguments, both optional: a format ("csv", "json", "svg", "png") and the
 * file to write, whose ending gives the format too. Resolves with the file, or undefined when none was chosen.
 */
export const exportComparison: Command = {
  run: async (parts, ...args) => {
    const panel = parts.panels.active;
    const comparison = panel?.shown?.comparison;
    if (!panel || !comparison)
      throw new Error('There is no finished comparison to export; compare two models first.');
    const [target] = files(args);
    const named = formatOf(target?.path.slice(target.path.lastIndexOf('.') + 1).toLowerCase());
    if (target && !named) throw new Error(`"${target.path}" must end in .csv, .json, .svg or .png.`);
    const format = named ?? args.map(formatOf).find((one) => one !== undefined) ?? (await pickFormat());
    const file = target ?? (format && (await pickFile(panel, format)));
    if (!format || !file) return undefined;
    await vscode.workspace.fs.writeFile(file, await content(parts, panel, format));
    if (!target) void offerToOpen(file);
    return file;
  },
};

async function content(parts: Parts, panel: ComparisonPanel, format: Format): Promise<Uint8Array> {
  if (format === 'svg' || format === 'png') return panel.draw(format);
  const comparison = panel.shown?.comparison;
  if (!comparison) throw new Error('The comparison was started again; export when it is finished.');
  return Buffer.from(await parts.server.request('nnsim/export', { comparison, format }), 'utf8');
}

async function pickFormat(): Promise<Format | undefined> {
  return (await vscode.window.showQuickPick(formats, { title: 'Export Comparison' }))?.id;
}

async function pickFile(panel: ComparisonPanel, format: Format): Promise<vscode.Uri | undefined> {
  const name = panel.panel.title.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '');
  const folder =
    vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(vscode.Uri.file(panel.x), '..');
  const options = {
    defaultUri: vscode.Uri.joinPath(folder, `${name}.${format}`),
    filters: { [format.toUpperCase()]: [format] },
    title: 'Export Comparison',
  };
  return vscode.window.showSaveDialog(options);
}

async function offerToOpen(file: vscode.Uri): Promise<void> {
  const open = 'Open';
  const message = `Exported ${vscode.workspace.asRelativePath(file)}`;
  if ((await vscode.window.showInformationMessage(message, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.open', file);
}
