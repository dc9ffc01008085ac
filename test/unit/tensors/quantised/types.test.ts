import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSingle } from '../../../../server/tensors/decode';
import { dtypes, quantisedTypes } from '../../../../server/tensors/dtype';
import { quantisations } from '../../../../server/tensors/quantised/types';

/**
 * Two blocks of random bytes for each type and the bits of the values that `gguf.quants.dequantize` of the Python
 * package gguf 0.19.0 makes of them, both in hexadecimal. The scales are finite.
 */
const goldens = JSON.parse(readFileSync(join(import.meta.dirname, 'gguf-0.19.0.json'), 'utf8')) as Readonly<
  Record<string, { readonly blocks: string; readonly bits: string }>
>;

/** Where the numbers wider than a byte are in a block, and how many bytes each has. */
const wide: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  Q4_0: [[0, 2]],
  Q4_1: [
    [0, 2],
    [2, 2],
  ],
  Q5_0: [
    [0, 2],
    [2, 4],
  ],
  Q5_1: [
    [0, 2],
    [2, 2],
    [4, 4],
  ],
  Q8_0: [[0, 2]],
  Q2_K: [
    [80, 2],
    [82, 2],
  ],
  Q3_K: [[108, 2]],
  Q4_K: [
    [0, 2],
    [2, 2],
  ],
  Q5_K: [
    [0, 2],
    [2, 2],
  ],
  Q6_K: [[208, 2]],
};

describe('quantised types', () => {
  for (const name of quantisedTypes) {
    const { elements, bytes, decode } = quantisations[name];
    const golden = goldens[name];
    assert.ok(golden);
    const blocks = Buffer.from(golden.blocks, 'hex');
    const decoded = (from: Uint8Array, littleEndian: boolean): string => {
      const values = new Float32Array((from.length / bytes) * elements);
      decode(from, values, littleEndian);
      return Buffer.from(values.buffer).toString('hex');
    };

    it(`decodes ${name} bit for bit as the reference does`, () => {
      assert.equal(blocks.length, 2 * bytes);
      assert.equal(decoded(blocks, true), golden.bits);
    });

    it(`decodes ${name} of the other byte order`, () => {
      const swapped = Buffer.from(blocks);
      for (const block of [0, bytes]) {
        for (const [at, width] of wide[name] ?? [])
          swapped.subarray(block + at, block + at + width).reverse();
      }
      assert.notDeepEqual(swapped, blocks);
      assert.equal(decoded(swapped, false), golden.bits);
    });
  }

  it('passes infinite and undefined scales on', () => {
    const block = Buffer.alloc(34, 1);
    const values = new Float32Array(32);
    block.writeUInt16LE(0x7c00, 0);
    quantisations.Q8_0.decode(block, values, true);
    assert.equal(values[31], Infinity);
    block.writeUInt16LE(0x7e00, 0);
    quantisations.Q8_0.decode(block, values, true);
    assert.equal(values[31], NaN);
  });
});

describe('isSingle', () => {
  it('is true of what is decoded to float32', () => {
    const wideTypes = ['float64', 'int64', 'int32', 'uint64', 'uint32'];
    assert.deepEqual(
      dtypes.filter((dtype) => !isSingle(dtype)),
      wideTypes,
    );
    assert.ok(quantisedTypes.every(isSingle));
  });

  it('is false of words that name no type', () => {
    assert.deepEqual(['Q9', 'constructor', ''].filter(isSingle), []);
  });
});
