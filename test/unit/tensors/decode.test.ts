import assert from 'node:assert/strict';
import { decode, elementBytes, isDType } from '../../../server/tensors/decode';
import { dtypes, type DType } from '../../../server/tensors/dtype';

const bytesOf = (array: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength).slice();

/** Typed arrays of the same values as the element types JavaScript has too. */
const natives: readonly (readonly [DType, ArrayBufferView<ArrayBuffer>, readonly number[]])[] = [
  ['float64', Float64Array.of(0.1, -0, Infinity, 5e-324), [0.1, -0, Infinity, 5e-324]],
  ['float32', Float32Array.of(0.5, -1e-45, 3e38), [0.5, Math.fround(-1e-45), Math.fround(3e38)]],
  ['int32', Int32Array.of(-(2 ** 31), 2 ** 31 - 1), [-(2 ** 31), 2 ** 31 - 1]],
  ['uint32', Uint32Array.of(0, 2 ** 32 - 1), [0, 2 ** 32 - 1]],
  ['int16', Int16Array.of(-32768, 32767), [-32768, 32767]],
  ['uint16', Uint16Array.of(0, 65535), [0, 65535]],
  ['int8', Int8Array.of(-128, 127), [-128, 127]],
  ['uint8', Uint8Array.of(0, 255), [0, 255]],
  ['bool', Uint8Array.of(0, 1, 2, 255), [0, 1, 1, 1]],
  [
    'int64',
    BigInt64Array.of(-(2n ** 63n), -1n, 2n ** 53n + 1n, 2n ** 53n + 3n),
    [-(2 ** 63), -1, 2 ** 53, 2 ** 53 + 4],
  ],
  ['uint64', BigUint64Array.of(2n ** 64n - 1n, 2n ** 32n, 7n), [2 ** 64, 2 ** 32, 7]],
];

describe('decode', () => {
  for (const [dtype, array, values] of natives) {
    it(`reads ${dtype} in both byte orders`, () => {
      assert.deepEqual([...decode(dtype, bytesOf(array))], values);
      const size = elementBytes[dtype];
      const swapped = bytesOf(array);
      for (let i = 0; i < swapped.length; i += size) swapped.subarray(i, i + size).reverse();
      assert.deepEqual([...decode(dtype, swapped, false)], values);
    });

    it(`reads ${dtype} at any alignment`, () => {
      const shifted = new Uint8Array(array.byteLength + 1);
      shifted.set(bytesOf(array), 1);
      assert.deepEqual([...decode(dtype, shifted.subarray(1))], values);
    });
  }

  it('reads all 65,536 float16 values as their definition says', () => {
    const values = decode('float16', bytesOf(new Uint16Array(65_536).map((_, code) => code)));
    for (let code = 0; code < 65_536; code++) {
      const exponent = (code >> 10) & 31;
      const fraction = (code & 1023) / 1024;
      const magnitude = exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
      const special = fraction === 0 ? Infinity : NaN;
      const expected = (code >> 15 === 1 ? -1 : 1) * (exponent === 31 ? special : magnitude);
      assert.ok(Object.is(values[code], expected), `code ${code}: ${values[code] ?? ''} for ${expected}`);
    }
  });

  it('reads bfloat16 as the upper half of a float32', () => {
    const codes = Uint16Array.of(0x3f80, 0xc020, 0x0001, 0x7f80, 0x8000);
    assert.deepEqual([...decode('bfloat16', bytesOf(codes))], [1, -2.5, 2 ** -133, Infinity, -0]);
    assert.ok(Number.isNaN(decode('bfloat16', bytesOf(Uint16Array.of(0x7fc0)))[0]));
  });

  it('takes float32 and float64 without copying them', () => {
    const bytes = bytesOf(Float32Array.of(1, 2));
    assert.equal(decode('float32', bytes).buffer, bytes.buffer);
  });

  it('decodes to float32 exactly the types it holds exactly', () => {
    const wide = dtypes.filter((dtype) => decode(dtype, new Uint8Array(8)) instanceof Float64Array);
    assert.deepEqual(wide, ['float64', 'int64', 'int32', 'uint64', 'uint32']);
  });

  it('refuses bytes that are no whole elements', () => {
    assert.throws(() => decode('float32', new Uint8Array(5)), RangeError);
  });

  it('knows the names of element types and no others', () => {
    assert.ok(dtypes.every(isDType));
    assert.equal(isDType('constructor'), false);
    assert.equal(isDType('F32'), false);
  });
});
