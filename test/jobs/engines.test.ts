import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseCall } from '../../server/measures/call';
import { bundle, closeJobs, realJobs, scratch, timeNoticed, until, worker, writeLayers } from './setup';

const cka = parseCall('cka');
const onnxruntime = { choice: 'onnxruntime', blasLibrary: '' } as const;
const wasm = { choice: 'wasm', blasLibrary: '' } as const;
/** ONNX Runtime has no library for some platforms. */
const there = ['linux x64', 'linux arm64', 'win32 x64', 'win32 arm64', 'darwin arm64'].includes(
  `${process.platform} ${process.arch}`,
);

(there ? describe : describe.skip)('Threads with ONNX Runtime', function () {
  this.timeout(120_000);
  afterEach(closeJobs);

  function files(count: number): { x: string; y: string } {
    const folder = scratch();
    return {
      x: writeLayers(join(folder, 'x.safetensors'), 1, count, 1200, 512),
      y: writeLayers(join(folder, 'y.safetensors'), 2, count, 1200, 512),
    };
  }

  it('give the scores that WebAssembly gives, and say what they use', async () => {
    const { x, y } = files(2);
    const told: string[] = [];
    const values: number[][] = [];
    const jobs = await realJobs({ workers: 1, engine: onnxruntime, inform: (line) => told.push(line) });
    for (const engine of [onnxruntime, wasm]) {
      jobs.configure({ engine });
      const { cells } = await jobs.compare({ x, y, measure: cka }, {});
      values.push(cells.map(({ score }) => score.value ?? NaN));
      const report = (await jobs.diagnostics()).flat().join(' ');
      assert.equal(
        report.includes('ONNX Runtime 1.30.0 is used for large float64 products'),
        engine === onnxruntime,
      );
    }
    assert.match(told.join('\n'), /^ONNX Runtime 1\.30\.0 is used for large float64 products: .*$/);
    const [first = [], second = []] = values;
    assert.equal(first.length, 4);
    first.forEach((value, i) => assert.ok(Math.abs(value - (second[i] ?? NaN)) < 1e-13, `${value}`));
  });

  it('change while a job runs, which goes on with what it has', async () => {
    const { x, y } = files(2);
    const jobs = await realJobs({ workers: 1, engine: onnxruntime });
    let cells = 0;
    const comparison = jobs.compare(
      { x, y, measure: cka },
      { plan: () => jobs.configure({ engine: wasm }), cells: (some) => (cells += some.length) },
    );
    assert.equal((await comparison).cells.filter(({ score }) => score.value !== null).length, 4);
    assert.equal(cells, 4);
    assert.equal(jobs.pool.deaths, 0);
  });

  it('end a cancelled job, however often, and are free for the next', async () => {
    const { x, y } = files(6);
    const jobs = await realJobs({ workers: 2, engine: onnxruntime });
    for (const moment of [150, 50, 100]) {
      const controller = new AbortController();
      const on = { plan: () => void setTimeout(() => controller.abort(), moment) };
      const comparison = jobs.compare({ x, y, measure: cka }, on, { signal: controller.signal });
      await assert.rejects(comparison, { name: 'Cancelled' });
    }
    assert.equal((await jobs.compare({ x, y, measure: cka }, {})).cells.length, 36);
    assert.equal(jobs.pool.deaths, 0);
    assert.equal(jobs.pool.budget.used, 0);
  });

  it('answer within 200 ms when cancelled while they load it or multiply for the first time', async () => {
    const { x, y } = files(2);
    for (const moment of [0, 30, 60, 90, 120, 150, 200]) {
      const jobs = await realJobs({ workers: 1, engine: onnxruntime });
      await jobs.describe(x, 'layer0');
      const controller = new AbortController();
      let planned = false;
      const comparison = jobs.compare(
        { x, y, measure: cka },
        { plan: () => (planned = true) },
        { signal: controller.signal },
      );
      await until(() => planned);
      await new Promise((resolve) => setTimeout(resolve, moment));
      const elapsed = await timeNoticed(async () => {
        controller.abort();
        await comparison.catch((error: unknown) => assert.equal(String(error).split(':')[0], 'Cancelled'));
      });
      assert.ok(elapsed < 200, `${elapsed} ms when cancelled after ${moment} ms`);
      await until(() => jobs.pool.budget.used === 0);
    }
  });

  // In a process of its own, since what is feared is that it aborts.
  const rounds = 12;
  for (const how of ['cancel', 'terminate', 'dispose']) {
    it(`survive ${rounds} times of ${how} at random moments, and then the end of the process`, async function () {
      this.timeout(300_000);
      const { x, y } = files(2);
      const program = await bundle(join(__dirname, 'endingThreads.ts'), 'endingThreads.js');
      const child = spawn(process.execPath, [program, await worker(), x, y, how, String(rounds)]);
      let said = '';
      child.stdout.on('data', (data: Buffer) => (said += data.toString()));
      child.stderr.on('data', (data: Buffer) => (said += data.toString()));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      assert.deepEqual({ code, signal }, { code: 0, signal: null }, said);
      assert.equal(said.trim().split('\n').at(-1), String(rounds));
    });
  }

  it('are left alone by the server after one that was killed with them', async () => {
    const { x, y } = files(4);
    const storage = join(scratch(), 'storage');
    const program = await bundle(join(__dirname, 'crashingServer.ts'), 'crashingServer.js');
    const child = spawn(process.execPath, [program, await worker(), storage, x, y, 'cka', 'found']);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    assert.match(said.toString(), /^found /);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const told: string[] = [];
    const jobs = await realJobs({ storage, engine: onnxruntime, inform: (line) => told.push(line) });
    const { cells } = await jobs.compare({ x, y, measure: cka }, {});
    assert.equal(cells.length, 16);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^nnsim ended while onnxruntime was in use: .*WebAssembly/);
    const next: string[] = [];
    const later = await realJobs({ storage, engine: onnxruntime, inform: (line) => next.push(line) });
    await later.compare({ x, y, measure: parseCall('cka(estimator: debiased)') }, {});
    assert.match(next.join('\n'), /^ONNX Runtime 1\.30\.0 is used/);
  });
});
