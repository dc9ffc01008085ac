import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, closeJobs, noise, realJobs, scratch, worker, writeLayers, writeTensors } from './setup';

describe('After the server was killed', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('the next one knows the files of the job it died of, until a job with them has succeeded', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const x = writeTensors(join(folder, 'x.safetensors'), [['a', noise([4000, 3], 1)]]);
    const y = writeTensors(join(folder, 'y.safetensors'), [['a', noise([4000, 3], 2)]]);
    const program = await bundle(join(__dirname, 'crashingServer.ts'), 'crashingServer.js');
    const child = spawn(process.execPath, [program, await worker(), storage, x, y], { stdio: 'pipe' });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(said.toString(), 'running\n');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const jobs = await realJobs({ storage });
    assert.deepEqual(jobs.suspects(), [x, y]);
    const another = await realJobs({ storage });
    assert.deepEqual(another.suspects(), [x, y], 'several servers share the folder');
    await jobs.compare({ x, y, measure: { id: 'rsm.cka', parameters: {} } }, {});
    assert.deepEqual(jobs.suspects(), []);
    assert.deepEqual((await realJobs({ storage })).suspects(), []);
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
