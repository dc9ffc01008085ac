import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { ModelFile } from '../../server/formats/format';
import { represent } from '../../server/tensors/represent';
import { computeStatistics } from '../../server/tensors/statistics';
import { elementCount } from '../../server/tensors/storedTensor';

interface GoldenTensor {
  readonly name: string;
  /** In the words of the format. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly order?: 'C' | 'F';
  /** The first three values row by row. */
  readonly first3: readonly (number | string)[];
  readonly sum_f64: number | string;
}

interface GoldenFile {
  readonly file: string;
  readonly writer: string;
  readonly bytes: number;
  readonly tensors: readonly GoldenTensor[];
}

const folder = join(import.meta.dirname, 'files');
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as readonly GoldenFile[];

const dtypes = new Map([
  ['F32', 'float32'],
  ['BF16', 'bfloat16'],
  ['<f4', 'float32'],
  ['<f2', 'float16'],
  ['>f8', 'float64'],
  ['|u1', 'uint8'],
  ['|i1', 'int8'],
  ['<i8', 'int64'],
  ['text', 'float64'],
]);

async function withFile(golden: GoldenFile, use: (file: ModelFile) => Promise<void>): Promise<void> {
  const file = await openModel(join(folder, golden.file));
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

describe('golden files', () => {
  for (const golden of manifest) {
    if (golden.tensors.length === 0) {
      it(`refuses ${golden.file}, whose objects NumPy would have to unpickle`, async () => {
        await assert.rejects(openModel(join(folder, golden.file)), {
          name: 'BadInput',
          message: /Python objects/,
        });
      });
      continue;
    }

    it(`reads ${golden.file} as ${golden.writer} wrote it`, () =>
      withFile(golden, async (file) => {
        assert.equal(file.bytes, golden.bytes);
        assert.deepEqual(
          file.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
          inOurWords(golden).map(({ name, dtype, shape }) => ({
            name,
            dtype: dtypes.get(dtype) ?? dtype,
            shape,
          })),
        );
        for (const [i, tensor] of file.tensors.entries()) {
          const wanted = inOurWords(golden)[i];
          assert.ok(wanted);
          assert.equal(tensor.order, wanted.order ?? 'C');
          const statistics = await computeStatistics(file, tensor);
          assert.deepEqual(statistics.first, wanted.first3);
          if (elementCount(tensor) === 0) assert.equal(statistics.sum, null);
          else if (typeof wanted.sum_f64 === 'number') assertClose(statistics.sum, wanted.sum_f64);
          else assert.ok(statistics.infinite > 0);
        }
      }));
  }

  it('gives the same matrix whatever order, byte order and compression the values are stored in', async () => {
    const matrixOf = async (name: string): Promise<number[]> => {
      const golden = manifest.find((entry) => entry.file === name);
      assert.ok(golden);
      let values: number[] = [];
      await withFile(golden, async (file) => {
        assert.ok(file.tensors[0]);
        values = [...(await represent(file, file.tensors[0])).values.data];
      });
      return values;
    };
    const reference = await matrixOf('h1_c.npy');
    assert.deepEqual(await matrixOf('h1_fortran_be_f8.npy'), reference);
    assert.deepEqual(await matrixOf('a_acts_deflate.npz'), reference);
  });

  it('counts every kind of special float16 value', async () => {
    const golden = manifest.find((entry) => entry.file === 'special_f2.npy');
    assert.ok(golden);
    await withFile(golden, async (file) => {
      assert.ok(file.tensors[0]);
      const { count, zeros, infinite, notANumber } = await computeStatistics(file, file.tensors[0]);
      assert.deepEqual(
        { count, zeros, infinite, notANumber },
        { count: 7, zeros: 2, infinite: 2, notANumber: 0 },
      );
      await assert.rejects(represent(file, file.tensors[0]), {
        name: 'BadInput',
        message: /holds Infinity in row 2/,
      });
    });
  });
});

/** The tensors by the names and in the order we give them. */
function inOurWords({ file, tensors }: GoldenFile): readonly GoldenTensor[] {
  // An npy file has no name for its array, nor a table for its columns; we give them one.
  const unnamed = file.endsWith('.csv') ? 'values' : 'array';
  if (!file.startsWith('keras')) return tensors.map((one) => ({ ...one, name: one.name || unnamed }));
  // Of each layer `dense/dense/bias:0` before the kernel, by name; Keras itself lists the kernel first.
  const named = tensors.map((one) => ({ ...one, name: one.name.replace(/^(\w+)\/\1\/(\w+):0$/, '$1/$2') }));
  return named.map((one, i) => named[i % 2 === 0 ? i + 1 : i - 1] ?? one);
}

function assertClose(actual: number | null, expected: number): void {
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= 1e-12 * Math.abs(expected),
    `${actual} for ${expected}`,
  );
}
