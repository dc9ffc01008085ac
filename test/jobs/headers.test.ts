import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { closeJobs, noise, realJobs, scratch, writeLayers, writeTensors } from './setup';

/** A file of that many float32 tensors of one element each. */
function writeMany(path: string, count: number): string {
  const entries = Array.from({ length: count }, (_, i) => {
    const entry = { dtype: 'F32', shape: [1, 1], data_offsets: [4 * i, 4 * i + 4] };
    return `"model.layers.${i}.self_attention.projection":${JSON.stringify(entry)}`;
  });
  const header = Buffer.from(`{${entries.join(',')}}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, header, Buffer.alloc(4 * count)]));
  return path;
}

/** The longest time this thread did not turn to anything else during some work, in ms. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  await work();
  histogram.disable();
  return histogram.max / 1e6;
}

describe('Headers', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('of 50,000 tensors arrive without blocking the thread that asked', async () => {
    const path = join(scratch(), 'many.safetensors');
    const jobs = await realJobs();
    const blocks: number[] = [];
    // The shortest of several counts: other programs can take this thread's core away, but not add to its work.
    for (let attempt = 0; attempt < 8 && !blocks.some((block) => block < 50); attempt++) {
      writeMany(path, 50_000);
      const block = await longestBlock(async () => {
        assert.equal((await jobs.open(path)).tensorCount, 50_000);
        const all = await jobs.tensors(path, 0, 50_000);
        assert.equal(all.at(-1)?.name, 'model.layers.49999.self_attention.projection');
      });
      blocks.push(block);
    }
    assert.ok(Math.min(...blocks) < 50, `blocked for ${blocks.join(', ')} ms`);
  });

  it('are those of the file as it is now', async () => {
    const folder = scratch();
    const path = writeLayers(join(folder, 'x.safetensors'), 1);
    const jobs = await realJobs();
    assert.equal((await jobs.open(path)).tensorCount, 5);
    assert.equal((await jobs.tensors(path, 0, 10)).length, 5);
    writeTensors(path, [['other', noise([2, 3], 1)]]);
    assert.equal((await jobs.open(path)).tensorCount, 1);
    assert.deepEqual(
      (await jobs.tensors(path, 0, 10)).map(({ name }) => name),
      ['other'],
    );
  });

  it('that do not exist or are damaged are refused in one sentence', async () => {
    const folder = scratch();
    const jobs = await realJobs();
    await assert.rejects(jobs.open(join(folder, 'none.safetensors')), {
      name: 'BadInput',
      message: /does not exist\.$/,
    });
    const damaged = join(folder, 'damaged.safetensors');
    writeFileSync(damaged, Buffer.from([1, 2, 3]));
    await assert.rejects(jobs.tensors(damaged, 0, 1), { name: 'BadInput', message: /damaged\.safetensors/ });
  });
});
