import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { Reader } from '../../server/jobs/reader';
import { hdf5File, types } from '../corpus/hdf5Writer';
import { float32s } from '../corpus/writers';
import { bundle, closeJobs, realJobs, scratch } from './setup';

const stopped = (name: string): string =>
  `Reading ${name} was stopped after 10 s without an answer: the file is damaged.`;

describe('The watchdog of contained code', function () {
  this.timeout(30_000);
  const open: Reader[] = [];
  afterEach(() => Promise.all(open.splice(0).map((reader) => reader.dispose())));

  /** A reader with the patience of half a second. */
  async function reader(): Promise<Reader> {
    const workerPath = await bundle(join(__dirname, 'stuckWorker.ts'), 'stuckWorker.js');
    const one = new Reader({ workerPath, heapMiB: 64, log: () => undefined, patience: 500 });
    open.push(one);
    return one;
  }

  const header = (path: string, one: Pick<Reader, 'run'>): Promise<{ readonly identity: string }> =>
    one.run('header', { path }, { urgency: { priority: 'eye' }, subject: path });

  for (const name of ['hang.h5', 'reading.h5']) {
    it(`ends a thread that is stuck (${name}); the next file gets a new one`, async () => {
      const one = await reader();
      await assert.rejects(header(name, one), { name: 'BadInput', message: stopped(name) });
      assert.deepEqual(await header('good.h5', one), { identity: 'good.h5' });
    });
  }

  it('waits for a slow disk, and for many calls that each come to an end', async () => {
    const one = await reader();
    assert.deepEqual(await header('slowDisk.h5', one), { identity: 'slowDisk.h5' });
    assert.deepEqual(await header('many.h5', one), { identity: 'many.h5' });
  });

  it('blames the file that hangs and none that is read beside it or behind it', async () => {
    const one = await reader();
    const beside = header('other.npy', one);
    const hanging = header('hang.h5', one);
    const behind = header('good.h5', one);
    assert.deepEqual(await beside, { identity: 'other.npy' });
    await assert.rejects(hanging, { message: stopped('hang.h5') });
    assert.deepEqual(await behind, { identity: 'good.h5' });
  });
});

describe('HDF5 files in threads', function () {
  this.timeout(30_000);
  afterEach(closeJobs);

  it('are opened and compared like any other', async () => {
    const folder = scratch();
    const values = Array.from({ length: 60 }, (_, i) => Math.sin(i * i));
    const entry = { type: types.float32, shape: [20, 3], data: float32s(...values) };
    const path = join(folder, 'a.h5');
    writeFileSync(path, hdf5File({ layer: entry }));
    const jobs = await realJobs();
    const summary = await jobs.open(path);
    assert.deepEqual([summary.format, summary.tensorCount], ['hdf5', 1]);
    const request = { x: path, y: path, tensorX: 'layer', tensorY: 'layer', measures: ['cka'] };
    const [score] = await jobs.pair(request);
    assert.ok(Math.abs((score?.value ?? 0) - 1) < 1e-9);
  });
});
