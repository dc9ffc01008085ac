import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bytes } from '../../server/formats/bytes';
import { openModel } from '../../server/formats/catalogue';
import type { ModelFile, StoredTensor } from '../../server/formats/format';
import { wholeFile } from '../../server/formats/hdf5';
import { Opened } from '../../server/formats/hdf5/opened';
import { Paged } from '../../server/formats/hdf5/paged';
import { Piecewise } from '../../server/formats/hdf5/piecewise';
import { isDType } from '../../server/tensors/decode';
import type { Values } from '../../server/tensors/dtype';
import { elementCount } from '../../server/tensors/storedTensor';
import { seeded } from '../corpus/mutate';
import { writtenByPython } from './byPython';

interface Written {
  readonly h5py: string;
  readonly hdf5: string;
  readonly files: readonly {
    readonly file: string;
    readonly datasets: readonly {
      readonly name: string;
      /** Bytes of float64, in base64. */
      readonly values?: string;
      readonly texts?: readonly string[];
    }[];
  }[];
}

/** Where the whole is larger, that many ranges of it are compared too. */
const ranges = 5;
const mostByLibrary = 10_000;
const random = seeded(2026);

/** All bits of values. */
function bitsOf(values: Values): Buffer {
  return Buffer.from(Float64Array.from(values).buffer);
}

async function compare(file: ModelFile, tensor: StoredTensor, wanted: Buffer, what: string): Promise<void> {
  const count = elementCount(tensor);
  assert.ok(bitsOf(await file.read(tensor, 0, count)).equals(wanted), what);
  for (let i = 0; i < ranges; i++) {
    const first = Math.floor(random() * count);
    const some = Math.floor(random() * Math.min(1000, count - first));
    const piece = wanted.subarray(8 * first, 8 * (first + some));
    assert.ok(bitsOf(await file.read(tensor, first, some)).equals(piece), `${what}: ${first} + ${some}`);
  }
}

describe('files h5py writes here', function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-h5py-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let written: Written | undefined;
  before(() => (written = writtenByPython('writeHdf5.py', folder) as Written | undefined));

  it('read to the last bit as it has them (skipped where python3 has no h5py)', async function () {
    if (written === undefined) return this.skip();
    for (const { file: name, datasets } of written.files) {
      const file = await openModel(join(folder, name));
      try {
        assert.deepEqual(file.warnings, [], name);
        const named = new Map(file.tensors.map((tensor) => [tensor.name, tensor]));
        for (const { name: dataset, values, texts } of datasets) {
          const tensor = named.get(dataset);
          assert.ok(tensor, `${name} ${dataset}`);
          if (texts !== undefined)
            assert.deepEqual(await file.texts?.get(tensor)?.(0, texts.length), texts, `${name} ${dataset}`);
          if (values !== undefined)
            await compare(file, tensor, Buffer.from(values, 'base64'), `${name} ${dataset}`);
        }
      } finally {
        await file.close();
      }
    }
  });

  it('read to the last bit as the library reads them, which lacks lzf (skipped where python3 has no h5py)', async function () {
    if (written === undefined) return this.skip();
    for (const { file: name } of written.files) {
      const file = await openModel(join(folder, name));
      const bytes = await Bytes.open(file.path);
      const opened = new Opened(new Paged(wholeFile(bytes)));
      try {
        for (const tensor of file.tensors) {
          const { dtype, shape } = tensor;
          if (!isDType(dtype) || tensor.name.endsWith('lzf')) continue;
          const count = elementCount(tensor);
          // Of very many chunks the library takes its time.
          if (count > mostByLibrary) continue;
          const byLibrary = await new Piecewise(opened, `/${tensor.name}`, dtype, shape).read(0, count);
          await compare(file, tensor, bitsOf(byLibrary), `${name} ${tensor.name}`);
        }
      } finally {
        opened.release();
        await bytes.close();
        await file.close();
      }
    }
  });
});
