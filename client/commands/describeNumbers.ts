import * as vscode from 'vscode';
import { fitRaw, parseRaw, rawText, type RawArray } from '../../server/protocol';
import { openModelFile } from '../modelFiles';
import type { Parts } from '../parts';
import { activeModel, files } from './arguments';
import type { Command } from './command';
import { pickPlace, pickShape, pickType, type Place } from './pickDescription';

/**
 * Asks what a file of bare numbers holds, keeps the answer beside the file or in the workspace, and shows the file.
 * Arguments, all optional: the file, a description ("float32 1000x768"), where to keep it ("file" or "workspace").
 * Resolves with the description, or undefined where none was given.
 */
export const describeNumbers: Command = {
  run: async (parts, ...args) => {
    const uri = files(args)[0] ?? activeModel() ?? (await pickFile());
    if (uri === undefined) return undefined;
    if (uri.scheme !== 'file') throw new Error(`Only files on disk can be described, not "${uri.scheme}:".`);
    const name = uri.path.split('/').at(-1) ?? '';
    const { size } = await vscode.workspace.fs.stat(uri);
    const [given, place] = args.filter((arg) => typeof arg === 'string');
    const text = given ?? (await ask(name, size));
    if (text === undefined) return undefined;
    const array = checked(name, size, text);
    const sidecar = `${name}.json`;
    const keep = given === undefined ? await pickPlace(name, rawText(array), sidecar) : placeOf(place);
    if (keep === undefined) return undefined;
    await keepDescription(parts, uri, array, keep, sidecar);
    await openModelFile(uri);
    return rawText(array);
  },
};

async function pickFile(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({ title: 'File of Bare Numbers', openLabel: 'Describe' });
  return picked?.[0];
}

async function ask(name: string, bytes: number): Promise<string | undefined> {
  const dtype = await pickType(name, bytes);
  return dtype === undefined ? undefined : pickShape(name, bytes, dtype);
}

/** The description with all lengths. Throws an Error with one sentence for one that does not fit. */
function checked(name: string, bytes: number, text: string): RawArray {
  const array = parseRaw(text);
  if (typeof array === 'string') throw new Error(array);
  const shape = fitRaw(array, bytes);
  if (typeof shape === 'string') throw new Error(`${name} ${shape}.`);
  return { ...array, shape };
}

function placeOf(word: string | undefined): Place {
  return word === 'file' ? 'file' : 'workspace';
}

async function keepDescription(
  { descriptions, log }: Parts,
  uri: vscode.Uri,
  array: RawArray,
  place: Place,
  sidecar: string,
): Promise<void> {
  const text = rawText(array);
  if (place === 'file') {
    try {
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(uri, '..', sidecar),
        Buffer.from(jsonOf(array)),
      );
      descriptions.set(uri.fsPath, undefined);
      void vscode.window.showInformationMessage(`${sidecar} says now: ${text}.`);
      return;
    } catch (error) {
      log.warn(`${sidecar} could not be written`, error);
    }
  }
  descriptions.set(uri.fsPath, text);
  const why = place === 'file' ? `${sidecar} could not be written: ` : '';
  void vscode.window.showInformationMessage(`${why}${text} is remembered in this workspace.`);
}

function jsonOf({ dtype, shape, order, offset, littleEndian }: RawArray): string {
  const byteOrder = littleEndian ? 'little' : 'big';
  return `${JSON.stringify({ dtype, shape, order, offset, byte_order: byteOrder })}\n`;
}
