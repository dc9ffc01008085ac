import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { ModelFile, StoredTensor } from '../../server/formats/format';
import { elementCount } from '../../server/tensors/storedTensor';
import { writtenByPython } from './byPython';

interface Written {
  readonly torch: string;
  readonly files: readonly {
    readonly file: string;
    readonly tensors: readonly {
      readonly name: string;
      readonly dtype: string;
      readonly shape: readonly number[];
      /** Row by row; numbers that JSON does not have as text. */
      readonly values: readonly (number | string)[];
    }[];
  }[];
}

/** All values row by row, whatever order they are stored in. */
async function rowByRow(file: ModelFile, tensor: StoredTensor): Promise<number[]> {
  const stored = await file.read(tensor, 0, elementCount(tensor));
  const { shape, order } = tensor;
  if (order === 'C') return [...stored];
  return Array.from(stored, (_, element) => {
    let rest = element;
    let position = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      position += (rest % length) * elementCount({ shape: shape.slice(0, axis) });
      rest = Math.floor(rest / length);
    }
    return stored[position] ?? NaN;
  });
}

describe('files PyTorch writes here', function () {
  // Most of the time goes into loading PyTorch.
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-torch-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('read to the last bit as it has them (skipped where python3 has no PyTorch)', async function () {
    const written = writtenByPython('writeTorch.py', folder) as Written | undefined;
    if (written === undefined) return this.skip();
    for (const { file: name, tensors } of written.files) {
      const file = await openModel(join(folder, name));
      try {
        assert.deepEqual(
          file.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
          tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
          name,
        );
        for (const [i, tensor] of file.tensors.entries()) {
          const expected = tensors[i]?.values.map((value) =>
            typeof value === 'number' ? value : Number(value.replace('inf', 'Infinity')),
          );
          assert.deepEqual(await rowByRow(file, tensor), expected, `${name} ${tensor.name}`);
        }
      } finally {
        await file.close();
      }
    }
  });
});
