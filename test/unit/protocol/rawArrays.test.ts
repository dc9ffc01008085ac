import assert from 'node:assert/strict';
import {
  fitRaw,
  parseRaw,
  proposedShapes,
  type RawArray,
  rawShape,
  rawText,
  rawType,
  rawTypes,
} from '../../../server/protocol';
import { elementBytes, isDType } from '../../../server/tensors/decode';

function parsed(text: string): RawArray {
  const array = parseRaw(text);
  if (typeof array === 'string') assert.fail(array);
  return array;
}

describe('descriptions of bare numbers', () => {
  it('name types that can be decoded, of their sizes', () => {
    for (const [dtype, bytes] of rawTypes) {
      assert.ok(isDType(dtype));
      assert.equal(elementBytes[dtype], bytes);
    }
  });

  it('know types by the names of NumPy and PyTorch', () => {
    for (const [word, dtype] of [
      ['float32', 'float32'],
      ['f4', 'float32'],
      ['torch.bfloat16', 'bfloat16'],
      ['np.int8', 'int8'],
      ['half', 'float16'],
      ['Double', 'float64'],
      ['u2', 'uint16'],
      ['b1', 'bool'],
      ['?', 'bool'],
    ] as const)
      assert.deepEqual(rawType(word), { dtype }, word);
    assert.deepEqual(rawType('<f4'), { dtype: 'float32', littleEndian: true });
    assert.deepEqual(rawType('>i8'), { dtype: 'int64', littleEndian: false });
    for (const word of ['', 'f3', 'c8', 'U4', 'float', 'floats', 'constructor', '__proto__', 'b8'])
      assert.equal(rawType(word)?.dtype, word === 'float' ? 'float32' : undefined, word);
  });

  it('are read as they are written', () => {
    for (const [text, same] of [
      ['float32 1000x768', 'float32 1000x768'],
      ['<f4[1000, 768]', 'float32 1000x768'],
      ['>f2 (10,)', 'float16 10 big'],
      ['int64 3 × 4 x 5', 'int64 3x4x5'],
      ['float32,1000x768,offset=128,big,F', 'float32 1000x768 offset 128 big F'],
      ['bfloat16 ?x768 fortran offset 3', 'bfloat16 ?x768 offset 3 F'],
      ['uint8', 'uint8 ?'],
      ['float32 -1x5 little C', 'float32 ?x5'],
    ] as const) {
      assert.equal(rawText(parsed(text)), same, text);
      assert.deepEqual(parsed(same), parsed(text));
    }
  });

  it('are refused with a sentence', () => {
    for (const [text, says] of [
      ['flot32 3', /^"flot32" is no element type: write it like float32 1000x768, with one of float32, /],
      ['float32 ax3', /^"ax3" is not understood: /],
      ['float32 3x', /^A shape is written like 1000x768\.$/],
      ['float32 3xy', /^"y" is no length of an axis: /],
      ['float32 ?x?', /^Only one axis can follow from the size\.$/],
      ['float32 3 4', /^"4" is not understood: /],
      [`float32 ${'2x'.repeat(40)}2`, /^A shape has at most 32 axes\.$/],
      ['float32 3 offset', /^"offset=" is not understood: /],
    ] as const) {
      const found = parseRaw(text);
      if (typeof found !== 'string') assert.fail(text);
      assert.match(found, says);
    }
    assert.equal(
      rawShape('3, 99999999999999999'),
      '"99999999999999999" is no length of an axis: a shape is written like 1000x768, ? for an axis that follows from the size.',
    );
  });

  it('fit a file of the size, or say why not', () => {
    assert.deepEqual(fitRaw(parsed('float32 ?x3 offset 8'), 8 + 24), [2, 3]);
    assert.deepEqual(fitRaw(parsed('float32 2x3'), 24), [2, 3]);
    assert.equal(fitRaw(parsed('float32 2x3'), 25), 'has 25 bytes, and a float32 array of 2 x 3 takes 24');
    assert.equal(
      fitRaw(parsed('float32 2x3 offset 2'), 24),
      'has 22 bytes after the first 2, and a float32 array of 2 x 3 takes 24',
    );
    assert.equal(
      fitRaw(parsed('float32 ?x3'), 25),
      'has 25 bytes, which is no multiple of 12: a float32 array of ? x 3 does not fit',
    );
    assert.equal(
      fitRaw(parsed('float32 3 offset 30'), 24),
      'has 24 bytes, and the numbers should begin after 30',
    );
    assert.equal(typeof fitRaw(parsed('float32 ?x0'), 0), 'string');
  });

  it('are proposed by the widths that divide the size', () => {
    assert.deepEqual(proposedShapes('float32', 4 * 1536)[0], [2, 768]);
    for (const shape of proposedShapes('float16', 2 * 7680))
      assert.equal(
        shape.reduce((a, b) => a * b),
        7680,
      );
    assert.deepEqual(proposedShapes('float32', 4 * 7), [[7]]);
    assert.deepEqual(proposedShapes('float32', 7), []);
    assert.deepEqual(proposedShapes('float32', 0), []);
  });
});
