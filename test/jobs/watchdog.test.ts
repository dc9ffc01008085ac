import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { Reader } from '../../server/jobs/reader';
import { Readers } from '../../server/jobs/readers';
import { hdf5File, types } from '../corpus/hdf5Writer';
import { float32s } from '../corpus/writers';
import { bundle, closeJobs, realJobs, scratch, writeLayers } from './setup';

const stopped = (name: string): string =>
  `Reading ${name} was stopped after 10 s without an answer: the file is damaged.`;

describe('The watchdog of contained code', function () {
  this.timeout(30_000);
  const open: Reader[] = [];
  afterEach(() => Promise.all(open.splice(0).map((reader) => reader.dispose())));

  /** A reader with the patience of half a second. */
  async function reader(inTurn = false): Promise<Reader> {
    const workerPath = await bundle(join(__dirname, 'stuckWorker.ts'), 'stuckWorker.js');
    const one = new Reader({ workerPath, heapMiB: 64, log: () => undefined, patience: 500, inTurn });
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

  it('blames the file that hangs and none that waits behind it, and holds up no file of other formats', async () => {
    const folder = scratch();
    const content = hdf5File({ a: { type: types.float32, shape: [1], data: float32s(1) } });
    const path = (name: string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const usual = await reader();
    const readers = new Readers(usual, await reader(true));
    const contained = await readers.for(path('any.h5'));
    assert.notEqual(contained, usual);
    assert.equal(await readers.for(writeLayers(join(folder, 'x.safetensors'), 1)), usual);
    assert.equal(await readers.for(join(folder, 'none.h5')), usual);
    // What it is, its content says.
    assert.equal(await readers.for(path('hidden.npy')), contained);
    const hanging = header('hang.h5', contained);
    const behind = header('good.h5', contained);
    assert.deepEqual(await header('other.npy', await readers.for('other.npy')), { identity: 'other.npy' });
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
