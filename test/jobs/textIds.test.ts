import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hdf5File, types } from '../corpus/hdf5Writer';
import { float32s, npyOf, zipFile } from '../corpus/writers';
import { closeJobs, noise, realJobs, scratch } from './setup';
import { counted, nameOf, notesOf, rows, scoresOf, shuffled, table, valuesOf, width } from './tables';

/** The activations of a model for instances in an order, and their names as texts of 6 bytes. */
function stored(model: number, order: readonly number[]): { values: Buffer; names: Buffer } {
  const { values } = noise([rows, width], model);
  const numbers = order.flatMap((i) => [...values.subarray(i * width, (i + 1) * width)].map(Number));
  const names = Buffer.alloc(6 * order.length);
  order.forEach((instance, at) => names.write(nameOf(instance), 6 * at));
  return { values: float32s(...numbers), names };
}

/** Texts of bytes as UTF-32. */
function wide(names: Buffer): Buffer {
  return Buffer.from(Uint32Array.from(names).buffer);
}

describe('Ids that are texts', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('of arrays of NumPy and of HDF5 are joined with those of a table', async () => {
    const folder = scratch();
    const jobs = await realJobs();
    const x = table(join(folder, 'x.csv'), 1, counted(rows));
    const expected = valuesOf(await scoresOf(jobs, x, table(join(folder, 'y.csv'), 2, counted(rows))));
    const { values, names } = stored(2, shuffled(5));
    const npz = (list: Buffer): Buffer =>
      zipFile([
        { name: 'values.npy', data: npyOf('<f4', [rows, width], values) },
        { name: 'sample_ids.npy', data: list },
      ]);
    const files: readonly (readonly [string, Buffer])[] = [
      ['wide.npz', npz(npyOf('<U6', [rows], wide(names)))],
      ['bytes.npz', npz(npyOf('|S6', [rows], names))],
      [
        'a.h5',
        hdf5File({
          values: { type: types.float32, shape: [rows, width], data: values },
          ids: { type: types.text(6), shape: [rows], data: names },
        }),
      ],
    ];
    for (const [name, bytes] of files) {
      const y = join(folder, name);
      writeFileSync(y, bytes);
      const found = await scoresOf(jobs, x, y);
      assert.deepEqual(valuesOf(found), expected, name);
      assert.deepEqual(notesOf(found), ['Joined by id: all 40 rows, which stand in another order.']);
    }
    const beside = join(folder, 'names.npy');
    writeFileSync(beside, npyOf('<U6', [rows], wide(names)));
    const y = join(folder, 'plain.npy');
    writeFileSync(y, npyOf('<f4', [rows, width], values));
    const found = await scoresOf(jobs, x, y, { ids: [`${x}:id`, beside] }, 'array');
    assert.deepEqual(valuesOf(found), expected);
  });
});
