import * as vscode from 'vscode';
import { isCancelled, sentence } from '../failures';
import type { Parts } from '../parts';
import { commands } from './catalogue';
import type { Command } from './command';

/** What a command resolves with when it failed. It does not reject: the editor would add a modal dialog to our message. */
export interface Failure {
  readonly failed: string;
}

/**
 * Registers the whole catalogue. A failure is shown once, as a sentence with the way to the log; what the person
 * cancelled resolves with undefined.
 */
export function registerCommands(parts: Parts): vscode.Disposable {
  const list: [string, Command][] = Object.entries(commands);
  return vscode.Disposable.from(
    ...list.map(([id, command]) =>
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        try {
          return await command.run(parts, ...args);
        } catch (error) {
          if (isCancelled(error)) return undefined;
          parts.log.error(`${id}: ${sentence(error)}`);
          void showFailure(parts, sentence(error));
          return { failed: sentence(error) } satisfies Failure;
        }
      }),
    ),
  );
}

async function showFailure({ log }: Parts, message: string): Promise<void> {
  const logs = 'Show Logs';
  if ((await vscode.window.showErrorMessage(message, logs)) === logs) log.show();
}
