import assert from 'node:assert/strict';
import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { RunResult } from '../../server/protocol';
import type { RunRequest } from '../../server/runtimes/runModel';
import { Folder } from '../corpus/folder';
import { npy } from '../samples/writeNpy';
import { computed } from '../unit/runtimes/onnx/models';
import {
  graph,
  graphPerceptron,
  node,
  placeholder,
  constant,
  writeModel,
} from '../unit/runtimes/tfjs/models';
import { bundle, closeJobs, realJobs, runner } from './setup';

const rows = Array.from({ length: 7 }, (_, i) => [i - 3, 0.5 * i, 2 - i]);

describe('Running a model of TensorFlow.js', function () {
  // Each run starts a process.
  this.timeout(120_000);

  const folder = new Folder();
  let runnerPath: string;
  before(async () => {
    const sources = join(__dirname, '../../server/runtimes');
    runnerPath = await runner();
    await bundle(join(sources, 'tfjs/portable.ts'), 'tensorflow.js', ['module', 'main']);
    folder.write('probe.npy', npy({ shape: [7, 3], values: Float32Array.from(rows.flat()) }));
  });
  afterEach(closeJobs);

  let count = 0;
  async function run(
    model: string,
    wish: Partial<RunRequest> = {},
    {
      memoryLimitMiB = 2048,
      signal,
    }: { readonly memoryLimitMiB?: number; readonly signal?: AbortSignal } = {},
  ): Promise<RunResult & { readonly out: string }> {
    const jobs = await realJobs({ runnerPath, memoryLimitMiB });
    const out = join(folder.path, `out${count++}.safetensors`);
    const probes = [{ path: join(folder.path, 'probe.npy') }];
    const request = { model, probes, constants: [], batch: 3, out, ...wish };
    return { ...(await jobs.run(request, signal === undefined ? {} : { signal })), out };
  }
  /** A graph that makes so many numbers of each of those it is given, and goes on with them for long. */
  function large(name: string, times: number): string {
    const chain = Array.from({ length: 200 }, (_, i) =>
      node(`n${i}`, 'Sin', [i === 0 ? 'tiled' : `n${i - 1}`]),
    );
    const nodes = [placeholder('x', [-1, 3]), constant('k'), node('tiled', 'Tile', ['x', 'k']), ...chain];
    const multiples = { name: 'k', shape: [2], dtype: 'int32' as const, values: [1, times] };
    return writeModel(folder, name, graph(nodes), [multiples]);
  }

  it('writes what its layers end with, its outputs, gradients and attacked instances', async () => {
    const labels = folder.write('labels.npy', npy({ shape: [7], values: new BigInt64Array(7) }));
    const attack = { epsilon: 0.25, steps: 1, stepSize: 0.25, low: -10, high: 10, labels };
    const { tensors, out } = await run(graphPerceptron(folder), { gradients: true, attack });
    assert.deepEqual(
      tensors.map(({ name, shape, operator }) => [name, operator, ...shape]),
      [
        ['active', 'Relu', 7, 4],
        ['y', 'MatMul', 7, 2],
        ['gradients', 'Gradient', 7, 2, 3],
        ['adversarial', 'Attack', 7, 3],
        ['y_adversarial', 'Attack', 7, 2],
      ],
    );
    const file = await openModel(out);
    const [, y] = file.tensors;
    assert.ok(y);
    const values = [...(await file.read(y, 0, 14))];
    assert.deepEqual(
      values,
      rows.flatMap((row) => computed(row).y),
    );
    await file.close();
  });

  it('attacks only models that score each class', async () => {
    const labels = folder.write('zeros.npy', npy({ shape: [7], values: new BigInt64Array(7) }));
    const nodes = [placeholder('x', [-1, 3]), constant('w'), node('y', 'MatMul', ['x', 'w'])];
    const one = writeModel(folder, 'one', graph(nodes), [{ name: 'w', shape: [3, 1], values: [1, 2, 3] }]);
    const attack = { epsilon: 0.25, steps: 1, stepSize: 0.25, low: -10, high: 10, labels };
    await assert.rejects(run(one, { attack }), {
      name: 'BadInput',
      message: 'The output y is one score for each instance: an attack needs a score for each class.',
    });
  });

  it('says in one sentence what it cannot run', async () => {
    const odd = writeModel(folder, 'odd', graph([placeholder('x', [-1, 3]), node('y', 'Odd', ['x'])]), []);
    const message = `${odd} cannot be run: TensorFlow.js knows no operator Odd, which its node "y" needs.`;
    await assert.rejects(run(odd), { name: 'BadInput', message });
    const other = join(folder.path, 'package.json');
    writeFileSync(other, '{"name": "x"}');
    await assert.rejects(run(other), {
      name: 'BadInput',
      message: `${other} is no model that can be run: it has no structure (modelTopology).`,
    });
  });

  it('refuses weights that take more memory than is allowed, before any is read', async () => {
    const nodes = [placeholder('x', [-1, 3]), constant('w'), node('y', 'MatMul', ['x', 'w'])];
    // A file of which nothing is on the disk; in memory each byte becomes a number of four.
    const [columns, scale] = [2 ** 27, 0.5];
    const path = writeModel(folder, 'vast', graph(nodes), [
      { name: 'w', shape: [3, columns], values: [], scale },
    ]);
    truncateSync(join(folder.path, 'vast/2.bin'), 3 * columns);
    await assert.rejects(run(path, {}, { memoryLimitMiB: 700 }), {
      name: 'BadInput',
      message: `${path} cannot be run: its weights alone take 1.5 GiB of memory, and 700 MiB are allowed; allow more.`,
    });
    // Declared, and not there.
    const none = writeModel(folder, 'none', graph(nodes), [{ name: 'w', shape: [3, 2 ** 40], values: [] }]);
    await assert.rejects(run(none, {}, { memoryLimitMiB: 700 }), (error: Error) => {
      assert.equal(error.name, 'BadInput');
      assert.doesNotMatch(error.message, /takes more than/);
      return true;
    });
  });

  it('ends while the library computes: for the memory it takes, and when it is cancelled', async () => {
    const wide = large('wide', 20_000_000);
    await assert.rejects(run(wide, {}, { memoryLimitMiB: 400 }), {
      name: 'BadInput',
      message: `Running ${wide} takes more than 400 MiB of memory: run it on fewer instances at once, or allow more.`,
    });
    const cancel = new AbortController();
    let cancelledAt = NaN;
    setTimeout(() => {
      cancelledAt = Date.now();
      cancel.abort();
    }, 1500);
    await assert.rejects(run(large('long', 500_000), {}, { signal: cancel.signal }), { name: 'Cancelled' });
    assert.ok(Date.now() - cancelledAt < 1000);
    assert.ok(!existsSync(join(folder.path, `out${count - 1}.safetensors`)));
  });
});
