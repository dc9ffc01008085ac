import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { AttackRequest, AttackResult } from '../../server/runtimes/attackModels';
import { Folder } from '../corpus/folder';
import { npy } from '../samples/writeNpy';
import { safetensors } from '../samples/writeSafetensors';
import { computed, perceptron } from '../unit/runtimes/onnx/models';
import { graphPerceptron } from '../unit/runtimes/tfjs/models';
import { bundle, closeJobs, realJobs, runner, scratch } from './setup';

const instances = [
  [1, 2, 0.5],
  [-1, 0, 2],
  [0.25, -3, 1],
  [2, 1, 1],
  [0, 0.5, -2],
];
const labels = [0, 1, 1, 0, 0];
/** Weights of two models that are linear: a row for each class. */
const models = {
  a: [
    [1, 2, -1],
    [3, -1, 1],
  ],
  b: [
    [2, 1, 0.5],
    [-1, 2, 1],
  ],
} as const;

const score = (w: readonly (readonly number[])[], x: readonly number[]): number[] =>
  w.map((row) => row.reduce((sum, one, k) => sum + one * (x[k] ?? NaN), 0));
/** For two classes the loss grows against the difference of their weights, by its sign in one step. */
const attacked = (
  [zero = [], one = []]: readonly (readonly number[])[],
  x: readonly number[],
  label: number,
): number[] =>
  x.map((value, k) => value - 0.5 * (label === 0 ? 1 : -1) * Math.sign((zero[k] ?? 0) - (one[k] ?? 0)));

async function rowsOf(values: Promise<readonly number[]>): Promise<readonly (readonly number[])[]> {
  const all = await values;
  return instances.map((_, i) => all.slice(3 * i, 3 * i + 3));
}

describe('Attacking two models', function () {
  // Each attack starts a process.
  this.timeout(120_000);

  const networks = new Folder();
  let runnerPath: string;
  let folder: string;
  before(async () => {
    runnerPath = await runner();
  });
  beforeEach(() => {
    folder = scratch();
    const network = JSON.stringify({ dense: ['l'], between: 'relu' });
    for (const [name, rows] of Object.entries(models)) {
      const tensors = [
        ['l.weight', { shape: [2, 3], values: Float32Array.from(rows.flat()) }],
        ['l.bias', { shape: [2], values: new Float32Array(2) }],
      ] as const;
      writeFileSync(at(`${name}.safetensors`), safetensors(tensors, [['nnsim.network', network]]));
    }
    writeFileSync(at('x.npy'), npy({ shape: [5, 3], values: Float32Array.from(instances.flat()) }));
    writeFileSync(at('labels.npy'), npy({ shape: [5], values: BigInt64Array.from(labels, BigInt) }));
  });
  afterEach(closeJobs);

  const at = (name: string): string => join(folder, name);
  const attack = () => ({
    epsilon: 0.5,
    steps: 1,
    stepSize: 0.5,
    low: -Infinity,
    high: Infinity,
    labels: at('labels.npy'),
  });
  async function run(wish: Partial<AttackRequest> = {}, signal?: AbortSignal): Promise<AttackResult> {
    const jobs = await realJobs({ runnerPath });
    const request = {
      models: [at('a.safetensors'), at('b.safetensors')] as const,
      probes: [{ path: at('x.npy') }],
      attack: attack(),
      outs: [at('out-a.safetensors'), at('out-b.safetensors')] as const,
      batch: 2,
    };
    return jobs.attack({ ...request, ...wish }, signal === undefined ? {} : { signal });
  }
  const left = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('out'));

  it('writes what each answers to the instances, to its own attacks and to those on the other', async () => {
    for (const batch of [2, 5]) {
      const outs = [at(`a${batch}.safetensors`), at(`b${batch}.safetensors`)] as const;
      assert.deepEqual(await run({ batch, outs }), { rows: 5, classes: [2, 2] });
      for (const [side, mine, other] of [
        [0, models.a, models.b],
        [1, models.b, models.a],
      ] as const) {
        const file = await openModel(outs[side]);
        const [answers, adversarial] = file.tensors;
        assert.deepEqual([answers?.name, answers?.shape], ['answers', [5, 6]]);
        assert.deepEqual([adversarial?.name, adversarial?.shape], ['adversarial', [5, 3]]);
        const expected = instances.flatMap((x, i) => [
          ...score(mine, x),
          ...score(mine, attacked(mine, x, labels[i] ?? NaN)),
          ...score(mine, attacked(other, x, labels[i] ?? NaN)),
        ]);
        const found = [...(await file.read(answers as never, 0, 30))];
        for (const [i, one] of found.entries())
          assert.ok(Math.abs(one - (expected[i] ?? NaN)) < 1e-12, `${one} for ${expected[i] ?? NaN}`);
        assert.equal(
          file.metadata.find(([key]) => key === 'nnsim.attack')?.[1],
          '{"norm":"Linf","epsilon":0.5,"steps":1,"stepSize":0.5,"within":[null,null]}',
        );
        await file.close();
      }
    }
  });

  it('gives files that the measures of attacks compare', async () => {
    await run();
    const jobs = await realJobs();
    const scores = await jobs.pair({
      ...{ x: at('out-a.safetensors'), y: at('out-b.safetensors'), tensorX: 'answers', tensorY: 'answers' },
      ...{ kind: 'activations', labels: at('labels.npy'), measures: ['adv.modeldiff', 'adv.transfer'] },
    });
    const wrong = (w: readonly (readonly number[])[], x: readonly number[], i: number): number => {
      const [zero = NaN, one = NaN] = score(w, x);
      return (one > zero ? 1 : 0) === labels[i] ? 0 : 1;
    };
    const both = [...instances.keys()].filter(
      (i) => wrong(models.a, instances[i] ?? [], i) + wrong(models.b, instances[i] ?? [], i) === 0,
    );
    const fooled = both.reduce((sum, i) => {
      const [x, label] = [instances[i] ?? [], labels[i] ?? NaN];
      return (
        sum +
        wrong(models.a, attacked(models.b, x, label), i) +
        wrong(models.b, attacked(models.a, x, label), i)
      );
    }, 0);
    const expected = Math.log(Math.max(0.01, (100 * fooled) / (2 * both.length)));
    assert.ok(both.length > 0);
    assert.ok(Math.abs((scores[1]?.value ?? NaN) - expected) < 1e-12);
    assert.ok(Math.abs(scores[0]?.value ?? NaN) <= 1);
  });

  it('attacks a model of TensorFlow.js, too, beside one of another kind', async () => {
    await bundle(join(__dirname, '../../server/runtimes/tfjs/portable.ts'), 'tensorflow.js', [
      'module',
      'main',
    ]);
    const second = graphPerceptron(networks);
    const attempt = { ...attack(), low: -2, high: 2 };
    await run({ models: [at('a.safetensors'), second], attack: attempt });
    const read = async (name: string, tensor: 0 | 1): Promise<readonly number[]> => {
      const file = await openModel(at(`out-${name}.safetensors`));
      const values = [...(await file.read(file.tensors[tensor] as never, 0, tensor === 0 ? 30 : 15))];
      await file.close();
      return values;
    };
    const answers = await read('b', 0);
    const attackedRows = [instances, await rowsOf(read('b', 1)), await rowsOf(read('a', 1))] as const;
    for (let i = 0; i < 5; i++) {
      for (const [block, rows] of attackedRows.entries()) {
        const expected = computed(rows[i] ?? []).y;
        const found = answers.slice(6 * i + 2 * block, 6 * i + 2 * block + 2);
        for (const [c, one] of found.entries())
          assert.ok(Math.abs(one - (expected[c] ?? NaN)) < 1e-5, `${one} for ${expected[c] ?? NaN}`);
      }
      const [x = [], changed = []] = [instances[i], attackedRows[1][i]];
      assert.ok(changed.every((value, k) => Math.abs(value - (x[k] ?? NaN)) <= 1 && Math.abs(value) <= 2));
    }
  });

  it('refuses what cannot be, in a sentence, and leaves nothing', async () => {
    writeFileSync(at('net.onnx'), perceptron());
    const refuses = async (wish: Partial<AttackRequest>, message: RegExp): Promise<void> => {
      await assert.rejects(run(wish), { name: 'BadInput', message });
      assert.deepEqual(left(), []);
    };
    await refuses(
      { models: [at('a.safetensors'), at('net.onnx')] },
      /net\.onnx gives no gradients by the runtime it has here/,
    );
    await refuses({ attack: { ...attack(), labels: at('x.npy') } }, /x\.npy is no file of labels/);
    const shifted = BigInt64Array.from(labels, (label) => BigInt(label + 1));
    writeFileSync(at('labels.npy'), npy({ shape: [5], values: shifted }));
    await refuses({}, /holds the class 2, and the model scores classes 0 to 1\.$/);
  });

  it('leaves what is there already, and writes neither file then', async () => {
    writeFileSync(at('out-b.safetensors'), 'dear');
    await assert.rejects(run(), { name: 'BadInput', message: /out-b\.safetensors is there already/ });
    assert.deepEqual(left(), ['out-b.safetensors']);
    assert.ok(!existsSync(at('out-a.safetensors')));
  });

  it('ends at once when it is cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    const running = run({}, cancel.signal);
    setTimeout(() => cancel.abort(), 100);
    await assert.rejects(running, { name: 'Cancelled' });
    assert.deepEqual(left(), []);
  });
});
