import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { KeptRun, RunChoice, RunOrigin, RunOrigins } from '../../server/protocol';
import type { Server } from '../languageClient';
import { distinctNames, pairTitle, pairWords, setNames, setTitle } from '../names';
import { RunMemory } from './runMemory';

interface Pair {
  readonly x: string;
  readonly y: string;
}

let tokens = 0;

/** Models that are run by the server, and what files of activations are called: by their models. */
export class Runs {
  readonly memory: RunMemory;

  constructor(
    private readonly server: Server,
    memory: Pick<vscode.Memento, 'get' | 'update'>,
  ) {
    this.memory = new RunMemory(memory);
  }

  /** Runs a model, or finds what it came to before, and remembers what of. Rejects with a sentence. */
  async run(
    choice: RunChoice,
    token?: vscode.CancellationToken,
    report: (message: string, percentage?: number) => void = () => undefined,
  ): Promise<KeptRun> {
    const workDoneToken = `run-${process.pid}-${Date.now()}-${++tokens}`;
    const listener = this.server.onProgress(workDoneToken, report);
    try {
      const run = await this.server.request('nnsim/run', { ...choice, workDoneToken }, token);
      this.memory.keepChoice(run.path, choice);
      return run;
    } finally {
      listener.dispose();
    }
  }

  /** Makes a run again whose file is gone: the cache was cleared. Rejects with a sentence. */
  async ensure(path: string): Promise<void> {
    const choice = this.memory.choice(path);
    if (choice === undefined || (await isThere(path))) return;
    const { path: now } = await this.run(choice);
    if (now === path) return;
    throw new Error(
      `${basename(choice.model)} or what it was run on has changed since: use "Compare by Running..." again.`,
    );
  }

  /** The model that a file of activations came of; any other file itself. */
  modelOf(path: string): string {
    return this.memory.choice(path)?.model ?? path;
  }

  /** Names of two files that are shown together. */
  names({ x, y }: Pair): readonly [string, string] {
    const [models, probes] = [
      [this.modelOf(x), this.modelOf(y)],
      [this.probesOf(x), this.probesOf(y)],
    ];
    const [nameX = x, nameY = y] = distinctNames(models);
    if (nameX !== nameY || x === y || probes[0] === undefined || probes[1] === undefined)
      return [nameX, nameY];
    // One model on two sets of instances.
    const [onX = '', onY = ''] = distinctNames([probes[0], probes[1]]);
    return [`${nameX} on ${onX}`, `${nameY} on ${onY}`];
  }

  /** A pair in few words; after a run also on what. */
  words({ x, y }: Pair): { readonly pair: string; readonly file?: string; readonly on?: string } {
    const on = this.onWords({ x, y });
    return { ...pairWords(this.modelOf(x), this.modelOf(y)), ...(on !== undefined && { on }) };
  }

  /** A short title for a pair: "seed0 ↔ seed1 · step-1000 on images". */
  title({ x, y }: Pair): string {
    const on = this.onWords({ x, y });
    const title = pairTitle(this.modelOf(x), this.modelOf(y));
    return on === undefined ? title : `${title} ${on}`;
  }

  /** Names of the models of a set. */
  setNames(paths: readonly string[]): readonly string[] {
    return setNames(paths.map((path) => this.modelOf(path)));
  }

  /** A short title for a set: "seed0, seed1, seed2 · logits". */
  setTitle(paths: readonly string[]): string {
    return setTitle(paths.map((path) => this.modelOf(path)));
  }

  private onWords({ x, y }: Pair): string | undefined {
    const probes = [this.probesOf(x), this.probesOf(y)].filter((path) => path !== undefined);
    if (probes.length === 0) return undefined;
    const names = new Set(probes.map((path) => basename(path).replace(/\.[^.]*$/, '')));
    return `on ${[...names].join(' and ')}`;
  }

  /** What two files came of; undefined where both are the person's own. */
  origins({ x, y }: Pair): RunOrigins | undefined {
    const [ofX, ofY] = [this.originOf(x), this.originOf(y)];
    if (ofX === undefined && ofY === undefined) return undefined;
    return { ...(ofX && { x: ofX }), ...(ofY && { y: ofY }) };
  }

  /** What the files of a set came of, null: one is the person's own; undefined where all are. */
  setOrigins(paths: readonly string[]): readonly (RunOrigin | null)[] | undefined {
    const origins = paths.map((path) => this.originOf(path) ?? null);
    return origins.every((origin) => origin === null) ? undefined : origins;
  }

  /** The files that two models were run on, by name. */
  instances(pair: Pair): readonly string[] {
    const { x, y } = this.origins(pair) ?? {};
    return distinctNames([...new Set([...(x?.instances ?? []), ...(y?.instances ?? [])])]);
  }

  private originOf(path: string): RunOrigin | undefined {
    const choice = this.memory.choice(path);
    return choice && { model: choice.model, instances: [...new Set(choice.probes.map((one) => one.path))] };
  }

  /** The file with the instances that a file of activations came of. */
  probesOf(path: string): string | undefined {
    return this.memory.choice(path)?.probes[0]?.path;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(path));
    return true;
  } catch {
    return false;
  }
}
