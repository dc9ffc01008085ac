import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptRun, RunResult } from '../../protocol';
import type { KeepOrder } from '../../runtimes/keepRun';
import type { Answer, Order } from '../../runtimes/process';
import type { Anatomy } from '../../runtimes/runtime';
import type { RunRequest } from '../../runtimes/runModel';
import { sizeText } from '../../runtimes/size';
import { BadInput } from '../../tensors/badInput';
import { Cancelled, type JobOptions } from '../jobs';

export interface ModelProcessOptions extends JobOptions {
  /** The bundle of runtimes/process.ts. */
  readonly runnerPath: string;
  /** Bytes the process may hold. */
  readonly mostMemory: number;
  /** Told what a library says of a model that it cannot run. */
  readonly log?: (line: string) => void;
}

/** How the names of folders begin in which a run is under way. */
export const draftPrefix = 'draft-';

/** Runs a model. Rejects with BadInput, also when the process died, or Cancelled; then there is no file. */
export function runInProcess(request: RunRequest, options: ModelProcessOptions): Promise<RunResult> {
  const { model, out } = request;
  const draft = `${out}.${randomUUID()}.part`;
  // What was written is of use only when all of it is there.
  const remove = (): Promise<void> => rm(draft, { force: true }).catch(() => undefined);
  const order = { request: { ...request, draft }, mostMemory: options.mostMemory };
  return inProcess<RunResult>(order, model, options).finally(remove);
}

/** Runs a model unless the run is kept already. Rejects as `runInProcess` does; then nothing is kept of it. */
export function keepInProcess(
  request: Omit<KeepOrder, 'draft'>,
  options: ModelProcessOptions,
): Promise<KeptRun> {
  const draft = join(request.kept, `${draftPrefix}${randomUUID()}`);
  const remove = (): Promise<void> => rm(draft, { recursive: true, force: true }).catch(() => undefined);
  const order = { request: { ...request, draft }, mostMemory: options.mostMemory };
  return inProcess<KeptRun>(order, request.model, options).finally(remove);
}

/** The inputs of a model and the values it computes. Rejects as `runInProcess` does. */
export function anatomyInProcess(model: string, options: ModelProcessOptions): Promise<Anatomy> {
  return inProcess<Anatomy>(
    { request: { anatomyOf: model }, mostMemory: options.mostMemory },
    model,
    options,
  );
}

/**
 * Has an order carried out in a process of its own: libraries that run models can take all memory or end their process, and a model
 * can ask for either.
 */
export function inProcess<Result>(
  order: Order,
  model: string,
  { runnerPath, mostMemory, signal, onProgress, log }: ModelProcessOptions,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new Cancelled());
      return;
    }
    const child = fork(runnerPath, [], {
      // An editor is a program of its own that can be told to be node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      // JSON has no infinity, which bounds of attacks may be.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let outcome: (() => void) | undefined;
    const end = (how: () => void): void => {
      outcome ??= how;
      child.kill('SIGKILL');
    };
    const cancel = (): void => end(() => reject(new Cancelled()));
    signal?.addEventListener('abort', cancel, { once: true });
    child.on('message', (answer: Answer<Result>) => {
      switch (answer.kind) {
        case 'progress':
          onProgress?.(answer.done / answer.rows, `${answer.done} of ${answer.rows} rows`);
          break;
        case 'result':
          end(() => resolve(answer.result));
          break;
        case 'input':
          if (answer.said !== undefined) log?.(`${model}: ${answer.said}`);
          end(() => reject(new BadInput(answer.message)));
          break;
        case 'memory':
          end(() => reject(new BadInput(tooLarge(model, mostMemory))));
          break;
        case 'defect':
          end(() => reject(new Error(`Running ${model} failed by a defect of nnsim: ${answer.message}`)));
      }
    });
    child.on('error', (error) =>
      end(() => reject(new BadInput(`${model} cannot be run: ${error.message}.`))),
    );
    child.on('close', (code, killed) => {
      signal?.removeEventListener('abort', cancel);
      const how = outcome ?? (() => reject(new BadInput(died(model, code, killed))));
      how();
    });
    child.send(order);
  });
}

function tooLarge(model: string, most: number): string {
  return `Running ${model} takes more than ${sizeText(most)} of memory: run it on fewer instances at once, or allow more.`;
}

function died(model: string, code: number | null, signal: string | null): string {
  const how = signal ?? `exit code ${code ?? '?'}`;
  return `${model} ended the process that ran it (${how}): the model may be damaged or need more memory than there is.`;
}
