import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Folder } from '../../../corpus/folder';
import { bundleEntry, bundleHeader, masked, tableFile } from '../../../corpus/tfWriter';
import { float32s } from '../../../corpus/writers';

describe('TensorFlow checkpoints', () => {
  const folder = new Folder();

  it('opens the variables of a SavedModel by its folder, under their short names', async () => {
    const values = float32s(1, 2, 3, 4);
    folder.write('saved/saved_model.pb', Buffer.from([8, 1]));
    folder.write('saved/variables/variables.data-00000-of-00002', values);
    folder.write('saved/variables/variables.data-00001-of-00002', Buffer.from([1, 2, 3]));
    folder.write(
      'saved/variables/variables.index',
      tableFile([
        ['', bundleHeader(2)],
        ['_CHECKPOINTABLE_OBJECT_GRAPH', bundleEntry({ type: 7, shape: [], size: 90 })],
        [
          'dense/bias/.ATTRIBUTES/VARIABLE_VALUE',
          bundleEntry({ type: 4, shape: [2], size: 2, shard: 1, offset: 1 }),
        ],
        [
          'dense/kernel/.ATTRIBUTES/VARIABLE_VALUE',
          bundleEntry({ shape: [2, 2], size: 16, sum: masked(values) }),
        ],
        ['z', bundleEntry({ shape: [], size: 4 })],
        ['z/.ATTRIBUTES/VARIABLE_VALUE', bundleEntry({ shape: [], size: 4, offset: 4 })],
      ]),
    );
    const file = await folder.open(join(folder.path, 'saved'));
    assert.equal(file.format, 'tfCheckpoint');
    assert.deepEqual(
      file.tensors.map(({ name, dtype, shape }) => [name, dtype, shape]),
      [
        ['dense/bias', 'uint8', [2]],
        ['dense/kernel', 'float32', [2, 2]],
        ['z', 'float32', []],
        ['z/.ATTRIBUTES/VARIABLE_VALUE', 'float32', []],
      ],
    );
    const [bias, kernel] = file.tensors;
    assert.ok(bias && kernel);
    assert.deepEqual([...(await file.read(bias, 0, 2))], [2, 3]);
    assert.deepEqual([...(await file.read(kernel, 3, 1))], [4]);
    assert.deepEqual([...(await file.read(kernel, 0, 4))], [1, 2, 3, 4]);
    assert.deepEqual(file.metadata, [['tensors of texts', '1, not listed']]);
    assert.deepEqual(file.warnings, []);
  });

  it('reads values of the other byte order', async () => {
    folder.write('big.data-00000-of-00001', float32s(5).reverse());
    const file = await folder.openBytes(
      'big.index',
      tableFile([
        ['', bundleHeader(1, true)],
        ['w', bundleEntry({ shape: [1], size: 4 })],
      ]),
    );
    assert.ok(file.tensors[0]);
    assert.deepEqual([...(await file.read(file.tensors[0], 0, 1))], [5]);
  });

  it('lists what it does not read with the reason', async () => {
    folder.write('odd.data-00000-of-00001', float32s(5));
    const file = await folder.openBytes(
      'odd.index',
      tableFile([
        ['', bundleHeader()],
        ['\0a piece', bundleEntry({ shape: [1], size: 4 })],
        ['complex', bundleEntry({ type: 8, shape: [1], size: 8 })],
        ['other', bundleEntry({ type: 99, shape: [1], size: 8 })],
      ]),
    );
    assert.deepEqual(
      file.tensors.map(({ name, unreadable }) => [name, unreadable]),
      [
        [
          'complex',
          'Complex numbers are not compared: save the real and the imaginary parts as tensors of their own.',
        ],
        ['other', 'Elements of type number 99 are not read.'],
      ],
    );
  });

  it('knows an index by its content too', async () => {
    const file = await folder.openBytes('unnamed', tableFile([['', bundleHeader()]]));
    assert.equal(file.format, 'tfCheckpoint');
  });
});
