import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { watchContained } from '../formats/contained';
import { createEngine } from '../linalg/engines/catalogue';
import { asFailure } from './failure';
import { Cancelled } from './jobs';
import { LabelReader } from './labelReader';
import { Layers } from './layers';
import type { FromThread, ThreadData, ToThread } from './messages';
import { nativeEntrance } from './nativeCode';
import { OpenFiles } from './openFiles';
import { measureSpeed } from './speed';
import { RowPairs } from './rowPairs';
import { Store } from './store';
import { tasks } from './tasks/catalogue';
import type { Task } from './tasks/task';
import { containedWatch } from './watchdog';

// The entry of every thread: takes tasks from its port and reports what comes of them.
if (parentPort === null) throw new Error('this file is started as a thread only');
const port = parentPort;
const { flag: sharedFlag, contained, role, storage, engine: settings } = workerData as ThreadData;
const flag = new Int32Array(sharedFlag);
watchContained(containedWatch(new Int32Array(contained)));
/** The task under way, in threads that do one at a time. */
let current = 0;
/** The server's event loop never blocks for long; should it, a note on disk is not worth more, in ms. */
const longestWait = 1000;

function stopIf(isCancelled: boolean): void {
  if (isCancelled) throw new Cancelled('The job was cancelled.');
}

function poll(): void {
  stopIf(current !== 0 && Atomics.load(flag, 0) === current);
}

function send(message: FromThread): void {
  port.postMessage(message);
}

/** Native code may end the process: that it is going to run is on disk before it does. */
function loading(accelerator: string): void {
  Atomics.store(flag, 1, 0);
  send({ type: 'loading', accelerator });
  Atomics.wait(flag, 1, 0, longestWait);
}

/** In a thread, `exit` ends the thread only. */
const native = nativeEntrance(flag.subarray(2), () => process.exit());
const tell = (line: string): void => send({ type: 'engine', line });
const engine = createEngine(settings, { poll, loading, native, tell });
const files = new OpenFiles();
const layers = new Layers(engine, files, poll);
const labels = new LabelReader(files, poll);
const rowPairs = new RowPairs(engine, files, poll);
const store = new Store(storage === null ? null : join(storage, 'cache'));

async function run({ id, kind, input, keep }: ToThread & { type: 'run' }): Promise<void> {
  if (role === 'computer') current = id;
  const isCancelled = (): boolean => Atomics.load(flag, 0) === id;
  layers.limit(keep);
  try {
    // Kind and input come from the pool, whose types hold them together.
    const task = tasks[kind] as Task<unknown, unknown, unknown>;
    const at = { engine, poll: () => stopIf(isCancelled()), files, layers, labels, rowPairs, store };
    const result = await task.run(input, at, (part) => send({ type: 'part', id, part }));
    send({ type: 'done', id, result, kept: layers.bytes });
  } catch (error) {
    send({ type: 'failed', id, failure: asFailure(error), kept: layers.bytes });
  } finally {
    current = 0;
  }
}

port.on('message', (message: ToThread) => {
  if (message.type === 'trim') layers.limit(message.keep);
  else void run(message);
});
send({ type: 'ready', rate: role === 'computer' ? measureSpeed(engine) : 0 });
