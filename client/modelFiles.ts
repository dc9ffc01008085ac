import * as vscode from 'vscode';
import {
  type ModelSummary,
  modelEndings,
  networkKey,
  ownEndings,
  partnerEndings,
  runnableEndings,
} from '../server/protocol';

/** The view of a file that opens in it by itself, and of one that "Open With" opens in it. */
export const ownViewType = 'nnsim.model';
export const otherViewType = 'nnsim.otherModel';

/** Whether an editor of this type is a tab of ours for a model file. */
export function isModelView(viewType: string): boolean {
  return viewType === ownViewType || viewType === otherViewType;
}

const globOf = (endings: readonly string[]): string => `**/*{${endings.join(',')}}`;

/** The glob of all model files, for searching the workspace. */
export const modelGlob = globOf(modelEndings);

/** The glob of the files of which some can be run. */
export const runnableGlob = globOf(runnableEndings);

/** Whether a file is called like one that can be run. */
export function mayRun(path: string): boolean {
  const name = path.toLowerCase();
  return runnableEndings.some((ending) => name.endsWith(ending));
}

/** Whether a file can be run, as far as its header tells. */
export function isRunnable({ path, metadata }: ModelSummary): boolean {
  if (!path.toLowerCase().endsWith('.safetensors')) return mayRun(path);
  return metadata.some(([key]) => key === networkKey);
}

/** The glob of the files that a file is compared with: a table also with tables, which are no models elsewhere. */
export function partnerGlob(file: vscode.Uri | undefined): string {
  return file === undefined ? modelGlob : globOf(partnerEndings(file.path));
}

/** Shows a file in a tab of ours, also one whose name ends like those of other programs. */
export async function openModelFile(uri: vscode.Uri): Promise<void> {
  const name = uri.path.toLowerCase();
  // What opens by itself may have been given another editor by the person.
  if (ownEndings.some((ending) => name.endsWith(ending)))
    await vscode.commands.executeCommand('vscode.open', uri);
  else await vscode.commands.executeCommand('vscode.openWith', uri, otherViewType);
}
