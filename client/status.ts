import * as vscode from 'vscode';
import type { Activity } from '../server/protocol';
import type { Parts } from './parts';

const languages = ['python', 'yaml', 'json', 'jsonc', 'toml', 'markdown'];

/** The language status item: is the server there, what does it do, what is the baseline. Its command shows the log. */
export function registerStatus({ server, baseline }: Pick<Parts, 'server' | 'baseline'>): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('nnsim.status', languages);
  item.name = 'nnsim';
  item.command = { command: 'nnsim.showLogs', title: 'Show Logs' };
  let activity: Activity | undefined;
  const update = (): void => {
    const { state } = server;
    const jobs = (activity?.running ?? 0) + (activity?.waiting ?? 0);
    item.busy = state === 'starting' || (state === 'running' && jobs > 0);
    item.severity = vscode.LanguageStatusSeverity[state === 'stopped' ? 'Error' : 'Information'];
    item.text = { starting: 'nnsim is starting', stopped: 'nnsim has stopped', running: running(activity) }[
      state
    ];
    const name = baseline.path === undefined ? undefined : vscode.workspace.asRelativePath(baseline.path);
    const detail = [...(activity?.titles ?? []), name === undefined ? '' : `baseline: ${name}`];
    item.detail = detail.filter((part) => part !== '').join('; ');
    item.command =
      state === 'stopped'
        ? { command: 'nnsim.restartServer', title: 'Restart Server' }
        : { command: 'nnsim.showLogs', title: 'Show Logs' };
  };
  update();
  return vscode.Disposable.from(
    item,
    baseline.onDidChange(update),
    server.on('nnsim/activity')((news) => {
      activity = news;
      update();
    }),
    server.onDidChangeState(() => {
      // What the last server was doing ended with it.
      activity = undefined;
      update();
    }),
  );
}

function running(activity: Activity | undefined): string {
  const { running: now = 0, waiting = 0 } = activity ?? {};
  if (now + waiting === 0) return 'nnsim';
  return `nnsim: ${now} running${waiting > 0 ? `, ${waiting} waiting` : ''}`;
}
