import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { BadInput } from '../tensors/badInput';
import type { KeptRun, RunResult } from '../protocol';
import { attackModels, type AttackOrder, type AttackResult } from './attackModels';
import { runtimeOf } from './catalogue';
import { discard } from './drafts';
import { type KeepOrder, keepRun } from './keepRun';
import type { Anatomy, Runtime } from './runtime';
import { runModel, type RunOrder } from './runModel';
import { sizeText } from './size';
import { stitchModels, type StitchOrder, type StitchResult } from './stitching/stitchModels';

/** What the process is told: to run models, to keep what comes of it, or only to look at one, and the memory it may take. One order, one process. */
export interface Order {
  readonly request:
    | RunOrder
    | KeepOrder
    | { readonly anatomyOf: string }
    | { readonly attackOf: AttackOrder }
    | { readonly stitchOf: StitchOrder };
  readonly mostMemory: number;
}

/** What it answers: how far it is, and once how it ended. */
export type Answer<Result> =
  | { readonly kind: 'progress'; readonly done: number; readonly rows: number }
  | { readonly kind: 'result'; readonly result: Result }
  | {
      readonly kind: 'input';
      readonly message: string;
      /** What a library said of it, for the log. */
      readonly said?: string;
    }
  | { readonly kind: 'defect'; readonly message: string }
  | { readonly kind: 'memory'; readonly bytes: number };

const memoryCheckMs = 100;

type Told = RunResult | KeptRun | Anatomy | AttackResult | StitchResult;

type AnyAnswer = Answer<Told>;

function answer(message: AnyAnswer, then: () => void = () => undefined): void {
  process.send?.(message, then);
}

/** Not by exit: that waits for the other thread, which a library may hold for good. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Libraries compute beside this thread, or get one of their own, so that it can watch what they take. */
function watchMemory(most: number): void {
  const look = (): void => {
    const bytes = process.memoryUsage.rss();
    if (bytes > most) answer({ kind: 'memory', bytes }, end);
  };
  look();
  setInterval(look, memoryCheckMs).unref();
}

/** Tells how far it is, and answers how it ended. */
async function carryOut(request: Order['request'], tell: (message: AnyAnswer) => void): Promise<AnyAnswer> {
  const progress = (done: number, rows: number): void => tell({ kind: 'progress', done, rows });
  try {
    return { kind: 'result', result: await resultOf(request, progress) };
  } catch (error) {
    return failed(error);
  }
}

async function resultOf(
  request: Order['request'],
  progress: (done: number, rows: number) => void,
): Promise<Told> {
  if ('kept' in request) return keepRun(request, progress);
  if ('model' in request) return runModel(request, progress);
  if ('attackOf' in request) return attackModels(request.attackOf, progress);
  if ('stitchOf' in request) return stitchModels(request.stitchOf, progress);
  const { anatomyOf: path } = request;
  return (await runtimeOf(path)).anatomy(path);
}

function failed(error: unknown): Answer<never> {
  if (error instanceof BadInput) {
    const { message, cause } = error;
    return { kind: 'input', message, ...(typeof cause === 'string' && { said: cause }) };
  }
  return { kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** Has another thread carry it out. */
function carryOutBeside(request: Order['request']): Promise<AnyAnswer> {
  return new Promise((resolve) => {
    const thread = new Worker(__filename, { workerData: request });
    thread.on('message', (message: AnyAnswer) => {
      if (message.kind === 'progress') answer(message);
      else resolve(message);
    });
    thread.on('error', (error) => resolve(failed(isOutOfObjects(error) ? tooComplex(request) : error)));
    thread.on('exit', () => resolve(failed(new Error('the thread ended without an answer'))));
  });
}

/** Objects have a memory of their own, which is limited. */
function isOutOfObjects(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tooComplex(request: Order['request']): BadInput {
  return new BadInput(
    `${modelsOf(request).join(' and ')} cannot be run: the description is larger than the memory there is for it.`,
  );
}

async function begin({ request, mostMemory }: Order): Promise<void> {
  watchMemory(mostMemory);
  answer(await ended(request, mostMemory), end);
}

/** Throws BadInput for a model whose weights would not fit, before any of them is read. */
async function assertRoom(model: string, runtime: Runtime, mostMemory: number): Promise<void> {
  // What cannot be read says why where it is read.
  const bytes = await runtime.weightBytes(model).catch(() => 0);
  if (bytes <= mostMemory) return;
  throw new BadInput(
    `${model} cannot be run: its weights alone take ${sizeText(bytes)} of memory, and ${sizeText(mostMemory)} are allowed; allow more.`,
  );
}

function modelsOf(request: Order['request']): readonly string[] {
  if ('attackOf' in request) return request.attackOf.models;
  if ('stitchOf' in request) return request.stitchOf.models;
  return ['model' in request ? request.model : request.anatomyOf];
}

function draftsOf(request: Order['request']): readonly string[] {
  if ('attackOf' in request) return request.attackOf.drafts;
  if ('stitchOf' in request) return [request.stitchOf.draft];
  return 'draft' in request ? [request.draft] : [];
}

async function ended(request: Order['request'], mostMemory: number): Promise<AnyAnswer> {
  try {
    let blocked = false;
    for (const model of modelsOf(request)) {
      const runtime = await runtimeOf(model);
      if (!('anatomyOf' in request)) await assertRoom(model, runtime, mostMemory);
      blocked ||= runtime.blocks === true;
    }
    return await (blocked ? carryOutBeside(request) : carryOut(request, answer));
  } catch (error) {
    return failed(error);
  }
}

if (isMainThread) {
  process.once('message', (order: Order) => {
    // Whoever asked is gone: nobody waits for the answer, or removes what was begun.
    process.once('disconnect', () => {
      void discard(draftsOf(order.request)).then(end);
    });
    void begin(order);
  });
} else {
  const tell = (message: AnyAnswer): void => parentPort?.postMessage(message);
  void carryOut(workerData as Order['request'], tell).then(tell);
}
