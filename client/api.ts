import type { ModelSummary, Partnership } from '../server/protocol';
import { activationMilliseconds } from './activation';
import type { ComparisonRecord } from './comparisons/records';
import type { GroupRecord } from './groups/groupRecords';
import type { ServerState } from './languageClient';
import type { Parts } from './parts';
import { ComparisonsView } from './views/comparisonsView';

/** What the extension exports: to look at, for tests and other extensions. To do something there are the commands. */
export interface Api {
  /** How long the activation took. */
  readonly activationMilliseconds: number;
  readonly serverState: ServerState;
  /** Process id of the language server while there is one. */
  readonly serverPid: number | undefined;
  readonly baseline: string | undefined;
  /** Newest first. */
  readonly comparisons: readonly ComparisonRecord[];
  /** Sets of models, newest first. */
  readonly groups: readonly GroupRecord[];
  /** Labels and descriptions of the view of comparisons, children indented by two spaces. */
  tree(): string[];
  summary(path: string): ModelSummary | undefined;
  partnerships(path: string): readonly Partnership[];
}

/** The exports over the running parts. */
export function makeApi({ server, baseline, comparisons, groups, models, runs }: Parts): Api {
  const view = new ComparisonsView({ comparisons, groups, runs });
  const line = (element: Parameters<ComparisonsView['getTreeItem']>[0]): string => {
    const { label, description } = view.getTreeItem(element);
    return [label, description].filter((part) => typeof part === 'string').join(' ');
  };
  return {
    get activationMilliseconds() {
      return activationMilliseconds();
    },
    get serverState() {
      return server.state;
    },
    get serverPid() {
      return server.pid;
    },
    get baseline() {
      return baseline.path;
    },
    get comparisons() {
      return comparisons.records;
    },
    get groups() {
      return groups.records;
    },
    tree: () =>
      view
        .getChildren()
        .flatMap((element) => [
          line(element),
          ...view.getChildren(element).map((child) => `  ${line(child)}`),
        ]),
    summary: (path) => models.summary(path),
    partnerships: (path) => models.partnerships(path),
  };
}
