import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../../client/api';
import type { Comparison } from '../../../server/protocol';

/** The extension, activated. */
export async function nnsim(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>('nnsim.nnsim');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

/** A file of the workspace, which is a copy of the samples. */
export function sample(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, ...path.split('/'));
}

/** The files of a run in the order of their steps. */
export async function steps(run: string, kind: 'activations' | 'step'): Promise<vscode.Uri[]> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, `${run}/${kind}-*.safetensors`),
  );
  assert.ok(found.length > 1, `samples of ${run} are there`);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The last activations of a run. */
export async function activations(run: string): Promise<vscode.Uri> {
  const last = (await steps(run, 'activations')).at(-1);
  assert.ok(last);
  return last;
}

/** Asks again until there is an answer that is wanted. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  seconds = 40,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    assert.ok(Date.now() < end, `${what}: not within ${seconds} s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** What a command resolved with, which must be a finished comparison. */
export function asComparison(result: unknown): Comparison {
  assert.ok(typeof result === 'object' && result !== null && 'cells' in result, JSON.stringify(result));
  return result as Comparison;
}

/** The sentence a command failed with. */
export function failureOf(result: unknown): string {
  assert.ok(typeof result === 'object' && result !== null && 'failed' in result, JSON.stringify(result));
  assert.ok(typeof result.failed === 'string');
  return result.failed;
}

/** The text of a text file of the samples, shown in an editor. */
export async function showText(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(sample(path));
  await vscode.window.showTextDocument(document);
  return document;
}
