import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { ModelFile } from '../../server/formats/format';
import { named } from '../unit/formats/hdf5/named';

/** Which datasets a version of the format lists in which way; by h5py 3.7 with HDF5 1.10.8, the last by 3.16 with 2.0.0. */
const versions = ['earliest', 'v108', 'v110', 'v200'];
const hasNewLists = (version: string): boolean => version === 'v110' || version === 'v200';

/** All have 3 i - 7 as their element i, as far as their type has it. */
const shapes = {
  one: [4, 3],
  fixed: [7, 5],
  'fixed, may grow': [7, 5],
  'grows first': [9, 5, 2],
  'grows last': [5, 2, 9],
  'grows both': [30, 8],
  'grows both, plain': [6, 4],
  early: [6, 3],
  header: [2, 3],
  /** By the library: its filter is scale-offset. */
  scaled: [8, 5],
};

function numbers(count: number, modulus = Infinity): number[] {
  return Array.from({ length: count }, (_, i) => {
    const value = 3 * i - 7;
    return value < 0 && Number.isFinite(modulus) ? value + modulus : value;
  });
}

async function assertReads(file: ModelFile, name: string, shape: readonly number[]): Promise<void> {
  const tensor = named(file, name);
  assert.deepEqual(tensor.shape, shape, name);
  const wanted = numbers(
    shape.reduce((product, length) => product * length, 1),
    tensor.dtype === 'uint16' ? 2 ** 16 : Infinity,
  );
  assert.deepEqual([...(await file.read(tensor, 0, wanted.length))], wanted, name);
  for (let first = 0; first < wanted.length; first += 5)
    assert.deepEqual([...(await file.read(tensor, first, 1))], wanted.slice(first, first + 1), name);
}

describe('golden HDF5 files in chunks', function () {
  this.timeout(20_000);

  for (const version of versions) {
    describe(`of version ${version}`, () => {
      let file: ModelFile;
      before(async () => {
        file = await openModel(join(import.meta.dirname, 'files', `chunks_${version}.h5`));
      });
      after(() => file.close());

      for (const [name, shape] of Object.entries(shapes))
        it(`have all elements of "${name}"`, () => assertReads(file, name, shape));

      it('have the value of what was never written', async () => {
        assert.deepEqual([...(await file.read(named(file, 'nowhere'), 1, 5))], [2.5, 2.5, 2.5, 2.5, 2.5]);
      });

      it('have texts of both kinds', async () => {
        const words = Array.from({ length: 9 }, (_, i) => `word ${i}`);
        for (const name of ['words', 'long words'])
          assert.deepEqual(await file.texts?.get(named(file, name))?.(0, 9), words, name);
      });

      if (hasNewLists(version)) {
        it('have chunks at the edge that no filter was applied to', () =>
          assertReads(file, 'plain edges', [5, 7]));
      }

      if (version === 'v110') {
        it('have lists of chunks in pages, of which some were never written', async () => {
          const lists = {
            pages: [0, 1500, 2999],
            'growing pages': [0, 3, 5, 200, 5000, 131_069, 150_000, 199_999],
          };
          for (const [name, written] of Object.entries(lists)) {
            const tensor = named(file, name);
            const [length = 0] = tensor.shape;
            const wanted = new Array<number>(length).fill(9);
            for (const at of written) wanted[at] = at % 251;
            const read = await file.read(tensor, 0, length);
            assert.deepEqual(
              [...read].filter((value, i) => value !== wanted[i]),
              [],
              name,
            );
            for (const at of written)
              assert.deepEqual([...(await file.read(tensor, at, 1))], [at % 251], name);
          }
        });
      }
    });
  }
});
