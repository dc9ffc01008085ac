import assert from 'node:assert/strict';
import { BadInput } from '../../server/tensors/badInput';
import { elementCount } from '../../server/tensors/storedTensor';
import { Folder } from './folder';
import { companions, originals } from './originals/catalogue';

/** A small generator of reproducible numbers in [0, 1): mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that mean something to a parser are more telling than any. */
const telling = [...Buffer.from('{}[]()",:\'\\0123456789-eTFOV<>|PK\x01\x02\x05\x06\0\xff', 'latin1')];

/** Changes, cuts out, doubles or appends some bytes. */
function mutate(original: Buffer, random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  let bytes = Buffer.from(original);
  for (let change = below(6); change >= 0; change--) {
    const at = below(bytes.length + 1);
    const length = below(8);
    const kind = random();
    if (kind < 0.7 && at < bytes.length)
      bytes[at] = random() < 0.5 ? (telling[below(telling.length)] ?? 0) : below(256);
    else if (kind < 0.8) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else if (kind < 0.9) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    else if (kind < 0.95) bytes = Buffer.from(bytes.subarray(0, at));
    else bytes = Buffer.concat([bytes, Buffer.alloc(length, 0x50)]);
  }
  return bytes;
}

/** Each HDF5 file is opened in an instance of the library of its own, which takes its time to make. */
const mutantsOf = (name: string): number => (/\.(h5|keras)$/.test(name) ? 200 : 300);
const mostRead = 2 ** 20;

describe('corpus: mutants', function () {
  this.timeout(120_000);
  const folder = new Folder();
  before(() => {
    for (const [name, content] of companions) folder.write(name, content);
  });

  for (const [name, original] of originals) {
    const mutants = mutantsOf(name);
    it(`opens or refuses ${mutants} mutants of ${name} with a sentence`, async () => {
      const random = seeded(2026);
      let refused = 0;
      for (let i = 0; i < mutants; i++) {
        const bytes = mutate(original, random);
        try {
          const file = await folder.openBytes(name, bytes);
          for (const tensor of file.tensors) {
            if (tensor.unreadable !== undefined) continue;
            const count = Math.min(elementCount(tensor), mostRead);
            const values = await file.read(tensor, 0, count);
            assert.equal(values.length, count);
          }
          const { ids } = file;
          if (ids !== undefined) assert.equal((await ids.read(0, ids.count)).length, ids.count);
        } catch (error) {
          if (!(error instanceof BadInput))
            throw new Error(`mutant ${i}: ${bytes.toString('hex')}`, { cause: error });
          assert.match(error.message, /^[^\n]{10,500}\.$/, `mutant ${i}`);
          refused++;
        }
      }
      assert.ok(refused > 0 && refused < mutants, `${refused} refused`);
    });
  }
});
