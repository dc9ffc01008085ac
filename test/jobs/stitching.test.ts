import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { StitchRequest, StitchResult } from '../../server/runtimes/stitching/stitchModels';
import { halfOf } from '../../server/runtimes/onnx/half';
import { field, tensorProto } from '../corpus/onnxWriter';
import { npy } from '../samples/writeNpy';
import { build, random } from '../unit/measures/inputs';
import { constant, model, node, value } from '../unit/runtimes/onnx/models';
import { plainly } from '../unit/runtimes/stitching/plainly';
import { closeJobs, realJobs, runner, scratch } from './setup';

const rows = 60;
const trained = 40;
const x = random(rows, 3, 5);
const float = (values: ArrayLike<number>): Float32Array => Float32Array.from(values);
const weights = (inputs: number, outputs: number, seed: number): readonly number[] => [
  ...float(random(inputs, outputs, seed).data),
];

/** x [N x 3], times w, through a function, times v: y [N x 2]. */
function chain(operator: string, inner: string, width: number, seed: number): Buffer {
  const nodes = [
    node('MatMul', ['x', 'w'], 'hidden'),
    node(operator, ['hidden'], inner),
    node('MatMul', [inner, 'v'], 'y'),
  ];
  const constants = [
    constant('w', [3, width], weights(3, width, seed)),
    constant('v', [width, 2], weights(width, 2, seed + 1)),
  ];
  return model(nodes, constants, [value('x', [null, 3])], [value('y', [null, 2])]);
}

/** The chain with a Relu in float16 throughout. */
function halfChain(): Buffer {
  const half = 10;
  const stored = (name: string, shape: readonly number[], seed: number): Buffer => {
    const bits = Uint16Array.from(weights(shape[0] ?? 0, shape[1] ?? 0, seed), halfOf);
    return tensorProto(name, half, shape, field(9, new Uint8Array(bits.buffer)));
  };
  return model(
    [
      node('MatMul', ['x', 'w'], 'hidden'),
      node('Relu', ['hidden'], 'active'),
      node('MatMul', ['active', 'v'], 'y'),
    ],
    [stored('w', [3, 5], 21), stored('v', [5, 2], 22)],
    [value('x', [null, 3], half)],
    [value('y', [null, 2], half)],
  );
}

/** Images [N x 1 x 4 x 4] to maps [N x channels x 2 x 2], to a dense layer of five, to y [N x 2]. */
function ofImages(channels: number, seed: number): Buffer {
  const nodes = [
    node('Conv', ['x', 'k'], 'sums'),
    node('Relu', ['sums'], 'maps'),
    node('Flatten', ['maps'], 'flat'),
    node('MatMul', ['flat', 'w'], 'mixed'),
    node('Relu', ['mixed'], 'dense'),
    node('MatMul', ['dense', 'v'], 'y'),
  ];
  const constants = [
    constant('k', [channels, 1, 3, 3], weights(channels, 9, seed)),
    constant('w', [4 * channels, 5], weights(4 * channels, 5, seed + 1)),
    constant('v', [5, 2], weights(5, 2, seed + 2)),
  ];
  return model(nodes, constants, [value('x', [null, 1, 4, 4])], [value('y', [null, 2])]);
}

describe('Stitching two models', function () {
  // Each stitching starts a process.
  this.timeout(120_000);

  let runnerPath: string;
  let folder: string;
  before(async () => {
    runnerPath = await runner();
  });
  beforeEach(() => {
    folder = scratch();
    writeFileSync(at('a.onnx'), chain('Relu', 'active', 4, 1));
    writeFileSync(at('b.onnx'), chain('Tanh', 'bent', 6, 8));
    writeFileSync(at('x.npy'), npy({ shape: [rows, 3], values: float(x.data) }));
    const labels = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i % 2));
    writeFileSync(at('labels.npy'), npy({ shape: [rows], values: labels }));
  });
  afterEach(closeJobs);

  const at = (name: string): string => join(folder, name);
  async function stitch(
    models: readonly [string, string],
    wish: Partial<StitchRequest> = {},
    signal?: AbortSignal,
  ): Promise<StitchResult> {
    const jobs = await realJobs({ runnerPath });
    const request = {
      models: [at(models[0]), at(models[1])] as const,
      probes: [{ path: at('x.npy') }],
      constants: [],
      labels: at('labels.npy'),
      split: { first: 0, end: trained },
      ridge: 0,
      out: at('out.safetensors'),
      batch: 7,
    };
    return jobs.stitch({ ...request, ...wish }, signal === undefined ? {} : { signal });
  }
  async function read(...names: readonly string[]): Promise<readonly (readonly number[])[]> {
    const file = await openModel(at('out.safetensors'));
    const found: (readonly number[])[] = [];
    for (const name of names) {
      const tensor = file.tensors.find((one) => one.name === name) ?? assert.fail(name);
      found.push([
        ...(await file.read(
          tensor,
          0,
          tensor.shape.reduce((product, length) => product * length, 1),
        )),
      ]);
    }
    await file.close();
    return found;
  }
  function near(found: readonly number[] = [], expected: readonly number[] = [], within: number): void {
    assert.equal(found.length, expected.length);
    for (const [i, one] of found.entries())
      assert.ok(Math.abs(one - (expected[i] ?? NaN)) < within, `${one} for ${expected[i] ?? NaN}`);
  }

  it('runs the upper part of the second on the least-squares map of the lower part of the first', async () => {
    const result = await stitch(['a.onnx', 'b.onnx']);
    assert.deepEqual(result, {
      training: 40,
      heldOut: 20,
      pairs: [{ first: 'active', second: 'bent', tensor: 'active=bent', widths: [4, 6], positions: 1 }],
      apart: [],
      uncut: [],
    });
    // The same by hand, in double precision.
    const times = (left: ReturnType<typeof random>, right: readonly number[], width: number) =>
      build(left.rows, width, (i, j) => {
        let sum = 0;
        for (let k = 0; k < left.cols; k++)
          sum += Math.fround(left.data[i * left.cols + k] ?? NaN) * (right[k * width + j] ?? NaN);
        return sum;
      });
    const bent = (of: (value: number) => number, m: ReturnType<typeof random>) =>
      build(m.rows, m.cols, (i, j) => of(m.data[i * m.cols + j] ?? NaN));
    const active = bent((one) => Math.max(0, one), times(x, weights(3, 4, 1), 4));
    const above = bent(Math.tanh, times(x, weights(3, 6, 8), 6));
    const first = (m: ReturnType<typeof random>, count: number) =>
      build(count, m.cols, (i, j) => m.data[i * m.cols + j] ?? NaN);
    const map = plainly(first(active, trained), first(above, trained), 0);
    const moved = build(rows - trained, 6, (i, j) => {
      let sum = map[4]?.[j] ?? NaN;
      for (let k = 0; k < 4; k++) sum += (active.data[(trained + i) * 4 + k] ?? NaN) * (map[k]?.[j] ?? NaN);
      return sum;
    });
    const [stitched, second, labels] = await read('active=bent', 'second', 'labels');
    near(stitched, [...times(moved, weights(6, 2, 9), 2).data], 1e-5);
    near(second, [...times(above, weights(6, 2, 9), 2).data].slice(2 * trained), 1e-5);
    assert.deepEqual(
      labels,
      Array.from({ length: 20 }, (_, i) => i % 2),
    );
  });

  it('changes nothing where a model is stitched to itself', async () => {
    await stitch(['b.onnx', 'b.onnx'], { ridge: 1e-8 });
    const [stitched, second] = await read('bent=bent', 'second');
    near(stitched, second, 1e-5);
    const jobs = await realJobs();
    const out = at('out.safetensors');
    const pair = {
      x: out,
      y: out,
      tensorX: 'bent=bent',
      tensorY: 'second',
      kind: 'outputs',
      labels: out,
    } as const;
    const measures = ['stitch.perf', 'stitch.perf(quality: log_loss)'];
    for (const { value: penalty } of await jobs.pair({ ...pair, measures }))
      assert.ok(Math.abs(penalty ?? NaN) < 1e-6, `${penalty ?? NaN}`);
  });

  it('gives the upper part of a model in half precision its numbers in half precision', async () => {
    writeFileSync(at('h.onnx'), halfChain());
    await stitch(['h.onnx', 'h.onnx'], { ridge: 1e-8 });
    const [stitched, second] = await read('active=active', 'second');
    near(stitched, second, 2e-2);
    await stitch(['a.onnx', 'h.onnx'], { out: at('both.safetensors') });
  });

  it('maps the channels of layers whose positions agree, and says where they do not', async () => {
    writeFileSync(at('a.onnx'), ofImages(3, 20));
    writeFileSync(at('b.onnx'), ofImages(2, 30));
    writeFileSync(at('x.npy'), npy({ shape: [rows, 1, 4, 4], values: float(random(rows, 16, 9).data) }));
    const { pairs, apart } = await stitch(['a.onnx', 'b.onnx']);
    assert.deepEqual(pairs, [
      { first: 'maps', second: 'maps', tensor: 'maps=maps', widths: [3, 2], positions: 4 },
      { first: 'dense', second: 'dense', tensor: 'dense=dense', widths: [5, 5], positions: 1 },
    ]);
    assert.deepEqual(apart, [
      { first: 'maps', second: 'dense', reason: 'their positions differ: 2 x 2 and none' },
      { first: 'dense', second: 'maps', reason: 'their positions differ: none and 2 x 2' },
    ]);
    const [one, other] = await read('maps=maps', 'second');
    assert.notDeepEqual(one, other);
    await stitch(['a.onnx', 'a.onnx'], { out: at('same.safetensors') });
    const file = await openModel(at('same.safetensors'));
    const values = new Map<string, readonly number[]>();
    for (const tensor of file.tensors)
      values.set(tensor.name, [...(await file.read(tensor, 0, tensor.name === 'labels' ? 20 : 40))]);
    await file.close();
    near(values.get('maps=maps'), values.get('second'), 1e-4);
    near(values.get('dense=dense'), values.get('second'), 1e-4);
  });

  it('feeds the inputs to the upper part for what tells lengths of axes, and takes constants that old models list as inputs', async () => {
    const nodes = [
      node('MatMul', ['x', 'w'], 'hidden'),
      node('Relu', ['hidden'], 'active'),
      node('Shape', ['x'], 'lengths'),
      node('MatMul', ['active', 'v'], 'mixed'),
      node('Reshape', ['mixed', 'lengths'], 'y'),
    ];
    const constants = [constant('w', [3, 4], weights(3, 4, 1)), constant('v', [4, 3], weights(4, 3, 2))];
    const inputs = [value('x', [null, 3]), value('w', [3, 4]), value('v', [4, 3])];
    writeFileSync(at('a.onnx'), model(nodes, constants, inputs, [value('y', [null, 3])]));
    await stitch(['a.onnx', 'a.onnx']);
    const [stitched, second] = await read('active=active', 'second');
    assert.equal(second?.length, 3 * (rows - trained));
    near(stitched, second, 1e-5);
  });

  it('cuts at the values that are named', async () => {
    const { pairs } = await stitch(['a.onnx', 'b.onnx'], { at: [{ first: 'hidden', second: 'hidden' }] });
    assert.deepEqual(
      pairs.map(({ tensor }) => tensor),
      ['hidden=hidden'],
    );
  });

  it('refuses what cannot be, in a sentence, and leaves nothing', async () => {
    const refuses = async (wish: Partial<StitchRequest>, message: RegExp): Promise<void> => {
      await assert.rejects(stitch(['a.onnx', 'b.onnx'], wish), { name: 'BadInput', message });
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith('out')),
        [],
      );
    };
    await refuses(
      { at: [{ first: 'active', second: 'active' }] },
      /No value of .*b\.onnx is called "active"/,
    );
    await refuses({ at: [{ first: 'active', second: 'y' }] }, /"y" is the output of .*b\.onnx/);
    await refuses({ split: { first: 0, end: 60 } }, /Of 60 rows 60 are to fit the map and 0 held out/);
    await refuses({ labels: at('x.npy') }, /x\.npy is no file of labels/);
    const around = [
      node('Relu', ['x'], 'a'),
      node('Tanh', ['a'], 'b'),
      node('Add', ['a', 'b'], 'sum'),
      node('MatMul', ['sum', 'w'], 'y'),
    ];
    const w = constant('w', [3, 2], weights(3, 2, 3));
    writeFileSync(at('b.onnx'), model(around, [w], [value('x', [null, 3])], [value('y', [null, 2])]));
    await refuses(
      { at: [{ first: 'active', second: 'b' }] },
      /b\.onnx cannot be cut at "b": the output also hears of the inputs by "a"\.$/,
    );
    const { pairs, uncut } = await stitch(['a.onnx', 'b.onnx']);
    assert.deepEqual(
      pairs.map(({ tensor }) => tensor),
      ['active=a'],
    );
    assert.deepEqual(
      uncut.map(({ model: side, name }) => [side, name]),
      [['second', 'b']],
    );
  });

  it('ends at once when it is cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    const running = stitch(['a.onnx', 'b.onnx'], {}, cancel.signal);
    setTimeout(() => cancel.abort(), 100);
    await assert.rejects(running, { name: 'Cancelled' });
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('out')),
      [],
    );
  });
});
