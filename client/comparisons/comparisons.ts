import * as vscode from 'vscode';
import type { Comparison, MeasureCall } from '../../server/protocol';
import type { Server } from '../languageClient';
import type { Measures } from '../measures/measures';
import type { Runs } from '../running/runs';
import { ChosenOutputs } from './chosenOutputs';
import { ChosenReadings } from './chosenReadings';
import { isByLabel } from './readingText';
import { isRecord, keyOf, recordOf } from './records';
import type { ComparisonRecord } from './records';
import { Run, type Asked } from './run';

const storeKey = 'nnsim.comparisons';
/** Comparisons remembered in a workspace. */
const most = 50;
/**
 * Milliseconds between two reports of progress: the view draws its lines anew each time, with the buttons in them, and a
 * button that goes between press and release takes no click.
 */
const pause = 2000;

/** The comparisons of this workspace: starts them, shows their progress in the status bar, remembers how they ended. */
export class Comparisons implements vscode.Disposable {
  readonly readings: ChosenReadings;
  readonly outputs: ChosenOutputs;
  private readonly known = new Map<string, ComparisonRecord>();
  private readonly running = new Map<string, Run>();
  private readonly changes = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changes.event;
  private pending: NodeJS.Timeout | undefined;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly server: Server,
    private readonly measures: Measures,
    private readonly runs: Runs,
  ) {
    this.readings = new ChosenReadings(memory);
    this.outputs = new ChosenOutputs(memory);
    const stored = memory.get<unknown>(storeKey, []);
    for (const record of Array.isArray(stored) ? stored.filter(isRecord) : [])
      this.known.set(keyOf(record), record);
  }

  /** Newest first. */
  get records(): readonly ComparisonRecord[] {
    return [...this.known.values()].sort((a, b) => b.when - a.when);
  }

  runOf(pair: { readonly x: string; readonly y: string }): Run | undefined {
    return this.running.get(keyOf(pair));
  }

  /** Compares two files; a run of the same pair that is under way is cancelled first. */
  start(x: string, y: string, measure?: MeasureCall): Run {
    const key = keyOf({ x, y });
    this.running.get(key)?.cancel();
    const run = new Run(this.server, x, y, this.asked(x, y, measure));
    this.running.set(key, run);
    this.keep({ x, y, state: 'running', when: Date.now(), highlights: [], more: 0 });
    let told = 0;
    run.onDidChange(({ type }) => {
      const percent = Math.floor(100 * run.progress);
      if (type === 'end' || percent === told) return;
      told = percent;
      this.pending ??= setTimeout(() => this.change(), pause);
    });
    void this.follow(run);
    this.showProgress(run);
    return run;
  }

  remove(record: ComparisonRecord): void {
    this.runOf(record)?.cancel();
    this.known.delete(keyOf(record));
    this.save();
  }

  dispose(): void {
    for (const run of this.running.values()) run.cancel();
    clearTimeout(this.pending);
    this.changes.dispose();
  }

  /** Labels go along with measures that need some, and with rows that are selected by them. */
  private async asked(x: string, y: string, given: MeasureCall | undefined): Promise<Asked> {
    for (const path of [x, y]) await this.runs.ensure(path);
    const { labels, ...view } = this.readings.of({ x, y });
    const forRows = labels !== undefined && isByLabel(view.rows) ? { labels } : {};
    const measure = given ?? (await this.measures.defaultFor({ x, y, ...view, ...forRows }));
    const needed = labels !== undefined && (await this.measures.labelled()).includes(measure.id);
    return { measure, ...view, ...forRows, ...(needed && { labels }) };
  }

  private async follow(run: Run): Promise<void> {
    const { x, y } = run;
    const ended = await run.result.then(
      (comparison) => this.finished(comparison),
      (): ComparisonRecord => ({
        x,
        y,
        state: run.state,
        when: Date.now(),
        highlights: [],
        more: 0,
        ...(run.message !== undefined && { message: run.message }),
      }),
    );
    const key = keyOf(run);
    if (this.running.get(key) !== run) return;
    this.running.delete(key);
    // Removed from the list while it ran.
    if (this.known.has(key)) this.keep(ended);
  }

  private async finished(comparison: Comparison): Promise<ComparisonRecord> {
    return recordOf(comparison, await this.measures.directionOf(comparison), Date.now());
  }

  private showProgress(run: Run): void {
    const location = vscode.ProgressLocation.Window;
    const title = `nnsim: ${this.runs.title(run)}`;
    void vscode.window.withProgress({ location, title }, async (progress) => {
      const listener = this.server.onProgress(run.id, (message) => progress.report({ message }));
      await run.result.catch(() => undefined);
      listener.dispose();
    });
  }

  private keep(record: ComparisonRecord): void {
    this.known.set(keyOf(record), record);
    for (const old of this.records.slice(most)) this.known.delete(keyOf(old));
    this.save();
  }

  private save(): void {
    // A run does not survive the window, so what is stored never says "running".
    const lasting = this.records.filter(({ state }) => state !== 'running');
    void this.memory.update(storeKey, lasting);
    this.change();
  }

  private change(): void {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.changes.fire(undefined);
  }
}
