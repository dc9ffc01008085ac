import * as vscode from 'vscode';
import { activationMilliseconds } from '../activation';
import { sentence } from '../failures';
import type { Command } from './command';

/** Copies a report for a bug report as Markdown: versions, server, workers, cache. Resolves with the text. */
export const copyDiagnostics: Command = {
  run: async ({ context, server }) => {
    const { version } = context.extension.packageJSON as { readonly version: string };
    const lines = [
      '## Editor',
      '',
      `- nnsim ${version}, VS Code ${vscode.version} (${vscode.env.appHost}, ${process.platform} ${process.arch})`,
      `- extension host: node ${process.versions.node}; activation took ${activationMilliseconds().toFixed(1)} ms`,
      `- server: ${server.state}${server.pid === undefined ? '' : `, process ${server.pid}`}`,
      `- workspace: ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}`,
      '',
    ];
    const report = await server
      .command('nnsim.server.diagnostics')
      .catch((error: unknown) => `The server does not answer: ${sentence(error)}`);
    const text = `${lines.join('\n')}\n${report}\n`;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage('nnsim: diagnostics are on the clipboard', 5000);
    return text;
  },
};
