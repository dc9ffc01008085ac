import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Cell, MeasureCall, TensorStatistics } from '../../server/protocol';
import {
  closeJobs,
  noise,
  realJobs,
  scratch,
  timeNoticed,
  until,
  writeLayers,
  writeTensors,
  writeZeros,
} from './setup';

const cka: MeasureCall = { id: 'rsm.cka', parameters: {} };

/** A matrix whose singular values take some seconds. */
function writeLarge(path: string): string {
  return writeTensors(path, [['large', noise([1600, 1600], 5)]]);
}

describe('The threads', function () {
  this.timeout(120_000);
  afterEach(closeJobs);

  it('end a cancelled decomposition within 200 ms and are free for the next job', async () => {
    const folder = scratch();
    const large = writeLarge(join(folder, 'large.safetensors'));
    const small = writeLayers(join(folder, 'small.safetensors'), 1);
    const jobs = await realJobs({ workers: 1 });
    await jobs.describe(small, 'layer0');
    const controller = new AbortController();
    const described = jobs.describe(large, 'large', { signal: controller.signal });
    await until(() => jobs.activity.running === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const elapsed = await timeNoticed(async () => {
      controller.abort();
      await assert.rejects(described, { name: 'Cancelled' });
    });
    assert.ok(elapsed < 200, `${elapsed} ms`);
    await until(() => jobs.pool.budget.used === 0);
    assert.equal((await jobs.describe(small, 'layer1')).d, 7);
  });

  it('end a cancelled reading of statistics within 200 ms and are free for the next job', async () => {
    const folder = scratch();
    const large = writeZeros(join(folder, 'large.safetensors'), 1_000_000);
    const small = writeLayers(join(folder, 'small.safetensors'), 1);
    const jobs = await realJobs({ workers: 1 });
    const controller = new AbortController();
    const read = jobs.statistics(large, () => undefined, { signal: controller.signal });
    await until(() => jobs.activity.running === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const elapsed = await timeNoticed(async () => {
      controller.abort();
      await assert.rejects(read, { name: 'Cancelled' });
    });
    assert.ok(elapsed < 200, `${elapsed} ms`);
    const found: TensorStatistics[] = [];
    await jobs.statistics(small, (some) => found.push(...some));
    assert.deepEqual(
      found.map(({ index }) => index),
      [0, 1, 2, 3, 4],
    );
  });

  it('end within 200 ms even in a step that cannot be interrupted', async () => {
    const folder = scratch();
    const x = writeTensors(join(folder, 'x.safetensors'), [['a', noise([4000, 3], 1)]]);
    const jobs = await realJobs({ workers: 1 });
    const controller = new AbortController();
    const measure = { id: 'rsm.rsa', parameters: { inner: 'euclidean' } };
    const compared = jobs.compare({ x, y: x, measure }, {}, { signal: controller.signal });
    await until(() => jobs.activity.running === 1);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const elapsed = await timeNoticed(async () => {
      controller.abort();
      await assert.rejects(compared, { name: 'Cancelled' });
    });
    assert.ok(elapsed < 200, `${elapsed} ms`);
    assert.equal((await jobs.compare({ x, y: x, measure: cka }, {})).cells.length, 1);
  });

  it('fail one job when one dies, and neither the others nor what was finished', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const large = writeLarge(join(folder, 'large.safetensors'));
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const jobs = await realJobs({ workers: 2, storage });
    const described = jobs.describe(large, 'large');
    await until(() => jobs.activity.running === 1);
    const [victim] = jobs.pool.threads;
    const compared = jobs.compare({ x, y, measure: cka }, {});
    await until(() => jobs.pool.threads.length === 2);
    const rejected = assert.rejects(described, {
      name: 'BadInput',
      message: /^The thread that worked on the description of "large" of .*large\.safetensors ended/,
    });
    await victim?.terminate();
    await rejected;
    assert.equal((await compared).cells.length, 25);
    assert.equal((await jobs.plan({ x, y, measure: cka })).estimate.cached, 25);
    assert.equal((await jobs.describe(x, 'layer0')).n, 60);
    assert.equal(jobs.pool.deaths, 1);
  });

  it('open a file and page through its tensors while all of them compute', async () => {
    const folder = scratch();
    const large = writeLarge(join(folder, 'large.safetensors'));
    const small = writeLayers(join(folder, 'small.safetensors'), 1);
    const jobs = await realJobs({ workers: 1 });
    const controller = new AbortController();
    let over = false;
    const described = jobs.describe(large, 'large', { signal: controller.signal });
    const settled = described.then(
      () => (over = true),
      () => (over = true),
    );
    await until(() => jobs.activity.running === 1);
    assert.equal((await jobs.open(small)).tensorCount, 5);
    assert.deepEqual(
      (await jobs.tensors(small, 3, 10)).map(({ name }) => name),
      ['layer3', 'layer4'],
    );
    assert.equal(over, false, 'the computing thread was busy all the time');
    controller.abort();
    await settled;
  });

  it('take what a person waits for before what was asked in the background', async () => {
    const folder = scratch();
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const large = writeLarge(join(folder, 'large.safetensors'));
    const jobs = await realJobs({ workers: 1 });
    const controller = new AbortController();
    const blocking = jobs.describe(large, 'large', { signal: controller.signal });
    await until(() => jobs.activity.running === 1);
    const order: string[] = [];
    const told = (name: string) => (cells: readonly Cell[]) => {
      if (cells.length > 0) order.push(name);
    };
    const jobsUnderWay = (['background', 'asked', 'eye'] as const).map((priority, i) =>
      jobs.compare(
        { x, y, measure: { id: 'rsm.cka', parameters: { bandwidth: i + 1 } } },
        { cells: told(priority) },
        { priority },
      ),
    );
    await until(() => jobs.pool.waiting === 3);
    controller.abort();
    await assert.rejects(blocking, { name: 'Cancelled' });
    await Promise.all(jobsUnderWay);
    assert.deepEqual([...new Set(order)], ['eye', 'asked', 'background']);
  });

  it('refuse a job that needs more memory than allowed, before it starts', async () => {
    const folder = scratch();
    const [x, y] = [1, 2].map((seed) =>
      writeTensors(join(folder, `${seed}.safetensors`), [['a', noise([3000, 4], seed)]]),
    );
    assert.ok(x !== undefined && y !== undefined);
    const jobs = await realJobs({ memoryLimitMiB: 64 });
    const measure = { id: 'rsm.rsa', parameters: {} };
    await assert.rejects(jobs.compare({ x, y, measure }, {}), {
      name: 'BadInput',
      message:
        /^RSA of "a" of 1\.safetensors and "a" of 2\.safetensors would need about \d+ MiB of memory at once, more than the 64 MiB allowed: raise nnsim\.memoryLimit/,
    });
    jobs.configure({ memoryLimitMiB: 2048 });
    assert.equal((await jobs.compare({ x, y, measure: cka }, {})).cells.length, 1);
  });

  it('say what is wrong when they cannot be started', async () => {
    const folder = scratch();
    const x = writeLayers(join(folder, 'x.safetensors'), 1);
    const jobs = await realJobs({ workerPath: join(folder, 'missing.js') });
    await assert.rejects(jobs.open(x), { name: 'BadInput', message: /missing\.js/ });
  });
});
