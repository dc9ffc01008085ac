import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import type { ConfigurableJobs } from '../../server/jobs/createJobs';
import type { JobOptions } from '../../server/jobs/jobs';
import { npyOf, zipFile } from '../corpus/writers';
import { closeJobs, realJobs, scratch, timeNoticed, writeLayers } from './setup';
import { oddJobs, stages, tableAt } from './stages';

/** Cancels something when it has been under way for a while. */
async function cancel(ask: (options: JobOptions) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const asked = ask({ signal: controller.signal });
  asked.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const elapsed = await timeNoticed(async () => {
    controller.abort();
    await assert.rejects(asked, { name: 'Cancelled' });
  });
  assert.ok(elapsed < 200, `${elapsed} ms`);
}

/** Resolves when this process computes no more: it used less than a third of a core for a while. */
async function processorRests(): Promise<void> {
  const shares: number[] = [];
  for (let i = 0; i < 30; i++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { user, system } = process.cpuUsage(before);
    const share = (user + system) / 1000 / (performance.now() - start);
    if (share < 1 / 3) return;
    shares.push(share);
  }
  assert.fail(`shares of a core in use: ${shares.map((share) => share.toFixed(2)).join(', ')}`);
}

/** An archive with a deflated array of 4 GB of zeros, which has some megabytes. */
function writeDeflated(path: string): string {
  const [flush, zeros] = [{ finishFlush: constants.Z_FULL_FLUSH }, Buffer.alloc(2 ** 24)];
  const count = 240;
  const header = npyOf('<f4', [(count * zeros.length) / 4], Buffer.alloc(0));
  const block = deflateRawSync(zeros, flush);
  const data = Buffer.concat([deflateRawSync(header, flush), ...Array.from({ length: count }, () => block)]);
  const declaredSize = header.length + count * zeros.length;
  writeFileSync(path, zipFile([{ name: 'zeros.npy', data, method: 8, declaredSize }]));
  return path;
}

/** A table of some hundred megabytes, whose rows are all counted when it is opened. */
function writeTable(path: string): string {
  const rows = Buffer.from('0.5,1,-2.25e-3,3.75\n'.repeat(2 ** 19));
  writeFileSync(path, 'a,b,c,d\n');
  for (let i = 0; i < 30; i++) appendFileSync(path, rows);
  return path;
}

/** Values of many rows with ids that stand in another order in each file. */
function writeNamed(path: string, step: number): string {
  const count = 1_000_003;
  const ids = Int32Array.from({ length: count }, (_, i) => (i * step) % count);
  const bytes = (array: Int32Array | Float32Array): Buffer => Buffer.from(array.buffer);
  const members = [
    { name: 'values.npy', data: npyOf('<f4', [count, 1], bytes(Float32Array.from(ids))) },
    { name: 'ids.npy', data: npyOf('<i4', [count], bytes(ids)) },
  ];
  writeFileSync(path, zipFile(members));
  return path;
}

/** What takes seconds in earnest. */
const slow: readonly (readonly [
  string,
  (folder: string) => (jobs: ConfigurableJobs, options: JobOptions) => Promise<unknown>,
])[] = [
  [
    'while the rows of a table are counted',
    (folder) => {
      const path = writeTable(join(folder, 'table.csv'));
      return (jobs, options) => jobs.open(path, options);
    },
  ],
  [
    'while a deflated array is unpacked',
    (folder) => {
      const path = writeDeflated(join(folder, 'deflated.npz'));
      const window = { firstRow: 1_000_000_000, rows: 1, firstColumn: 0, columns: 1 };
      return (jobs, options) => jobs.slice(path, 0, window, options);
    },
  ],
  [
    'while statistics of it are computed',
    (folder) => {
      const path = writeDeflated(join(folder, 'deflated.npz'));
      return (jobs, options) => jobs.statistics(path, () => undefined, options);
    },
  ],
  [
    'while rows are matched by id',
    (folder) => {
      const [x, y] = [writeNamed(join(folder, 'x.npz'), 2), writeNamed(join(folder, 'y.npz'), 3)];
      return (jobs, options) => jobs.costs({ x, y }, options);
    },
  ],
];

describe('A cancelled job', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  for (const { task, ask } of stages) {
    it(`is answered at once at task ${task} and ends, though that does not listen, and others go on`, async () => {
      const folder = scratch();
      const jobs = await oddJobs();
      const odd = tableAt(folder, `spins-${task}.csv`, 1);
      const [good, other] = [tableAt(folder, 'good.csv', 2), tableAt(folder, 'other.csv', 3)];
      let beside: Promise<unknown> = Promise.resolve();
      await cancel((options) => {
        const asked = ask(jobs, odd, good, options);
        beside = jobs.open(other);
        return asked;
      });
      await beside;
      await processorRests();
      assert.equal((await jobs.open(good)).tensorCount, 2);
      await jobs.statistics(good, () => undefined);
    });
  }

  for (const [when, make] of slow) {
    it(`is answered at once ${when}, and the work ends`, async () => {
      const folder = scratch();
      const ask = make(folder);
      const jobs = await realJobs();
      await cancel((options) => ask(jobs, options));
      await processorRests();
      assert.equal((await jobs.open(writeLayers(join(folder, 'next.safetensors'), 1))).tensorCount, 5);
    });
  }

  it('leaves what others wait for as well', async () => {
    const folder = scratch();
    const [x, y] = [writeNamed(join(folder, 'x.npz'), 2), writeNamed(join(folder, 'y.npz'), 3)];
    const jobs = await realJobs();
    const waits = jobs.costs({ x, y });
    await cancel((options) => jobs.costs({ x, y }, options));
    assert.equal((await waits).joined?.common, 1_000_003);
  });
});
