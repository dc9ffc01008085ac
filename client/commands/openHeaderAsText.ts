import * as vscode from 'vscode';
import { headerUri } from '../editors/headerText';
import { activeModel, files } from './arguments';
import type { Command } from './command';
import { pickModel } from './pickModel';

/** Shows the header of a model file as a text document, to be searched and compared. Resolves with its address. */
export const openHeaderAsText: Command = {
  run: async (_parts, ...args) => {
    const model = files(args)[0] ?? activeModel() ?? (await pickModel('Open Header as Text'));
    if (model === undefined) return undefined;
    const uri = headerUri(model);
    await vscode.window.showTextDocument(uri, { preview: false });
    return uri;
  },
};
