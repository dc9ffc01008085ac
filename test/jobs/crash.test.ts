import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseCall } from '../../server/measures/call';
import { bundle, closeJobs, noise, realJobs, scratch, worker, writeLayers, writeTensors } from './setup';

/** Starts a comparison in a process of its own and kills it at a moment; returns what it said. */
async function killed(storage: string, x: string, y: string, call: string, moment: string): Promise<string> {
  const program = await bundle(join(__dirname, 'crashingServer.ts'), 'crashingServer.js');
  const child = spawn(process.execPath, [program, await worker(), storage, x, y, call, moment]);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return said.toString();
}

describe('After the server was killed', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('the next one knows the files of the job it died of, until a job with them has succeeded', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const x = writeTensors(join(folder, 'x.safetensors'), [['a', noise([4000, 3], 1)]]);
    const y = writeTensors(join(folder, 'y.safetensors'), [['a', noise([4000, 3], 2)]]);
    assert.match(await killed(storage, x, y, 'rsa', 'running'), /^running /);

    const jobs = await realJobs({ storage });
    assert.deepEqual(jobs.suspects(), [x, y]);
    const another = await realJobs({ storage });
    assert.deepEqual(another.suspects(), [x, y], 'several servers share the folder');
    await jobs.compare({ x, y, measure: { id: 'rsm.cka', parameters: {} } }, {});
    assert.deepEqual(jobs.suspects(), []);
    assert.deepEqual((await realJobs({ storage })).suspects(), []);
  });

  it('every cell that was told is known to the next one, and counted in its plan', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const x = writeLayers(join(folder, 'x.safetensors'), 1, 8, 1500, 24);
    const y = writeLayers(join(folder, 'y.safetensors'), 2, 8, 1500, 24);
    const call = 'rsa(inner: euclidean)';
    const [, told] = /^told (\d+)\n/.exec(await killed(storage, x, y, call, 'told')) ?? [];
    assert.ok(Number(told) > 0);
    const jobs = await realJobs({ storage });
    const { estimate } = await jobs.plan({ x, y, measure: parseCall(call) });
    assert.ok(estimate.cached >= Number(told), `${estimate.cached} of ${told}`);
    assert.ok(estimate.cached < 64, 'it was killed in the middle');
  });

  it('there is no suspect when it ended in good order', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const x = writeLayers(join(folder, 'x.safetensors'), 1);
    const jobs = await realJobs({ storage });
    await jobs.compare({ x, y: x, measure: { id: 'rsm.cka', parameters: {} } }, {});
    await jobs.dispose();
    const journal = join(storage, 'journal');
    assert.deepEqual(existsSync(journal) ? readdirSync(journal) : [], []);
    assert.deepEqual((await realJobs({ storage })).suspects(), []);
  });
});
