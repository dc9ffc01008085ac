import * as vscode from 'vscode';
import { files } from './arguments';
import type { Command } from './command';
import { exportableOf, type Format, pickFile, pickFormat } from './exportable';

const formats: readonly Format[] = ['csv', 'json', 'svg', 'png'];

const formatOf = (text: unknown): Format | undefined => formats.find((id) => id === text);

/**
 * Writes the comparison in front, of two models or of a set, to a file. Arguments, both optional: a format ("csv", "json",
 * "svg", "png") and the file to write, whose ending gives the format too. Resolves with the file, or undefined when none
 * was chosen.
 */
export const exportComparison: Command = {
  run: async (parts, ...args) => {
    const exportable = exportableOf(parts);
    const [target] = files(args);
    const named = formatOf(target?.path.slice(target.path.lastIndexOf('.') + 1).toLowerCase());
    if (target && !named) throw new Error(`"${target.path}" must end in .csv, .json, .svg or .png.`);
    const format =
      named ?? args.map(formatOf).find((one) => one !== undefined) ?? (await pickFormat(exportable));
    const file = target ?? (format && (await pickFile(exportable, format)));
    if (!format || !file) return undefined;
    await vscode.workspace.fs.writeFile(file, await exportable.content(format));
    if (!target) void offerToOpen(file);
    return file;
  },
};

async function offerToOpen(file: vscode.Uri): Promise<void> {
  const open = 'Open';
  const message = `Exported ${vscode.workspace.asRelativePath(file)}`;
  if ((await vscode.window.showInformationMessage(message, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.open', file);
}
