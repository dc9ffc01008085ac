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
    startJobs(
      storage,
      settings,
      (problem) => connection.console.error(problem),
      (fact) => connection.console.info(fact),
    ),
});
