import * as vscode from 'vscode';
import type { GroupChoice, MeasureCall } from '../../server/protocol';
import type { Server } from '../languageClient';
import type { Measures } from '../measures/measures';
import type { Runs } from '../running/runs';
import { type GroupRecord, highlightsOf, isGroupRecord, keyOfGroup } from './groupRecords';
import { GroupRun } from './groupRun';

const storeKey = 'nnsim.groups';
/** Sets remembered in a workspace. */
const most = 20;

/** The comparisons of sets of models of this workspace: starts them, shows their progress, remembers how they ended. */
export class Groups implements vscode.Disposable {
  private readonly known = new Map<string, GroupRecord>();
  private readonly running = new Map<string, GroupRun>();
  private readonly changes = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly server: Server,
    private readonly measures: Measures,
    private readonly runs: Runs,
  ) {
    const stored = memory.get<unknown>(storeKey, []);
    for (const record of Array.isArray(stored) ? stored.filter(isGroupRecord) : [])
      this.known.set(keyOfGroup(record.choice), record);
  }

  /** Newest first. */
  get records(): readonly GroupRecord[] {
    return [...this.known.values()].sort((a, b) => b.when - a.when);
  }

  runOf({ choice }: Pick<GroupRecord, 'choice'>): GroupRun | undefined {
    return this.running.get(keyOfGroup(choice));
  }

  /** Compares a set; a run of the same models that is under way is cancelled first. */
  start(choice: GroupChoice, measure?: MeasureCall): GroupRun {
    const key = keyOfGroup(choice);
    this.running.get(key)?.cancel();
    const { server, measures } = this;
    const run = new GroupRun({ server, measures }, choice, measure, this.ensure(choice));
    this.running.set(key, run);
    const asked = { choice, ...(measure !== undefined && { measure }) };
    this.keep({ ...asked, state: 'running', when: Date.now(), highlights: [] });
    run.onDidChange(({ type }) => {
      if (type !== 'end') this.changes.fire(undefined);
    });
    void this.follow(run);
    this.showProgress(run);
    return run;
  }

  remove(record: GroupRecord): void {
    this.runOf(record)?.cancel();
    this.known.delete(keyOfGroup(record.choice));
    this.save();
  }

  dispose(): void {
    for (const run of this.running.values()) run.cancel();
    this.changes.dispose();
  }

  private async ensure({ models }: GroupChoice): Promise<void> {
    for (const path of models) await this.runs.ensure(path);
  }

  private async follow(run: GroupRun): Promise<void> {
    await run.result.catch(() => undefined);
    const key = keyOfGroup(run.choice);
    if (this.running.get(key) !== run) return;
    this.running.delete(key);
    // Removed from the list while it ran.
    if (this.known.has(key)) this.keep(await this.recordOf(run));
  }

  private async recordOf({ choice, measure, state, message, report, pairs }: GroupRun): Promise<GroupRecord> {
    const titles = new Map((await this.measures.all()).map(({ id, title }) => [id, title]));
    const found = report?.found === true ? report : undefined;
    return {
      choice,
      state,
      when: Date.now(),
      ...(measure !== undefined && { measure }),
      ...(found !== undefined && {
        subject: found.of === 'outputs' ? 'outputs' : (found.models[0]?.tensor ?? ''),
      }),
      highlights: found === undefined ? [] : highlightsOf(found, pairs, (id) => titles.get(id) ?? id),
      ...(message !== undefined && { message }),
    };
  }

  private showProgress(run: GroupRun): void {
    const location = vscode.ProgressLocation.Window;
    const title = `nnsim: ${this.runs.setTitle(run.choice.models)}`;
    void vscode.window.withProgress({ location, title }, async (progress) => {
      const listener = run.onDidChange(() => progress.report({ message: run.progress.text }));
      await run.result.catch(() => undefined);
      listener.dispose();
    });
  }

  private keep(record: GroupRecord): void {
    this.known.set(keyOfGroup(record.choice), record);
    for (const old of this.records.slice(most)) this.known.delete(keyOfGroup(old.choice));
    this.save();
  }

  private save(): void {
    // A run does not survive the window, so what is stored never says "running".
    const lasting = this.records.filter(({ state }) => state !== 'running');
    void this.memory.update(storeKey, lasting);
    this.changes.fire(undefined);
  }
}
