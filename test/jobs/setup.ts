import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type ConfigurableJobs, createJobs, type JobsOptions } from '../../server/jobs/createJobs';
import { randomFrom } from '../samples/random';
import { safetensors } from '../samples/writeSafetensors';
import type { NumberArray } from '../samples/array';

const folder = join(tmpdir(), `nnsim-jobs-${process.pid}`);
const open: ConfigurableJobs[] = [];
let built: Promise<string> | undefined;
let builtRunner: Promise<string> | undefined;

/** The bundle of the worker, built once. */
export function worker(): Promise<string> {
  built ??= bundle(join(__dirname, '../../server/jobs/worker.ts'), 'worker.js');
  return built;
}

/** The bundle of the process that runs models, built once. */
export function runner(): Promise<string> {
  builtRunner ??= bundle(join(__dirname, '../../server/runtimes/process.ts'), 'runner.js');
  return builtRunner;
}

/** Bundles a source for node, with packages by the first of these entries that they have; returns where the bundle is. */
export async function bundle(
  source: string,
  name: string,
  mainFields: string[] = ['main', 'module'],
): Promise<string> {
  const outfile = join(folder, name);
  const packages = join(folder, 'node_modules');
  mkdirSync(folder, { recursive: true });
  // Where a worker looks for optional packages.
  if (!existsSync(packages)) symlinkSync(resolve(__dirname, '../../node_modules'), packages, 'junction');
  const options = { bundle: true, platform: 'node', format: 'cjs', target: 'node20' } as const;
  await build({ ...options, mainFields, entryPoints: [source], outfile });
  return outfile;
}

/** Jobs with real threads that end with the test; without storage unless it is given. */
export async function realJobs(options: Partial<JobsOptions> = {}): Promise<ConfigurableJobs> {
  const jobs = createJobs({ workerPath: await worker(), storage: null, workers: 2, ...options });
  open.push(jobs);
  return jobs;
}

export async function closeJobs(): Promise<void> {
  await Promise.all(open.splice(0).map((jobs) => jobs.dispose()));
}

/** A fresh folder for the files of one test. */
export function scratch(): string {
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, 'test-'));
}

// A root hook: the bundle serves all test files of a run.
after(function () {
  this.timeout(30_000);
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a safetensors file of float32 tensors; returns its path. */
export function writeTensors(path: string, tensors: readonly (readonly [string, NumberArray])[]): string {
  writeFileSync(path, safetensors(tensors, []));
  return path;
}

/** A tensor of reproducible values between -1 and 1. */
export function noise(shape: readonly number[], seed: number): NumberArray {
  const length = shape.reduce((product, n) => product * n, 1);
  const random = randomFrom(seed);
  return { shape, values: Float32Array.from({ length }, () => 2 * random.next() - 1) };
}

/** Writes a file of `count` layers [rows x width + i], called layer0, layer1 ... */
export function writeLayers(path: string, seed: number, count = 5, rows = 60, width = 6): string {
  return writeTensors(
    path,
    Array.from({ length: count }, (_, i) => [`layer${i}`, noise([rows, width + i], seed * 100 + i)] as const),
  );
}

/** A file with one float32 tensor of zeros [rows x 1024] that takes no room on the disk. */
export function writeZeros(path: string, rows: number): string {
  const bytes = rows * 4096;
  const header = Buffer.from(
    JSON.stringify({ zeros: { dtype: 'F32', shape: [rows, 1024], data_offsets: [0, bytes] } }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, header]));
  truncateSync(path, 8 + header.length + bytes);
  return path;
}

/** How long something takes, less the time for which this thread could not even take notice; in ms. */
export async function timeNoticed(work: () => Promise<unknown>): Promise<number> {
  const tick = 5;
  let missed = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    missed += Math.max(0, now - last - tick);
    last = now;
  }, tick);
  const start = performance.now();
  await work();
  clearInterval(timer);
  return performance.now() - start - missed;
}

/** Resolves when a condition holds, looked at every few milliseconds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
