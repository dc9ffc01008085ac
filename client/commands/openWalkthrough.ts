import * as vscode from 'vscode';
import type { Command } from './command';

/** Opens the walkthrough of the Welcome page. */
export const openWalkthrough: Command = {
  run: async ({ context }) => {
    const walkthrough = `${context.extension.id}#nnsim.walkthrough`;
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
  },
};
