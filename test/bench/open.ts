/**
 * How long it takes to open files, header only, and how fast statistics are read: `npm run bench:open [NAME]`; NAME:
 * large, many or statistics, or only files whose titles contain it. Each file is opened in a process of its own, bundled as what ships. The large
 * files are sparse: they take no room on most file systems; those with values take 1.2 GB.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { largeFiles } from './open/large';
import { type BenchFile, manyTensors } from './open/many';
import type { Opened } from './open/openOnce';
import { SparseFiles } from './open/sparse';
import { numpyPasses, type Pass, statisticsElements, writeValues } from './open/statistics';

const wanted = process.argv[2] ?? '';
const bundles = resolve(__dirname, '../../dist-test/bench');
const groups = ['large', 'many', 'statistics'];
/** Of the first opens of so many processes, the median. */
const processes = 5;
/** Milliseconds in which 50,000 tensors are to be listed, whatever the format. */
const goalOfMany = 1000;

async function bundle(): Promise<void> {
  await build({
    entryPoints: ['openOnce', 'statisticsOnce'].map((name) => join(__dirname, 'open', `${name}.ts`)),
    ...({ bundle: true, platform: 'node', format: 'cjs', target: 'node20', minify: true } as const),
    outdir: bundles,
  });
}

function run(program: string, path: string): unknown {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', join(bundles, `${program}.js`), path],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function line(cells: readonly (string | number)[]): void {
  const texts = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell < 100 ? 1 : 0) : cell));
  console.log(`| ${texts.map((text, i) => (i === 0 ? text.padEnd(40) : text.padStart(9))).join(' | ')} |`);
}

function timeOpening(files: readonly BenchFile[], folder: SparseFiles, goal?: number): void {
  line(['ms, MiB', 'first', 'processor', 'again', 'memory', 'yardstick', 'its MiB', 'goal', 'met']);
  for (const { title, yardstick, make } of files) {
    if (!groups.includes(wanted) && !title.includes(wanted)) continue;
    const path = make(folder);
    const runs = Array.from({ length: processes }, () => run('openOnce', path) as Opened);
    const of = (what: keyof Opened): number => median(runs.map((one) => one[what]));
    const aim = goal ?? (yardstick === undefined ? undefined : 2 * yardstick[0]);
    const met = (what: 'first' | 'again'): string => (of(what) <= (aim ?? 0) ? 'yes' : 'no');
    line([
      ...[title, of('first'), of('processor'), of('again'), of('memory')],
      ...(yardstick ?? ['', '']),
      ...(aim === undefined ? ['', ''] : [aim, `${met('first')} / ${met('again')}`]),
    ]);
    rmSync(path);
  }
}

function timeStatistics(path: string): void {
  writeValues(path);
  const ours = run('statisticsOnce', path) as { passes: Pass[]; memory: number };
  const theirs = numpyPasses(path);
  const gigabytes = (4 * statisticsElements) / 1e9;
  line(['1 GB of float32: s of 3 passes', 'wall', 'processor', 'GB/s', 'sum', 'deviation']);
  const told = (who: string, passes: readonly Pass[]): void => {
    for (const [wall, processor, sum, deviation] of passes) {
      const exact = [sum, deviation].map((value) => value.toPrecision(9));
      line([who, wall.toFixed(2), processor.toFixed(2), (gigabytes / wall).toFixed(2), ...exact]);
    }
  };
  told('nnsim, with histogram', ours.passes);
  told('NumPy, the same', theirs.all);
  told('NumPy, mean and deviation alone', theirs.moments);
  console.log(`nnsim's peak memory: ${ours.memory.toFixed(0)} MiB`);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-bench-'));
  try {
    await bundle();
    const files = new SparseFiles(folder);
    const isWanted = (group: string): boolean => wanted === group || !groups.includes(wanted);
    if (isWanted('large')) {
      console.log('Large files:');
      timeOpening(largeFiles, files);
    }
    if (isWanted('many')) {
      console.log('50,000 tensors:');
      timeOpening(manyTensors, files, goalOfMany);
    }
    if ('statistics'.includes(wanted)) timeStatistics(join(folder, '1g.npy'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
