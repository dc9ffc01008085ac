import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { skipValue } from '../../../../server/formats/tfjs/skip';
import { elementCount } from '../../../../server/tensors/storedTensor';
import type { ModelFile } from '../../../../server/formats/format';
import { Folder } from '../../../corpus/folder';
import { float32s } from '../../../corpus/writers';

async function valuesOf(file: ModelFile): Promise<[string, string, number[]][]> {
  const all: [string, string, number[]][] = [];
  for (const tensor of file.tensors)
    all.push([tensor.name, tensor.dtype, [...(await file.read(tensor, 0, elementCount(tensor)))]]);
  return all;
}

describe('TensorFlow.js', () => {
  const folder = new Folder();
  const text = (content: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(content.length);
    return Buffer.concat([length, Buffer.from(content)]);
  };

  it('reads groups of files in pieces, numbers stored more narrowly, and passes over texts', async () => {
    mkdirSync(join(folder.path, 'net', 'sub'), { recursive: true });
    folder.write('net/a1.bin', Buffer.concat([float32s(1), Buffer.from([0, 0])]));
    folder.write(
      'net/a2.bin',
      Buffer.concat([Buffer.from([0, 0x40]), Buffer.from([0, 1, 255]), Buffer.from([2, 0, 255, 255])]),
    );
    const half = Buffer.from([0x00, 0x3c, 0x00, 0xc0]);
    folder.write(
      'net/sub/b.bin',
      Buffer.concat([text('label'), text(''), half, Buffer.from([3, 9]), Buffer.from([1])]),
    );
    const manifest = [
      {
        paths: ['a1.bin', './a2.bin'],
        weights: [
          { name: 'w', shape: [2], dtype: 'float32' },
          { name: 'q8', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -1 } },
          {
            name: 'q16',
            shape: [2],
            dtype: 'float32',
            quantization: { dtype: 'uint16', scale: 2, min: 1e-3 },
          },
        ],
      },
      {
        paths: ['sub/b.bin'],
        weights: [
          { name: 't', shape: [2], dtype: 'string' },
          {
            name: 'h',
            shape: [2],
            dtype: 'float32',
            quantization: { dtype: 'float16', original_dtype: 'float32' },
          },
          { name: 'i', shape: [2], dtype: 'int32', quantization: { dtype: 'uint8', scale: 1.5, min: -3 } },
          { name: 'b', shape: [], dtype: 'bool' },
        ],
      },
    ];
    const model = {
      format: 'graph-model',
      generatedBy: '2.4.1',
      modelTopology: { node: [] },
      weightsManifest: manifest,
    };
    folder.write('net/model.json', JSON.stringify(model));
    const file = await folder.open(join(folder.path, 'net'));
    const f = Math.fround;
    assert.deepEqual(await valuesOf(file), [
      ['w', 'float32', [1, 2]],
      ['q8', 'float32 in uint8', [-1, f(0.1 - 1), f(255 * 0.1 - 1)]],
      ['q16', 'float32 in uint16', [f(4 + 1e-3), f(131_070 + 1e-3)]],
      ['h', 'float16', [1, -2]],
      ['i', 'int32 in uint8', [2, 11]],
      ['b', 'bool', [1]],
    ]);
    assert.deepEqual(file.metadata, [
      ['format', 'graph-model'],
      ['generatedBy', '2.4.1'],
      ['tensors of texts', '1, not listed'],
    ]);
    assert.deepEqual(file.warnings, []);
    const bare = await folder.openBytes('net/weights_manifest.json', JSON.stringify(manifest));
    assert.deepEqual(await valuesOf(bare), await valuesOf(file));
    assert.equal(bare.bytes, JSON.stringify(manifest).length + 6 + 9 + 20);
  });

  it('warns of bytes that belong to no tensor', async () => {
    folder.write('long.bin', float32s(1, 2));
    const weights = [{ name: 'w', shape: [1], dtype: 'float32' }];
    const file = await folder.openBytes(
      'long_model.json',
      JSON.stringify({ weightsManifest: [{ paths: ['long.bin'], weights }] }),
    );
    assert.deepEqual(file.warnings, ['"long.bin" has 4 bytes after the last tensor.']);
  });

  it('passes over a graph by its brackets', () => {
    assert.equal(skipValue('{"a": ["]}", "\\"]"]}, 1', 0), 20);
    assert.equal(skipValue('x[]', 1), 3);
    for (const other of ['5', '"a"', '', '[', '["]', ']']) assert.equal(skipValue(other, 0), undefined);
  });
});
