import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { RunResult } from '../../server/protocol';
import type { RunRequest } from '../../server/runtimes/runModel';
import { npy } from '../samples/writeNpy';
import { safetensors } from '../samples/writeSafetensors';
import { computed, perceptron, value } from '../unit/runtimes/onnx/models';
import { closeJobs, realJobs, runner, scratch } from './setup';

const rows = Array.from({ length: 7 }, (_, i) => [i - 3, 0.5 * i, 2 - i]);
const probe = npy({ shape: [7, 3], values: Float32Array.from(rows.flat()) });

describe('Running a model', function () {
  // Each run starts a process.
  this.timeout(120_000);

  let runnerPath: string;
  let folder: string;
  before(async () => {
    runnerPath = await runner();
  });
  beforeEach(() => {
    folder = scratch();
    writeFileSync(join(folder, 'net.onnx'), perceptron());
    writeFileSync(join(folder, 'probe.npy'), probe);
  });
  afterEach(closeJobs);

  const at = (name: string): string => join(folder, name);
  async function run(
    wish: Partial<RunRequest> = {},
    options: { readonly memoryLimitMiB?: number; readonly signal?: AbortSignal } = {},
  ): Promise<RunResult> {
    const { memoryLimitMiB = 2048, signal } = options;
    const jobs = await realJobs({ runnerPath, memoryLimitMiB });
    const usual = { model: at('net.onnx'), probes: [{ path: at('probe.npy') }], constants: [], batch: 3 };
    return jobs.run(
      { ...usual, out: at('out.safetensors'), ...wish },
      signal === undefined ? {} : { signal },
    );
  }
  const refuses = async (wish: Partial<RunRequest>, message: RegExp | string): Promise<void> => {
    await assert.rejects(run(wish), { name: 'BadInput', message });
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('out')),
      [],
    );
  };

  it('has the library that runs it', () => {
    assert.ok(createRequire(__filename).resolve('onnxruntime-node'));
  });

  it('writes what its layers end with and its outputs, row by row, whatever the batch', async () => {
    for (const batch of [3, 1, 100]) {
      const out = at(`out${batch}.safetensors`);
      const result = await run({ batch, out });
      assert.deepEqual(result, {
        rows: 7,
        tensors: [
          { name: 'active', shape: [7, 4], operator: 'Relu' },
          { name: 'y', shape: [7, 2], operator: 'MatMul' },
        ],
        notes: [],
      });
      const file = await openModel(out);
      for (const [index, name] of (['active', 'y'] as const).entries()) {
        const tensor = file.tensors[index];
        assert.equal(tensor?.name, name);
        const width = name === 'y' ? 2 : 4;
        const values = await file.read(tensor, 0, 7 * width);
        assert.deepEqual(
          [...values],
          rows.flatMap((row) => computed(row)[name]),
        );
      }
      await file.close();
    }
  });

  it('writes the values that are named', async () => {
    const { tensors } = await run({ taps: ['hid*'] });
    assert.deepEqual(
      tensors.map(({ name }) => name),
      ['hidden', 'y'],
    );
  });

  it('takes the array called like the input out of a file of several', async () => {
    const arrays = [
      ['other', { shape: [2], values: Float32Array.of(1, 2) }],
      ['x', { shape: [7, 3], values: Float32Array.from(rows.flat()) }],
    ] as const;
    writeFileSync(at('arrays.safetensors'), safetensors(arrays, []));
    assert.equal((await run({ probes: [{ path: at('arrays.safetensors') }] })).rows, 7);
  });

  it('fills up the last batch of a model that takes a fixed number of rows', async () => {
    writeFileSync(at('net.onnx'), perceptron({ x: value('x', [4, 3]) }));
    const { tensors } = await run();
    assert.deepEqual(tensors[1]?.shape, [7, 2]);
    const file = await openModel(at('out.safetensors'));
    const values = await file.read(file.tensors[1] as never, 12, 2);
    await file.close();
    assert.deepEqual([...values], computed(rows[6] ?? []).y);
  });

  it('refuses rows of another width, and tells both shapes', async () => {
    writeFileSync(at('wide.npy'), npy({ shape: [7, 5], values: new Float32Array(35) }));
    await refuses(
      { probes: [{ path: at('wide.npy') }] },
      /has the shape \[7, 5\]; the input "x" takes \[\?, 3\]\.$/,
    );
  });

  it('refuses an input without values, and an input that there is not', async () => {
    await refuses({ probes: [] }, /^The input "x", float32 \[\?, 3\] has no values: give a file for it/);
    await refuses(
      { probes: [{ input: 'z', path: at('probe.npy') }] },
      /has no input "z" to fill; it has "x"\.$/,
    );
  });

  it('tells what the library says of an operator it does not know', async () => {
    const text = perceptron().toString('latin1').replace('Relu', 'Rely');
    writeFileSync(at('net.onnx'), Buffer.from(text, 'latin1'));
    await refuses({}, /net\.onnx cannot be run: ONNX Runtime says ".*Rely.*"\.$/);
  });

  it('refuses what is no model', async () => {
    await refuses(
      { model: at('probe.npy') },
      /probe\.npy cannot be run: it is no model of ONNX or TensorFlow\.js/,
    );
    await refuses({ model: at('absent.onnx') }, /absent\.onnx/);
  });

  it('ends a run that takes more memory than is allowed, and goes on', async () => {
    await assert.rejects(run({}, { memoryLimitMiB: 1 }), {
      name: 'BadInput',
      message: /takes more than 1\.0 MiB of memory/,
    });
    assert.equal((await run()).rows, 7);
  });

  it('ends at once when it is cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    const running = run({}, { signal: cancel.signal });
    setTimeout(() => cancel.abort(), 100);
    await assert.rejects(running, { name: 'Cancelled' });
    assert.ok(!existsSync(at('out.safetensors')) && !existsSync(at('out.safetensors.part')));
  });

  describe('that knows its gradients', () => {
    const network = JSON.stringify({ dense: ['a', 'b'], between: 'relu', dividedBy: 2 });
    const layer = (shape: readonly [number, number], first: number) => {
      const [outputs, inputs] = shape;
      const weights = Float32Array.from({ length: outputs * inputs }, (_, i) => ((first + 3 * i) % 7) - 3);
      return {
        weight: { shape, values: weights },
        bias: { shape: [outputs], values: new Float32Array(outputs).fill(0.5) },
      };
    };
    const [a, b] = [layer([4, 3], 1), layer([2, 4], 2)];
    const wish = { model: '', probes: [] as RunRequest['probes'] };
    beforeEach(() => {
      const tensors = [
        ['a.weight', a.weight],
        ['a.bias', a.bias],
        ['b.weight', b.weight],
        ['b.bias', b.bias],
      ] as const;
      writeFileSync(at('mlp.safetensors'), safetensors(tensors, [['nnsim.network', network]]));
      writeFileSync(
        at('labels.npy'),
        npy({ shape: [7], values: BigInt64Array.from({ length: 7 }, (_, i) => BigInt(i % 2)) }),
      );
      Object.assign(wish, { model: at('mlp.safetensors'), probes: [{ path: at('probe.npy') }] });
    });

    it('writes gradients, attacked instances and what it answers to them', async () => {
      const attack = {
        epsilon: 0.25,
        steps: 1,
        stepSize: 0.25,
        low: -Infinity,
        high: Infinity,
        labels: at('labels.npy'),
      };
      const { tensors } = await run({ ...wish, gradients: true, attack });
      assert.deepEqual(
        tensors.map(({ name, shape }) => [name, ...shape]),
        [
          ['a', 7, 4],
          ['logits', 7, 2],
          ['gradients', 7, 2, 3],
          ['adversarial', 7, 3],
          ['logits_adversarial', 7, 2],
        ],
      );
      const file = await openModel(at('out.safetensors'));
      const read = async (name: string): Promise<readonly number[]> => {
        const tensor = file.tensors.find((one) => one.name === name);
        assert.ok(tensor !== undefined);
        return [
          ...(await file.read(
            tensor,
            0,
            tensor.shape.reduce((product, length) => product * length, 1),
          )),
        ];
      };
      const changes = (await read('adversarial')).map((value, i) =>
        Math.abs(value - (rows.flat()[i] ?? NaN)),
      );
      assert.ok(changes.every((change) => change === 0 || Math.abs(change - 0.25) < 1e-12));
      // Computed again from the attacked instances, the answers are those that were written.
      writeFileSync(
        at('again.npy'),
        npy({ shape: [7, 3], values: Float32Array.from(await read('adversarial')) }),
      );
      const answers = await read('logits_adversarial');
      await run({ ...wish, probes: [{ path: at('again.npy') }], out: at('again.safetensors') });
      const again = await openModel(at('again.safetensors'));
      assert.deepEqual([...(await again.read(again.tensors[1] as never, 0, 14))], answers);
      await Promise.all([file.close(), again.close()]);
    });

    it('refuses labels that do not fit, and models that know no gradients', async () => {
      const attack = { epsilon: 1, steps: 1, stepSize: 1, low: 0, high: 1, labels: at('probe.npy') };
      await refuses({ ...wish, attack }, /probe\.npy is no file of labels/);
      writeFileSync(at('labels.npy'), npy({ shape: [7], values: new BigInt64Array(7).fill(2n) }));
      await refuses(
        { ...wish, attack: { ...attack, labels: at('labels.npy') } },
        /holds the class 2, and the model scores classes 0 to 1\.$/,
      );
      await refuses({ gradients: true }, /net\.onnx gives no gradients by the runtime it has here/);
    });
  });

  it('leaves what is there already: the file itself, a link in its place, what ends in .part', async () => {
    writeFileSync(at('net.safetensors'), 'dear');
    symlinkSync(at('nowhere'), at('link.safetensors'));
    writeFileSync(at('new.safetensors.part'), 'dear');
    for (const name of ['net.safetensors', 'link.safetensors', 'net.onnx'])
      await refuses(
        { out: at(name) },
        `${at(name)} is there already: name another file, or remove it first.`,
      );
    await refuses({ out: folder }, /is there already/);
    await run({ out: at('new.safetensors') });
    await refuses({ out: at('new.safetensors') }, /new\.safetensors is there already/);
    await refuses({ out: at('none.safetensors'), probes: [{ path: at('none.npy') }] }, /does not exist/);
    for (const name of ['net.safetensors', 'new.safetensors.part'])
      assert.equal(readFileSync(at(name), 'utf8'), 'dear');
    assert.deepEqual(readdirSync(folder).sort(), [
      ...['link.safetensors', 'net.onnx', 'net.safetensors', 'new.safetensors', 'new.safetensors.part'],
      'probe.npy',
    ]);
  });

  it('says why a file cannot be written', async () => {
    const lost = at('none/out.safetensors');
    await refuses({ out: lost }, `${lost} cannot be written: its folder does not exist.`);
    const odd = at('net.onnx/out.safetensors');
    await refuses({ out: odd }, `${odd} cannot be written: a part of its path is no folder.`);
    const long = at(`${'x'.repeat(300)}.safetensors`);
    await refuses({ out: long }, `${long} cannot be written: the name is too long.`);
  });

  it('says so when the process ends without an answer', async () => {
    const broken = at('broken.js');
    writeFileSync(broken, 'process.abort();');
    const jobs = await realJobs({ runnerPath: broken });
    await assert.rejects(
      jobs.run({ model: at('net.onnx'), probes: [], constants: [], batch: 1, out: at('out.safetensors') }),
      { name: 'BadInput', message: /net\.onnx ended the process that ran it \(SIGABRT\)/ },
    );
  });
});
