import * as vscode from 'vscode';
import type { Command } from './command';

/** Stops the server, if it runs, and starts a new one. */
export const restartServer: Command = {
  run: async ({ server }) => {
    await server.restart();
    vscode.window.setStatusBarMessage('nnsim: the server has started again', 5000);
  },
};
