import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { ConfigurableJobs } from '../../server/jobs/createJobs';
import { prune } from '../../server/jobs/running/keptFolder';
import type { RunChoice } from '../../server/protocol';
import { npy } from '../samples/writeNpy';
import { computed, perceptron } from '../unit/runtimes/onnx/models';
import { closeJobs, realJobs, runner, scratch } from './setup';

const rows = Array.from({ length: 7 }, (_, i) => [i - 3, 0.5 * i, 2 - i]);

describe('A run that is kept', function () {
  // Each run starts a process.
  this.timeout(120_000);

  let runnerPath: string;
  let folder: string;
  let jobs: ConfigurableJobs;
  let choice: RunChoice;
  const at = (name: string): string => join(folder, name);
  const kept = (): string[] => {
    const runs = at('storage/runs');
    return existsSync(runs) ? readdirSync(runs) : [];
  };
  const start = (options = {}) =>
    realJobs({ runnerPath, storage: at('storage'), version: '9.9', ...options });

  before(async () => {
    runnerPath = await runner();
  });
  beforeEach(async () => {
    folder = scratch();
    mkdirSync(at('first'));
    mkdirSync(at('data'));
    writeFileSync(at('first/net.onnx'), perceptron());
    writeFileSync(at('data/probe.npy'), npy({ shape: [7, 3], values: Float32Array.from(rows.flat()) }));
    choice = {
      model: at('first/net.onnx'),
      probes: [{ input: 'x', path: at('data/probe.npy') }],
      constants: [],
    };
    jobs = await start();
  });
  afterEach(closeJobs);

  it('has the values of the model, and says of which and on what they were taken', async () => {
    const run = await jobs.keepRun(choice);
    assert.deepEqual(run.tensors, [
      { name: 'active', shape: [7, 4], operator: 'Relu' },
      { name: 'y', shape: [7, 2], operator: 'MatMul' },
    ]);
    assert.match(run.path, /[/\\]first[/\\]net\.onnx\.safetensors$/);
    const file = await openModel(run.path);
    const told = new Map(file.metadata);
    const probe = { input: 'x', path: at('data/probe.npy'), tensor: 'array' };
    assert.equal(told.get('nnsim.model'), choice.model);
    assert.deepEqual(JSON.parse(told.get('nnsim.probes') ?? ''), [probe]);
    assert.deepEqual(JSON.parse(told.get('nnsim.outputs') ?? ''), ['y']);
    assert.match(told.get('nnsim.runtime') ?? '', /^ONNX Runtime \d+\.\d+/);
    assert.equal(told.get('nnsim.version'), '9.9');
    const y = file.tensors.find(({ name }) => name === 'y');
    assert.ok(y !== undefined);
    assert.deepEqual(
      [...(await file.read(y, 0, 14))],
      rows.flatMap((row) => computed(row).y),
    );
    await file.close();
  });

  it('is there the second time, in this process and in the next', async () => {
    const first = await jobs.keepRun(choice);
    assert.equal(first.cached, false);
    const begin = performance.now();
    const second = await jobs.keepRun(choice);
    assert.ok(performance.now() - begin < 100);
    assert.deepEqual(second, { ...first, cached: true });
    const next = await start();
    assert.deepEqual(await next.keepRun(choice), { ...first, cached: true });
    assert.equal(kept().length, 1);
  });

  it('is made anew where its file was cut short, and where the cache was cleared', async () => {
    const first = await jobs.keepRun(choice);
    truncateSync(first.path, 50);
    assert.deepEqual(await jobs.keepRun(choice), first);
    const { entries, bytes } = await jobs.clearCache();
    assert.ok(entries >= 1 && bytes > 200);
    assert.ok(!existsSync(first.path));
    assert.deepEqual(await jobs.keepRun(choice), first);
  });

  it('is made anew where what is written down of it is damaged, which diagnostics tell', async () => {
    const first = await jobs.keepRun(choice);
    const line = async (): Promise<string | undefined> =>
      (await jobs.diagnostics()).find(([what]) => what === 'runs of models kept')?.[1];
    assert.equal(await line(), '1, 0 MiB');
    const record = join(dirname(dirname(first.path)), 'run.json');
    const whole = JSON.parse(readFileSync(record, 'utf8')) as object;
    const tensor = { name: 'y', shape: [7, 2], operator: 'MatMul' };
    for (const odd of [
      { tensors: [null] },
      { tensors: [{ ...tensor, name: 7 }] },
      { tensors: [{ ...tensor, shape: [7, 'two'] }] },
      { tensors: [{ ...tensor, shape: [7, -2] }] },
      { tensors: [{ ...tensor, operator: undefined }] },
      { notes: [1] },
      { rows: 6.5 },
    ]) {
      writeFileSync(record, JSON.stringify({ ...whole, ...odd }));
      assert.equal(await line(), '1, 0 MiB; 1 damaged, made again when asked for');
      assert.deepEqual(await jobs.keepRun(choice), first, JSON.stringify(odd));
    }
    assert.equal(await line(), '1, 0 MiB');
  });

  it('is another when the instances change', async () => {
    const first = await jobs.keepRun(choice);
    writeFileSync(at('data/probe.npy'), npy({ shape: [7, 3], values: new Float32Array(21) }));
    const second = await jobs.keepRun(choice);
    assert.notEqual(second.path, first.path);
    assert.equal(second.cached, false);
  });

  it('takes the labels along that are beside the instances', async () => {
    const labels = [1, 1, 0, 0, 1, 0, 1];
    writeFileSync(at('data/labels.npy'), npy({ shape: [7], values: BigInt64Array.from(labels, BigInt) }));
    const { path } = await jobs.keepRun(choice);
    const file = await openModel(path);
    const tensor = file.tensors.find(({ name }) => name === 'labels');
    assert.ok(tensor !== undefined);
    assert.deepEqual([tensor.dtype, ...tensor.shape], ['int64', 7]);
    assert.deepEqual([...(await file.read(tensor, 0, 7))], labels);
    await file.close();
    const scores = await jobs.group({
      models: [path, path].map((one) => ({ path: one, tensor: 'y' })),
      kind: 'outputs',
      measures: ['perf.difference'],
    });
    assert.equal(scores.length, 1);
    const outputs = await jobs.outputs({ x: path, y: path });
    assert.ok(outputs.found);
    assert.equal(outputs.labels, at('data/labels.npy'), 'and says which file they are from');
  });

  it('leaves nothing when it is cancelled, also while it waits for its turn', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const running = jobs.keepRun(choice, { signal: first.signal });
    const waiting = jobs.keepRun({ ...choice, taps: ['hidden'] }, { signal: second.signal });
    second.abort();
    await assert.rejects(waiting, { name: 'Cancelled' });
    setTimeout(() => first.abort(), 60);
    await assert.rejects(running, { name: 'Cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(kept(), []);
    assert.equal((await jobs.keepRun(choice)).rows, 7);
  });

  it('leaves nothing when its process dies or takes too much memory, which is told in a sentence', async () => {
    const broken = at('broken.js');
    writeFileSync(broken, "process.once('message', () => process.kill(process.pid, 'SIGKILL'));");
    const dying = await start({ runnerPath: broken });
    await assert.rejects(dying.keepRun(choice), {
      name: 'BadInput',
      message: /net\.onnx ended the process that ran it \(SIGKILL\): [^.]*\.$/,
    });
    const small = await start({ memoryLimitMiB: 1 });
    await assert.rejects(small.keepRun(choice), { message: /takes more than 1\.0 MiB of memory/ });
    assert.deepEqual(kept(), []);
  });

  describe('with others', () => {
    const entry = (name: string, bytes: number, used: number): string => {
      const path = at(`storage/runs/${name}`);
      mkdirSync(join(path, 'a'), { recursive: true });
      writeFileSync(join(path, 'a/b.safetensors'), Buffer.alloc(bytes));
      writeFileSync(join(path, 'run.json'), '');
      utimesSync(join(path, 'run.json'), used, used);
      return path;
    };

    it('goes when there are too many bytes and it was not used for the longest time', async () => {
      for (const [name, used] of [
        ['new', 300],
        ['old', 100],
        ['middle', 200],
      ] as const)
        entry(name, 1000, used);
      await prune(at('storage/runs'), 2000, new Set());
      assert.deepEqual(kept().sort(), ['middle', 'new']);
    });

    it('stays as long as there are others when it was handed out, the last two always', async () => {
      const [a, b, c] = [entry('a', 1000, 1), entry('b', 1000, 2), entry('c', 1000, 3)];
      entry('other', 1000, 400);
      await prune(at('storage/runs'), 3000, new Set([a, b, c]));
      assert.deepEqual(kept().sort(), ['a', 'b', 'c']);
      await prune(at('storage/runs'), 10, new Set([a, b, c]));
      assert.deepEqual(kept().sort(), ['b', 'c']);
    });

    it('goes with what a process left behind that died', async () => {
      for (const [name, seconds] of [
        ['draft-old', 1],
        ['draft-new', Date.now() / 1000],
      ] as const) {
        mkdirSync(at(`storage/runs/${name}`), { recursive: true });
        utimesSync(at(`storage/runs/${name}`), seconds, seconds);
      }
      await prune(at('storage/runs'), 10, new Set());
      assert.deepEqual(kept(), ['draft-new']);
      rmSync(at('storage'), { recursive: true });
    });
  });
});
