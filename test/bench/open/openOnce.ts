/**
 * Opens one file in a process of its own, reads one value of its last tensor, and again; prints the milliseconds and
 * processor milliseconds of the first open, the median of the next ones, and the peak memory in MiB after the first.
 */
import { openModel } from '../../../server/formats/catalogue';
import { elementCount } from '../../../server/tensors/storedTensor';
import { peakMemory } from './peakMemory';

/** For opening again and again. */
const mostMilliseconds = 1000;

export interface Opened {
  readonly first: number;
  readonly processor: number;
  readonly again: number;
  readonly memory: number;
}

async function time(path: string): Promise<{ readonly wall: number; readonly processor: number }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const file = await openModel(path);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const last = file.tensors.at(-1);
  if (last !== undefined && elementCount(last) > 0) await file.read(last, 0, 1);
  await file.close();
  return { wall, processor: (user + system) / 1e3 };
}

async function main(path: string): Promise<void> {
  // What loading the program left in memory is no part of opening a file.
  globalThis.gc?.({ type: 'minor' });
  const first = await time(path);
  const memory = peakMemory();
  const again: number[] = [];
  const start = performance.now();
  do again.push((await time(path)).wall);
  while (again.length < 5 && performance.now() - start < mostMilliseconds);
  const median = again.sort((a, b) => a - b)[again.length >> 1] ?? NaN;
  const opened: Opened = { first: first.wall, processor: first.processor, again: median, memory };
  console.log(JSON.stringify(opened));
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
