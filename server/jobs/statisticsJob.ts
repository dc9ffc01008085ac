import type { TensorEntry, TensorStatistics } from '../protocol';
import { quoted } from '../tensors/badInput';
import type { Header } from './headers';
import { inWindow, InOrder } from './inOrder';
import type { Pool } from './pool';
import type { Work } from './sharing';

/** Bytes and tensors one task reads: small enough that more urgent work soon gets a thread. */
const taskBytes = 32 * 2 ** 20;
const taskTensors = 256;
/** Two blocks of a tensor, decoded and as read. */
const memory = 32 * 2 ** 20;

/** The statistics of tensors of a file, emitted in the order of `wanted` (positions). */
export async function runStatistics(
  { stamp }: Header,
  tensors: readonly TensorEntry[],
  wanted: readonly number[],
  pool: Pool,
  work: Work<readonly TensorStatistics[]> & { readonly onStart: () => void },
): Promise<void> {
  const total = wanted.reduce((sum, index) => sum + weight(tensors[index]), 0);
  let done = 0;
  let count = 0;
  const ordered = new InOrder<readonly TensorStatistics[]>((found) => {
    work.emit(found);
    count += found.length;
    for (const { index } of found) done += weight(tensors[index]);
    work.progress(done / total, `${count} of ${wanted.length} tensors`);
  });
  const { signal, urgency, onStart } = work;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  await inWindow(
    [...portions(tensors, wanted)].entries(),
    () => pool.workers,
    async ([place, some]) => {
      const name = quoted(tensors[some[0] ?? 0]?.name ?? '');
      const more = some.length > 1 ? ` and ${some.length - 1} more` : '';
      const subject = `the statistics of ${name}${more} in ${stamp.path}`;
      const onPart = (part: readonly TensorStatistics[]): void => ordered.add(place, part);
      const options = { urgency, signal: both, onPart, onStart, subject, bytes: memory };
      try {
        await pool.run('statistics', { file: stamp, tensors: some }, options);
        ordered.complete(place);
      } catch (error) {
        stop.abort();
        throw error;
      }
    },
  );
}

/** The work a tensor makes; even an empty one makes some. */
function weight(tensor: TensorEntry | undefined): number {
  return 1000 + (tensor?.bytes ?? 0);
}

function* portions(tensors: readonly TensorEntry[], wanted: readonly number[]): Generator<number[]> {
  let portion: number[] = [];
  let bytes = 0;
  for (const index of wanted) {
    portion.push(index);
    bytes += tensors[index]?.bytes ?? 0;
    if (bytes < taskBytes && portion.length < taskTensors) continue;
    yield portion;
    portion = [];
    bytes = 0;
  }
  if (portion.length > 0) yield portion;
}
