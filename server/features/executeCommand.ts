import { ExecuteCommandRequest } from 'vscode-languageserver/node';
import type { ServerCommands } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { answer } from './answer';
import { diagnosticsReport } from './diagnosticsReport';
import type { Feature, Host } from './feature';
import { anything, invalid, list, nullable, object, path, text } from './parameters';
import { runComparison } from './runComparison';
import { comparisonRequest, workDoneToken } from './shapes';

interface Call {
  readonly args: readonly unknown[];
  readonly token?: string | number;
  readonly signal: AbortSignal;
}

type Commands = {
  readonly [C in keyof ServerCommands]: (host: Host, call: Call) => Promise<ServerCommands[C]['result']>;
};

const commands: Commands = {
  'nnsim.server.setBaseline': async (host, { args }) => {
    const baseline = nullable(path)(args[0], 'arguments[0]');
    // A file that cannot be read is refused here rather than at every comparison.
    if (baseline !== null) await host.jobs.open(baseline);
    const written = host.baseline.set(baseline);
    host.activityChanged();
    host.refreshLenses();
    host.background.refresh().catch((error: unknown) => host.log(error));
    await written.catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new BadInput(`The baseline holds until the server ends: it cannot be written down (${why}).`);
    });
    return null;
  },
  'nnsim.server.clearCache': async (host) => {
    const gone = await host.jobs.clearCache();
    host.answers.forget();
    host.refreshLenses();
    return gone;
  },
  'nnsim.server.diagnostics': (host) => diagnosticsReport(host),
  'nnsim.server.compare': (host, { args, token, signal }) =>
    runComparison(host, comparisonRequest(args[0], 'arguments[0]'), {
      signal,
      ...(token !== undefined && { workDoneToken: token }),
    }),
};

const byName: ReadonlyMap<string, Commands[keyof Commands]> = new Map(Object.entries(commands));

const read = object<{ command: string }, { arguments: readonly unknown[]; workDoneToken: string | number }>(
  { command: text },
  { arguments: list(anything), workDoneToken },
);

/** `workspace/executeCommand`: what any client can have the server do. */
export const executeCommand: Feature = {
  capabilities: { executeCommandProvider: { commands: [...byName.keys()], workDoneProgress: true } },
  register(host) {
    answer(host, ExecuteCommandRequest.method, read, (params, signal): Promise<unknown> => {
      const run = byName.get(params.command);
      if (!run) throw invalid(`There is no command ${params.command}.`);
      const { arguments: args = [], workDoneToken: token } = params;
      return run(host, { args, signal, ...(token !== undefined && { token }) });
    });
  },
};
