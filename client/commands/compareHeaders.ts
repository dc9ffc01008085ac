import * as vscode from 'vscode';
import { headerUri } from '../editors/headerText';
import { distinctNames } from '../names';
import { activeModel, files } from './arguments';
import type { Command } from './command';
import { pickModel } from './pickModel';

/** Shows where the headers of two model files differ, in the editor's own comparison of texts. */
export const compareHeaders: Command = {
  run: async (_parts, ...args) => {
    const given = files(args);
    if (given.length > 2) throw new Error('Select exactly two model files to compare their headers.');
    const x = given[0] ?? activeModel() ?? (await pickModel('Compare Headers: first file'));
    const y = given[1] ?? (x && (await pickModel('Compare Headers: second file', x)));
    if (x === undefined || y === undefined) return undefined;
    const title = `${distinctNames([x.fsPath, y.fsPath]).join(' ↔ ')} (headers)`;
    await vscode.commands.executeCommand('vscode.diff', headerUri(x), headerUri(y), title);
    return title;
  },
};
