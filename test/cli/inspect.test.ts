import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureSamples } from '../samples/ensure';
import { answer, data, refusal, scratch } from './nnsim';

interface TensorData {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sum: number | null;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly first: readonly (number | string)[];
}

interface FileData {
  readonly file: string;
  readonly format: string;
  readonly tensors: readonly TensorData[];
}

const inspected = async (...argv: string[]) =>
  ((await data('inspect', ...argv)) as { files: FileData[] }).files;

describe('nnsim inspect, built', function () {
  // Each test starts processes; machines that test are busy.
  this.timeout(60_000);

  before(function () {
    this.timeout(300_000);
    ensureSamples();
  });

  it('lists the weights of a checkpoint in the order of the model', async () => {
    const [file] = await inspected('samples/seed0/step-1000.safetensors');
    assert.deepEqual([file?.file, file?.format], ['samples/seed0/step-1000.safetensors', 'safetensors']);
    assert.deepEqual(file?.tensors, [
      { name: 'layer1.weight', dtype: 'float32', shape: [64, 784] },
      { name: 'layer1.bias', dtype: 'float32', shape: [64] },
      { name: 'layer2.weight', dtype: 'float32', shape: [32, 64] },
      { name: 'layer2.bias', dtype: 'float32', shape: [32] },
      { name: 'layer3.weight', dtype: 'float32', shape: [10, 32] },
      { name: 'layer3.bias', dtype: 'float32', shape: [10] },
    ]);
  });

  it('reads several files of several formats at once', async () => {
    const files = await inspected('samples/labels.npy', 'samples/probabilities.npz', 'samples/images.npy');
    assert.deepEqual(
      files.map(({ format }) => format),
      ['npy', 'npz', 'npy'],
    );
    assert.deepEqual(
      files.map(({ tensors: [first] }) => [first?.dtype, first?.shape]),
      [
        ['int64', [2000]],
        ['float32', [2000, 10]],
        ['uint8', [2000, 784]],
      ],
    );
  });

  it('computes statistics of the stored values', async () => {
    const [labels, probabilities] = await inspected(
      '--stats',
      'samples/labels.npy',
      'samples/probabilities.npz',
    );
    const [tensor] = labels?.tensors ?? [];
    assert.deepEqual([tensor?.min, tensor?.max, tensor?.first.length], [0, 9, 3]);
    assert.equal(tensor?.mean, (tensor?.sum ?? NaN) / 2000);
    for (const { sum, min, max } of probabilities?.tensors ?? []) {
      assert.ok(Math.abs((sum ?? NaN) - 2000) < 1e-3 && (min ?? -1) >= 0 && (max ?? 2) <= 1);
    }
  });

  it('agrees with what NumPy and the safetensors library wrote, sums and first values too', async () => {
    interface Written {
      readonly file: string;
      readonly tensors: readonly {
        name: string;
        shape: number[];
        first3: (number | string)[];
        sum_f64?: unknown;
      }[];
    }
    const folder = 'test/goldens/files';
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as readonly Written[];
    const readable = manifest.filter(({ file }) => !file.startsWith('reject'));
    const files = await inspected('--stats', ...readable.map(({ file }) => join(folder, file)));
    readable.forEach(({ file, tensors }, i) => {
      tensors.forEach(({ name, shape, first3, sum_f64: sum }) => {
        // The names of Keras layers are told without what says nothing.
        const told = file.startsWith('keras') ? name.replace(/^(\w+)\/\1\/(\w+):0$/, '$1/$2') : name;
        const found = files[i]?.tensors.find((t) => tensors.length === 1 || t.name === told);
        assert.deepEqual(found?.shape, shape, `${file} ${name}`);
        // JSON has no negative zero.
        const positive = (values: readonly unknown[]) => values.map((value) => Number(value) + 0);
        assert.deepEqual(positive(found.first), positive(first3), `${file} ${name}`);
        if (typeof sum !== 'number' || found.sum === null) return;
        assert.ok(
          Math.abs(found.sum - sum) <= 1e-9 * Math.max(1, Math.abs(sum)),
          `${file} ${name}: ${found.sum}`,
        );
      });
    });
    assert.ok(readable.length >= 8);
  });

  it('prints a table for people', async () => {
    const text = await answer('inspect', 'samples/seed0/step-1000.safetensors');
    assert.match(
      text,
      /^samples\/seed0\/step-1000\.safetensors: safetensors, 6 tensors, 52650 values, \d+ bytes$/m,
    );
    assert.match(text, /^ {2}test_accuracy = 0\.9\d+$/m);
    assert.match(text, /^layer1\.weight +float32 +64 x 784$/m);
  });

  it('refuses what is no model file in one sentence that names it', async () => {
    const file = (name: string, content: string | Buffer): string => {
      writeFileSync(join(scratch, name), content);
      return join(scratch, name);
    };
    const cut = readFileSync('samples/seed0/step-1000.safetensors').subarray(0, 1000);
    for (const path of [
      join(scratch, 'absent.npy'),
      scratch,
      file('empty.safetensors', ''),
      file('text.npy', 'these are not the numbers you want'),
      file('cut.safetensors', cut),
      'test/goldens/files/reject_object.npy',
    ]) {
      assert.ok((await refusal('inspect', path)).includes(path), path);
    }
  });

  it('prints nothing of the good files when one is bad', async () => {
    assert.match(await refusal('inspect', 'samples/labels.npy', 'samples/absent.npy'), /absent\.npy/);
  });

  it('follows a link to a file, as caches of model hubs are full of them', async () => {
    const link = join(scratch, 'link.npy');
    symlinkSync(join(process.cwd(), 'samples/labels.npy'), link);
    assert.deepEqual((await inspected(link))[0]?.tensors[0]?.shape, [2000]);
  });
});
