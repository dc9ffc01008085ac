import * as vscode from 'vscode';
import { isModelFile } from '../../server/protocol';
import { openModelFile } from '../modelFiles';
import type { Command } from './command';

/** Opens the tab of a model file given by its path; hovers and lenses of the server point here. */
export const openPath: Command = {
  run: async (_parts, path) => {
    if (typeof path !== 'string' || !isModelFile(path)) throw new Error('There is no model file to open.');
    await openModelFile(vscode.Uri.file(path));
  },
};
