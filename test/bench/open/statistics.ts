/** Statistics of 1 GB of float32 beside NumPy, which reads as many values at a time. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { npyFile, npyHeader } from '../../corpus/writers';

export const statisticsElements = 2 ** 28;

/** Writes the file; it lies in the memory of the system then. */
export function writeValues(path: string): void {
  writeFileSync(path, npyFile(npyHeader('<f4', [statisticsElements])));
  const values = new Float32Array(2 ** 20).map((_, i) => Math.sin(i) + Math.cos(i * i));
  const block = new Uint8Array(values.buffer);
  for (let i = 0; i < statisticsElements; i += values.length) writeFileSync(path, block, { flag: 'a' });
}

/** The same numbers, block by block, so that it needs no more memory than we do; at last mean and deviation alone. */
const script = `
import sys, time, numpy as np
def all_of(a):
    n, total, squares, zeros, bad, low, high, bins = a.size, 0.0, 0.0, 0, 0, np.inf, -np.inf, np.zeros(64)
    for i in range(0, n, 1 << 20):
        b = np.asarray(a[i:i + (1 << 20)], dtype=np.float64)
        finite = np.isfinite(b); bad += b.size - int(finite.sum()); zeros += int((b == 0).sum())
        total += b.sum(); squares += np.square(b).sum(); low = min(low, b.min()); high = max(high, b.max())
        bins += np.histogram(b, 64, (-2, 2))[0]
    return total, (squares / n - (total / n) ** 2) ** 0.5
def moments(a):
    total, squares = 0.0, 0.0
    for i in range(0, a.size, 1 << 20):
        b = np.asarray(a[i:i + (1 << 20)], dtype=np.float64)
        total += b.sum(); squares += np.dot(b, b)
    return total, (squares / a.size - (total / a.size) ** 2) ** 0.5
for work in (all_of, all_of, all_of, moments, moments, moments):
    start, processor = time.perf_counter(), time.process_time()
    total, deviation = work(np.load(sys.argv[1], mmap_mode='r'))
    print(time.perf_counter() - start, time.process_time() - processor, total, deviation)
`;

/** Seconds, processor seconds, sum and deviation. */
export type Pass = readonly [seconds: number, processor: number, sum: number, deviation: number];

/** Three passes as ours are, and three over mean and deviation alone; none where there is no NumPy. */
export function numpyPasses(path: string): {
  readonly all: readonly Pass[];
  readonly moments: readonly Pass[];
} {
  // NumPy sums in one thread; products in as many as there are, unless it is told.
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1' };
  const { status, stdout } = spawnSync('python3', ['-c', script, path], { encoding: 'utf8', env });
  const lines = status === 0 ? stdout.trim().split('\n') : [];
  const passes = lines.map((line) => line.split(' ').map(Number) as unknown as Pass);
  return { all: passes.slice(0, 3), moments: passes.slice(3) };
}
