/**
 * The grid of linear CKA between two models of 12 layers [5000 x 768] float32, from file to answer: with one worker and
 * with two, beside NumPy by the best algorithm it has (each layer centred and its own norm taken once, one product a
 * pair, float64, one thread, files in memory) and beside the n x n way of much public code (one pair timed, times 144).
 * Alternating, the fastest of some rounds. `npm run bench:grid [ROUNDS]`; needs `npm run build`. NNSIM_ENGINE names what
 * multiplies; without it the fastest does.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createJobs } from '../../server/jobs/createJobs';
import type { EngineChoice } from '../../server/linalg/engine';
import { randomFrom } from '../samples/random';
import { safetensors } from '../samples/writeSafetensors';

const rounds = Number(process.argv[2] ?? 2);
const choice = (process.env.NNSIM_ENGINE ?? 'auto') as EngineChoice;
const [layers, rows, width] = [12, 5000, 768];
const folder = mkdtempSync(join(tmpdir(), 'nnsim-grid-'));

/** Layers that share a drifting mixture of 64 signals. */
function write(name: string, seed: number): string {
  const random = randomFrom(seed);
  const tensors = Array.from({ length: layers }, (_, layer) => {
    const values = new Float32Array(rows * width);
    const signals = randomFrom(100 + layer);
    const signal = new Float32Array(64);
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < 64; k++) signal[k] = signals.next() - 0.5;
      for (let j = 0; j < width; j++) values[i * width + j] = (signal[j % 64] ?? 0) + random.next();
    }
    return [`layer${layer}`, { shape: [rows, width], values }] as const;
  });
  const path = join(folder, name);
  writeFileSync(path, safetensors(tensors, []));
  return path;
}

const numpy = `
import json, sys, time, numpy as np
def load(path):
    raw = open(path, 'rb').read(); n = int.from_bytes(raw[:8], 'little'); head = json.loads(raw[8:8+n])
    return [np.frombuffer(raw, np.float32, ${rows * width}, 8 + n + v['data_offsets'][0]).reshape(${rows}, ${width})
            for k, v in head.items() if k != '__metadata__']
t = time.perf_counter()
sides = []
for path in sys.argv[1:3]:
    side = []
    for x in load(path):
        x = x.astype(np.float64); x -= x.mean(0); side.append((x, np.linalg.norm(x.T @ x)))
    sides.append(side)
grid = [[np.linalg.norm(x.T @ y) ** 2 / nx / ny for y, ny in sides[1]] for x, nx in sides[0]]
best = time.perf_counter() - t
t = time.perf_counter()
x, y = (side[0][0] for side in sides)
def centred(k):
    return k - k.mean(0) - k.mean(1)[:, None] + k.mean()
k, l = centred(x @ x.T), centred(y @ y.T)
one = np.sum(k * l) / np.sqrt(np.sum(k * k) * np.sum(l * l))
print(json.dumps({'version': np.__version__, 'best': best, 'grams': 144 * (time.perf_counter() - t), 'first': grid[0][0]}))
`;

async function ours(x: string, y: string, workers: number): Promise<{ seconds: number; first: number }> {
  const workerPath = resolve(__dirname, '../../dist/worker.js');
  const engine = { choice, blasLibrary: '' };
  const jobs = createJobs({ workerPath, storage: null, workers, memoryLimitMiB: 8192, engine });
  // The threads are up before the clock starts, as they are in an editor.
  await jobs.plan({ x, y, measure: { id: 'rsm.cka', parameters: {} } });
  const start = performance.now();
  const { cells } = await jobs.compare({ x, y, measure: { id: 'rsm.cka', parameters: {} } }, {});
  const seconds = (performance.now() - start) / 1000;
  await jobs.dispose();
  return { seconds, first: cells[0]?.score.value ?? NaN };
}

async function main(): Promise<void> {
  const [x, y] = [write('x.safetensors', 1), write('y.safetensors', 2)];
  const times = { one: Infinity, two: Infinity, best: Infinity, grams: Infinity };
  let firsts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const one = await ours(x, y, 1);
    const two = await ours(x, y, 2);
    times.one = Math.min(times.one, one.seconds);
    times.two = Math.min(times.two, two.seconds);
    // A preset OPENBLAS_CORETYPE would make NumPy slower than it is.
    const env: NodeJS.ProcessEnv = { ...process.env, OPENBLAS_NUM_THREADS: '1' };
    delete env.OPENBLAS_CORETYPE;
    delete env.OPENBLAS_L2_SIZE;
    const { stdout } = spawnSync('python3', ['-c', numpy, x, y], { encoding: 'utf8', env });
    firsts = [one.first, two.first];
    if (stdout === '') continue;
    const found = JSON.parse(stdout) as { best: number; grams: number; first: number };
    times.best = Math.min(times.best, found.best);
    times.grams = Math.min(times.grams, found.grams);
    firsts.push(found.first);
  }
  console.log(`first cell: ${firsts.join(', ')}`);
  console.log(`one worker          ${times.one.toFixed(1)} s`);
  console.log(`two workers         ${times.two.toFixed(1)} s, ${(times.one / times.two).toFixed(2)} x one`);
  if (times.best === Infinity) {
    console.log('no python3 with NumPy: nothing to compare with');
    return;
  }
  console.log(
    `NumPy, best way     ${times.best.toFixed(1)} s; one worker takes ${(times.one / times.best).toFixed(2)} of it`,
  );
  console.log(
    `n x n, every pair   ${times.grams.toFixed(0)} s; one worker is ${(times.grams / times.one).toFixed(1)} x faster`,
  );
}

void main().finally(() => rmSync(folder, { recursive: true, force: true }));
