import assert from 'node:assert/strict';
import { float16Table } from '../../../../server/tensors/decode';
import { halfOf } from '../../../../server/runtimes/onnx/half';

describe('float16 numbers', () => {
  const table = float16Table();

  it('are found again from the number each stands for', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = table[bits] ?? NaN;
      if (!Number.isNaN(value)) assert.equal(halfOf(value), bits, String(value));
    }
  });

  it('are the nearest to the numbers between them, the even one of two', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low = NaN, high = NaN] = [table[bits], table[bits + 1]];
      const gap = high - low;
      assert.equal(halfOf(low + 0.49 * gap), bits);
      assert.equal(halfOf(low + 0.51 * gap), bits + 1);
      assert.equal(halfOf(low + 0.5 * gap), bits % 2 === 0 ? bits : bits + 1);
    }
  });

  it('are infinite from where rounding leads there', () => {
    assert.equal(halfOf(65519.99), 0x7bff);
    assert.equal(halfOf(65520), 0x7c00);
    assert.equal(halfOf(-1e9), 0xfc00);
    assert.equal(halfOf(NaN), 0x7e00);
  });
});
