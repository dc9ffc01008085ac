import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cautionsOf } from '../../server/jobs/cautions';
import type { Score } from '../../server/protocol';
import { runThrough } from '../../server/tensors/slices';
import { version2 } from '../corpus/zarrWriter';
import { closeJobs, noise, realJobs, scratch } from './setup';

const ofChunks = (score: Score | undefined): string[] =>
  (score?.notes ?? []).filter((note) => note.includes('chunks'));

describe('Cautions of tensors', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('are told beside every score of an array that lost a chunk', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const [x, y] = ['x.zarr', 'y.zarr'].map((name, i) => {
      const path = join(folder, name);
      mkdirSync(path);
      const values = Array.from(noise([8, 2], i + 1).values, Number);
      for (const [key, content] of version2({ shape: [8, 2], chunk: [2, 2], values }))
        writeFileSync(join(path, key), content);
      return path;
    });
    assert.ok(x !== undefined && y !== undefined);
    const pair = { x, y, tensorX: 'array', tensorY: 'array', measures: ['cka'] };
    const whole = await jobs.pair(pair);
    assert.deepEqual(ofChunks(whole[0]), []);
    rmSync(join(x, '1.0'));
    const said = `"array" of ${x} lacks 1 of 4 chunks, which are read as its fill value.`;
    const [score] = await jobs.pair(pair);
    assert.notEqual(score?.value, whole[0]?.value);
    assert.deepEqual(ofChunks(score), [said]);
    const measure = { id: 'rsm.cka', parameters: {} };
    assert.ok((await jobs.compare({ x, y, measure }, {})).notes.includes(said));
    const models = [x, y, x].map((path) => ({ path, tensor: 'array' }));
    const [group] = await jobs.group({ models, measures: ['cka'] });
    assert.deepEqual(ofChunks(group?.score), [said]);
  });

  it('are told once for each tensor, and of five at most', () => {
    const entry = { dtype: 'float32', shape: [1], bytes: 4, caution: 'is odd' };
    const file = (count: number) => ({
      path: 'm',
      of: Array.from({ length: count }, (_, i) => ({ entry: { ...entry, name: `t${i}` } })),
    });
    assert.deepEqual(runThrough(cautionsOf([file(1), file(1)])), ['"t0" of m is odd.']);
    assert.equal(runThrough(cautionsOf([file(5)])).length, 5);
    assert.equal(runThrough(cautionsOf([file(8)]))[5], 'The same goes for 3 more tensors.');
  });
});
