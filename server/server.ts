import { MessageType, ShowMessageNotification, type ShowMessageParams } from 'vscode-languageserver/node';
import { serve } from './languageServer';
import { startJobs } from './startJobs';
import { connect } from './transport';
import { version } from './version';

const connection = connect(process.argv);

// A defect in one place must not take the others with it: it is logged, and the work goes on.
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (problem: unknown) => {
    const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
    connection.console.error(text);
  });
}

serve(connection, {
  version: version(),
  startJobs: (storage, settings) =>
    startJobs(storage, settings, (problem) => connection.console.error(problem), {
      inform: (fact) => connection.console.info(fact),
      // Shown by the editor, and nobody has to answer.
      warn: (message) => {
        const shown: ShowMessageParams = { type: MessageType.Warning, message: `nnsim: ${message}` };
        connection.sendNotification(ShowMessageNotification.type, shown).catch(() => undefined);
      },
    }),
});
