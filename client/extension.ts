import * as vscode from 'vscode';
import { setActivationMilliseconds } from './activation';
import { makeApi } from './api';
import type { Api } from './api';
import { Baseline } from './baseline';
import { registerCommands } from './commands/register';
import { Comparisons } from './comparisons/comparisons';
import { registerDecorations } from './decorations';
import { Descriptions } from './descriptions';
import { registerHeaderFeatures } from './editors/headerFeatures';
import { registerHeaderText } from './editors/headerText';
import { registerModelEditor } from './editors/modelEditor';
import { sentence } from './failures';
import { Groups } from './groups/groups';
import { Server } from './languageClient';
import { Measures } from './measures/measures';
import { Models } from './models';
import { ComparisonPanels } from './panels/comparisonPanels';
import { GroupPanels } from './panels/groupPanels';
import { GuidePanel } from './panels/guidePanel';
import { MeasurePanels } from './panels/measurePanels';
import type { Parts } from './parts';
import { Runs } from './running/runs';
import { registerStatus } from './status';
import { ComparisonsView } from './views/comparisonsView';

let running: Server | undefined;

/** Joins the parts. The server is started but not waited for. */
export function activate(context: vscode.ExtensionContext): Api {
  const begin = performance.now();
  const log = vscode.window.createOutputChannel('nnsim', { log: true });
  const server = new Server(context, log);
  running = server;
  const measures = new Measures(server);
  const models = new Models(server);
  const baseline = new Baseline(server);
  const runs = new Runs(server, context.workspaceState);
  const comparisons = new Comparisons(context.workspaceState, server, measures, runs);
  const descriptions = new Descriptions(context.workspaceState);
  const groups = new Groups(context.workspaceState, server, measures, runs);
  const base = { context, log, server, measures, models, baseline, descriptions, runs, comparisons, groups };
  const panels = new ComparisonPanels(base);
  const groupPanels = new GroupPanels({ ...base, panels });
  const withPanels = { ...base, panels, groupPanels };
  const measurePanels = new MeasurePanels(withPanels);
  const parts: Parts = { ...withPanels, measurePanels, guidePanel: new GuidePanel(withPanels) };
  context.subscriptions.push(
    log,
    comparisons,
    groups,
    baseline,
    models,
    server,
    registerCommands(parts),
    registerModelEditor(parts),
    registerHeaderText(parts),
    registerHeaderFeatures(parts),
    panels.registerSerializer(),
    groupPanels.registerSerializer(),
    measurePanels.registerSerializer(),
    registerDecorations(parts),
    registerStatus(parts),
    vscode.window.registerTreeDataProvider('nnsim.comparisons', new ComparisonsView(parts)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.notify('nnsim/trusted', { trusted: true })),
  );
  server.start().catch((error: unknown) => log.error('the server did not start', sentence(error)));
  setActivationMilliseconds(performance.now() - begin);
  return makeApi(parts);
}

/** The editor closes: the server ends its workers and writes what it must. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}
