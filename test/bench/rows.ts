/**
 * Layers larger than the memory: 1,000,000 x 512 float32 on both sides, 4 GB on disk, compared in blocks of rows with
 * 512 MiB allowed. `npm run bench:rows [ROWS]`; needs the built worker and room on the disk for the two files.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createJobs } from '../../server/jobs/createJobs';
import { randomFrom } from '../samples/random';

const rows = Number(process.argv[2] ?? 1_000_000);
const width = 512;
const folder = mkdtempSync(join(tmpdir(), 'nnsim-rows-'));

/** Writes an array of rows that mix a few signals of their own number with noise: the same signals for every seed. */
function write(name: string, seed: number): string {
  const path = join(folder, name);
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${width}), }`;
  const padded = header.padEnd(117) + '\n';
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(padded)]));
  const own = randomFrom(seed);
  const signals = randomFrom(1);
  const mixing = Float32Array.from({ length: 8 * width }, () => own.next() - 0.5);
  const block = new Float32Array(1000 * width);
  const signal = new Float32Array(8);
  for (let done = 0; done < rows; done += 1000) {
    for (let i = 0; i < 1000; i++) {
      for (let k = 0; k < 8; k++) signal[k] = signals.next() - 0.5;
      for (let j = 0; j < width; j++) {
        let value = own.next() - 0.5;
        for (let k = 0; k < 8; k++) value += (signal[k] ?? 0) * (mixing[k * width + j] ?? 0);
        block[i * width + j] = value;
      }
    }
    writeSync(file, new Uint8Array(block.buffer, 0, 4 * width * Math.min(1000, rows - done)));
  }
  closeSync(file);
  return path;
}

async function main(): Promise<void> {
  console.log(`writing two files of ${((rows * width * 4) / 1e9).toFixed(2)} GB ...`);
  const [x, y] = [write('x.npy', 2), write('y.npy', 3)];
  for (const measures of [
    ['cka'],
    ['cka', 'cka(estimator: debiased)', 'procrustes(centre: yes)', 'cca.mean'],
  ]) {
    const jobs = createJobs({
      workerPath: resolve(__dirname, '../../dist/worker.js'),
      storage: null,
      workers: 1,
      memoryLimitMiB: 512,
    });
    let peak = 0;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 100);
    const start = performance.now();
    const scores = await jobs.pair({ x, y, tensorX: 'array', tensorY: 'array', measures });
    const seconds = (performance.now() - start) / 1000;
    clearInterval(timer);
    const values = scores.map(({ measure, value, reason }) => `${measure} ${value ?? reason ?? ''}`);
    console.log(`${seconds.toFixed(1)} s, peak memory of the process ${Math.round(peak / 2 ** 20)} MiB`);
    for (const line of values) console.log(`  ${line}`);
    await jobs.dispose();
  }
}

void main().finally(() => rmSync(folder, { recursive: true, force: true }));
