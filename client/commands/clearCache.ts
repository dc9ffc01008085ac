import * as vscode from 'vscode';
import type { Command } from './command';

/** Deletes all cached results; resolves with how many there were. */
export const clearCache: Command = {
  run: async ({ server }) => {
    const gone = await server.command('nnsim.server.clearCache');
    const size = (gone.bytes / 2 ** 20).toFixed(1);
    void vscode.window.showInformationMessage(`Deleted ${gone.entries} cached results (${size} MiB).`);
    return gone;
  },
};
