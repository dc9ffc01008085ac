import assert from 'node:assert/strict';
import type { EngineWish } from '../../../server/cli/engine';
import { run } from '../../../server/cli/run';
import { fakeJobs } from './fakeJobs';
import { refusal, surroundings } from './nnsim';

/** The engine a command line asks for. */
async function wished(argv: readonly string[], environment = {}): Promise<EngineWish | undefined> {
  let wish: EngineWish | undefined;
  const createJobs = (engine: EngineWish) => {
    wish = engine;
    return fakeJobs({ 'a.npy': ['a'] });
  };
  await run(['inspect', 'a.npy', ...argv], surroundings(createJobs, environment));
  return wish;
}

describe('The engine of the command line', () => {
  it('is found out by nnsim when nobody says anything', async () => {
    assert.deepEqual(await wished([]), { engine: 'auto', blasLibrary: '' });
  });

  it('is that of the options, else of the environment', async () => {
    const environment = { NNSIM_ENGINE: 'wasm', NNSIM_BLAS_LIBRARY: '/a.so' };
    assert.deepEqual(await wished([], environment), { engine: 'wasm', blasLibrary: '/a.so' });
    const options = ['--engine', 'blas', '--blas-library', '/b.so'];
    assert.deepEqual(await wished(options, environment), { engine: 'blas', blasLibrary: '/b.so' });
  });

  it('is one there is, or the command is refused', async () => {
    const jobs = fakeJobs({ 'a.npy': ['a'] });
    assert.equal(
      await refusal(jobs, 'inspect', 'a.npy', '--engine', 'gpu'),
      'There is no engine "gpu": it is one of auto, wasm, onnxruntime, tfjs, blas.',
    );
    assert.match(await refusal(jobs, 'measures', '--engine', 'wasm'), /--engine/);
  });

  it('has the memory of the option, else of the environment, and refuses what is no number of MiB', async () => {
    assert.equal((await wished(['--memory', '4096'], { NNSIM_MEMORY: '512' }))?.memoryLimit, 4096);
    assert.equal((await wished([], { NNSIM_MEMORY: '512' }))?.memoryLimit, 512);
    const jobs = fakeJobs({ 'a.npy': ['a'] });
    for (const written of ['much', '1', '1e3'])
      assert.equal(
        await refusal(jobs, 'inspect', 'a.npy', '--memory', written),
        `--memory is a whole number of MiB from 64 to 1048576, not "${written}".`,
      );
  });
});
