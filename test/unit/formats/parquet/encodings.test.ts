import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRuns } from '../../../../server/formats/parquet/bits';
import { readDeltas } from '../../../../server/formats/parquet/delta';

/** Numbers of `width` bits side by side, the lowest bit first; filled up to whole bytes. */
function packed(width: number, values: readonly bigint[]): number[] {
  let all = 0n;
  for (const [i, value] of values.entries()) all |= value << BigInt(i * width);
  return Array.from({ length: Math.ceil((values.length * width) / 8) }, (_, i) =>
    Number((all >> BigInt(8 * i)) & 255n),
  );
}

function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}

function zigzag(value: bigint): number[] {
  return varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
}

const signed = (low = 0, high = 0): bigint => BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));

describe('numbers in runs', () => {
  it('are read whatever their width, one several times or side by side', () => {
    const cases = fc
      .integer({ min: 1, max: 32 })
      .chain((width) =>
        fc.tuple(
          fc.constant(width),
          fc.array(fc.bigInt(0n, 2n ** BigInt(width) - 1n), { minLength: 8, maxLength: 8 }),
        ),
      );
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 20 }), ([width, values], times) => {
        const [first = 0n] = values;
        const bytes = [2 * times, ...packed(8 * Math.ceil(width / 8), [first]), 3, ...packed(width, values)];
        const target = new Uint32Array(times + 8);
        assert.ok(readRuns(Uint8Array.from(bytes), width, target));
        assert.deepEqual(
          [...target],
          [...new Array<number>(times).fill(Number(first)), ...values.map(Number)],
        );
      }),
    );
  });

  it('are all 0 where they have no bits', () => {
    const target = new Uint8Array([1, 2]);
    assert.ok(readRuns(new Uint8Array(0), 0, target));
    assert.deepEqual([...target], [0, 0]);
  });

  it('are refused where bytes end before', () => {
    for (const bytes of [[], [0x80], [4], [4, 1], [3], [3, 0], [5, 0x11, 0x11]])
      assert.equal(readRuns(Uint8Array.from(bytes), 9, new Uint8Array(16)), false, bytes.join());
  });

  it('may lack the end of the last eight', () => {
    const target = new Uint8Array(3);
    assert.ok(readRuns(Uint8Array.of(3, 0xe4), 2, target));
    assert.deepEqual([...target], [0, 1, 2]);
  });
});

describe('numbers as differences', () => {
  /** Blocks of 128 in 4 parts, each with the width it needs. */
  function encoded(values: readonly bigint[]): number[] {
    const bytes = [
      ...varint(128n),
      ...varint(4n),
      ...varint(BigInt(values.length)),
      ...zigzag(values[0] ?? 0n),
    ];
    const steps = values.slice(1).map((value, i) => BigInt.asIntN(64, value - (values[i] ?? 0n)));
    for (let at = 0; at < steps.length; at += 128) {
      const block = steps.slice(at, at + 128);
      const least = block.reduce((a, b) => (b < a ? b : a));
      const parts = [0, 32, 64, 96].map((from) =>
        block.slice(from, from + 32).map((step) => BigInt.asUintN(64, step - least)),
      );
      const widths = parts.map((part) =>
        part.reduce((most, step) => Math.max(most, step.toString(2).length), 0),
      );
      bytes.push(...zigzag(least), ...widths);
      for (const [i, part] of parts.entries())
        if (part.length > 0)
          bytes.push(...packed(widths[i] ?? 0, [...part, ...new Array<bigint>(32 - part.length).fill(0n)]));
    }
    return bytes;
  }

  it('come back exactly, also where sums wrap around', () => {
    const values = fc.array(fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.bigInt(-9n, 9n)), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (all) => {
        const bytes = Uint8Array.from([...encoded(all), 7]);
        const found = readDeltas(bytes, all.length);
        assert.ok(found);
        const { words, next } = found;
        assert.deepEqual(
          all.map((_, i) => signed(words[2 * i], words[2 * i + 1])),
          all,
        );
        assert.equal(next, bytes.length - 1);
      }),
    );
  });

  it('are refused where bytes end before, or another number of them is there', () => {
    const bytes = Uint8Array.from(encoded(Array.from({ length: 193 }, (_, i) => BigInt(i * i))));
    assert.equal(readDeltas(bytes, 192), undefined);
    for (let end = 0; end < bytes.length; end += 7)
      assert.equal(readDeltas(bytes.subarray(0, end), 193), undefined);
  });
});
