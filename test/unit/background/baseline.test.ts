import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBaseline } from '../../../server/background/baseline';

describe('The baseline', () => {
  let storage = '';
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'nnsim-baseline-'));
  });
  afterEach(() => rm(storage, { recursive: true }));

  it('is kept for the same workspace folders in any order, and only for them', async () => {
    await (await openBaseline(storage, ['/a', '/b'])).set('/runs/x.npz');
    assert.equal((await openBaseline(storage, ['/b', '/a'])).path, '/runs/x.npz');
    assert.equal((await openBaseline(storage, ['/a'])).path, null);
  });

  it('can be cleared', async () => {
    const baseline = await openBaseline(storage, ['/a']);
    await baseline.set('/x');
    await baseline.set(null);
    assert.equal(baseline.path, null);
    assert.equal((await openBaseline(storage, ['/a'])).path, null);
  });

  it('is none when its record is broken', async () => {
    await (await openBaseline(storage, [])).set('/x');
    for (const name of await readdir(join(storage, 'baselines'))) {
      for (const text of ['', '[', '5', '{"path":7}']) {
        await writeFile(join(storage, 'baselines', name), text);
        assert.equal((await openBaseline(storage, [])).path, null);
      }
    }
  });

  it('lives in memory where there is no storage', async () => {
    const baseline = await openBaseline(undefined, []);
    await baseline.set('/x');
    assert.equal(baseline.path, '/x');
  });
});
