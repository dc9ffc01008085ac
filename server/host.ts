import type { ClientCapabilities, Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Answers } from './background/answers';
import { Background } from './background/background';
import type { Baseline } from './background/baseline';
import { notify } from './features/answer';
import { createAskedResults } from './features/askedResults';
import type { ClientAbilities, Host } from './features/feature';
import { WorkDone } from './features/workDone';
import { createModelPaths } from './paths/modelPaths';
import { modelEndings, type Settings } from './protocol';
import { soon } from './soon';
import type { AdjustableJobs } from './startJobs';

/** What a host is made of. */
export interface HostParts {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly jobs: AdjustableJobs;
  readonly baseline: Baseline;
  readonly settings: Settings;
  readonly folders: readonly string[];
  readonly trusted: boolean;
  readonly version: string;
  readonly capabilities: ClientCapabilities;
}

/** Joins what the features work with. */
export function createHost(parts: HostParts): Host {
  const { connection, jobs, baseline } = parts;
  let { settings, folders, trusted } = parts;
  const client = abilities(parts.capabilities);
  // A client that can be asked for its settings may forbid the background: nothing starts before it has answered.
  let settled = !client.configuration;
  const log = (problem: unknown): void => {
    connection.console.error(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
  };
  const workDone = new WorkDone(connection, parts.capabilities.window?.workDoneProgress === true);
  const refreshLenses = soon(100, () => {
    if (client.refreshesLenses && settings.codeLens)
      connection.sendRequest('workspace/codeLens/refresh').catch(log);
  });
  const budgetSeconds = (): number | null =>
    settled && trusted && settings.background.enabled ? settings.background.budgetSeconds : null;
  const background = new Background({
    jobs,
    baseline: () => baseline.path,
    budgetSeconds,
    progress: (title) => workDone.create(title),
    send: (partnership) => {
      notify(host, 'nnsim/partnership', partnership);
      if (partnership.state === 'done') refreshLenses();
    },
    log,
  });
  const refreshBackground = (): void => {
    background.refresh().catch(log);
  };
  const host: Host = {
    connection,
    jobs,
    baseline,
    client,
    workDone,
    background,
    refreshLenses,
    log,
    documents: parts.documents,
    version: parts.version,
    paths: createModelPaths(modelEndings),
    asked: createAskedResults(),
    answers: new Answers({ jobs, budgetSeconds, changed: refreshLenses, log }),
    get settings() {
      return settings;
    },
    get trusted() {
      return trusted;
    },
    get folders() {
      return folders;
    },
    changeSettings(next) {
      const before = settings;
      settings = next;
      settled = true;
      jobs.adjust(next);
      if (before.codeLens !== next.codeLens && client.refreshesLenses) {
        connection.sendRequest('workspace/codeLens/refresh').catch(log);
      }
      refreshBackground();
    },
    changeTrust(next) {
      trusted = next;
      refreshBackground();
    },
    changeFolders(added, removed) {
      folders = [...new Set([...folders.filter((folder) => !removed.includes(folder)), ...added])];
      refreshLenses();
    },
    activityChanged: soon(100, () => {
      notify(host, 'nnsim/activity', { ...jobs.activity, baseline: baseline.path });
    }),
  };
  return host;
}

function abilities({ workspace, textDocument }: ClientCapabilities): ClientAbilities {
  return {
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') ?? true,
  };
}
