import * as vscode from 'vscode';
import type { Command } from './command';
import { compare } from './compareModels';

/** Compares two files given by their paths; hovers and lenses of the server point here. */
export const comparePaths: Command = {
  run: async (parts, x, y) => {
    if (typeof x !== 'string' || typeof y !== 'string')
      throw new Error('Two files are needed for a comparison.');
    return compare(parts, vscode.Uri.file(x), vscode.Uri.file(y));
  },
};
