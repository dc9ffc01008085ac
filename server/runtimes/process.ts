import { BadInput } from '../tensors/badInput';
import type { KeptRun } from '../protocol';
import { runtimeOf } from './catalogue';
import { type KeepOrder, keepRun } from './keepRun';
import type { Anatomy } from './runtime';
import { runModel, type RunOrder, type RunResult } from './runModel';

/** What the process is told: to run a model, to keep what comes of it, or only to look at it, and the memory it may take. One order, one process. */
export interface Order {
  readonly request: RunOrder | KeepOrder | { readonly anatomyOf: string };
  readonly mostMemory: number;
}

/** What it answers: how far it is, and once how it ended. */
export type Answer<Result> =
  | { readonly kind: 'progress'; readonly done: number; readonly rows: number }
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'input' | 'defect'; readonly message: string }
  | { readonly kind: 'memory'; readonly bytes: number };

const memoryCheckMs = 100;

type Told = RunResult | KeptRun | Anatomy;

function answer(message: Answer<Told>, then: () => void = () => undefined): void {
  process.send?.(message, then);
}

/** The libraries compute beside this thread, so that it can watch what they take. */
function watchMemory(most: number): void {
  const look = (): void => {
    const bytes = process.memoryUsage.rss();
    if (bytes > most) answer({ kind: 'memory', bytes }, () => process.exit());
  };
  look();
  setInterval(look, memoryCheckMs).unref();
}

async function carryOut(request: Order['request']): Promise<Told> {
  const progress = (done: number, rows: number): void => answer({ kind: 'progress', done, rows });
  if ('kept' in request) return keepRun(request, progress);
  if ('model' in request) return runModel(request, progress);
  const { anatomyOf: path } = request;
  return (await runtimeOf(path)).anatomy(path);
}

process.once('message', ({ request, mostMemory }: Order) => {
  watchMemory(mostMemory);
  void carryOut(request)
    .then((result): Answer<Told> => ({ kind: 'result', result }))
    .catch((error: unknown): Answer<never> => {
      if (error instanceof BadInput) return { kind: 'input', message: error.message };
      return {
        kind: 'defect',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    })
    .then((last) => answer(last, () => process.exit()));
});
// Whoever asked is gone: nobody waits for the answer.
process.once('disconnect', () => process.exit());
