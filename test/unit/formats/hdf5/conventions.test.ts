import assert from 'node:assert/strict';
import { Folder } from '../../../corpus/folder';
import { type DatasetEntry, type Entry, hdf5File, textAttribute, types, u } from '../../../corpus/hdf5Writer';
import { float32s, zipFile } from '../../../corpus/writers';
import { named } from './named';

const one: DatasetEntry = { type: types.float32, shape: [1], data: float32s(1) };

describe('Keras', function () {
  this.timeout(20_000);
  const folder = new Folder();

  it('2: short names in the order of the model, other weights by their paths', async () => {
    const layer = (name: string): Entry => ({
      group: { [name]: { group: { 'bias:0': one, 'kernel:0': one } } },
      attributes: [textAttribute('weight_names', `${name}/kernel:0`, `${name}/bias:0`)],
    });
    const weights = {
      group: { dense: layer('dense'), dense_1: layer('dense_1'), dense_10: layer('dense_10') },
      attributes: [textAttribute('layer_names', 'dense', 'dense_1', 'dense_10')],
    };
    const root = {
      model_weights: weights,
      optimizer_weights: { group: { Adam: { group: { 'iter:0': one } } } },
    };
    const file = await folder.openBytes('keras2.h5', hdf5File(root));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      [
        ...[
          'dense/kernel',
          'dense/bias',
          'dense_1/kernel',
          'dense_1/bias',
          'dense_10/kernel',
          'dense_10/bias',
        ],
        'optimizer_weights/Adam/iter',
      ],
    );
  });

  const vars = (count: number): Entry => ({
    group: Object.fromEntries(Array.from({ length: count }, (_, i) => [String(i), one] as const)),
  });
  const archive = hdf5File({
    layers: {
      group: {
        batch_normalization: { group: { vars: vars(3) } },
        conv2d: { group: { vars: vars(1) } },
        dense: { group: { vars: vars(2) } },
        dense_1: { group: { vars: vars(2) } },
        lstm: { group: { cell: { group: { vars: vars(3) } } } },
        odd: { group: { vars: vars(1) } },
      },
    },
  });
  const config = JSON.stringify({
    config: {
      layers: [
        { class_name: 'InputLayer', config: {} },
        { class_name: 'Dense', config: { name: 'first', use_bias: true } },
        { class_name: 'Conv2D', config: { use_bias: false } },
        { class_name: 'BatchNormalization', config: { scale: false } },
        { class_name: 'Odd', config: {} },
        { class_name: 'Dense', config: { name: 'second', use_bias: false } },
        { class_name: 'LSTM', config: {} },
      ],
    },
  });

  for (const deflate of [false, true]) {
    it(`3: names variables by config.json where it says what they are (${deflate ? 'deflated' : 'stored'})`, async () => {
      const members = [
        { name: 'metadata.json', data: Buffer.from('{"keras_version": "3.5.0"}') },
        { name: 'config.json', data: Buffer.from(config), deflate },
        { name: 'model.weights.h5', data: archive, deflate },
      ];
      const file = await folder.openBytes(`k${String(deflate)}.keras`, zipFile(members));
      assert.deepEqual(
        file.tensors.map(({ name }) => name.replace('layers/', '')),
        [
          ...[
            'batch_normalization/beta',
            'batch_normalization/moving_mean',
            'batch_normalization/moving_variance',
          ],
          ...['conv2d/kernel', 'dense/kernel', 'dense/bias'],
          // The configuration says that it has no bias, but it has two variables.
          ...['dense_1/vars/0', 'dense_1/vars/1'],
          ...['lstm/cell/kernel', 'lstm/cell/recurrent_kernel', 'lstm/cell/bias', 'odd/vars/0'],
        ],
      );
      assert.deepEqual([...(await file.read(named(file, 'layers/dense/kernel'), 0, 1))], [1]);
      assert.deepEqual(file.metadata[0], ['metadata.json', '{"keras_version": "3.5.0"}']);
      assert.equal(file.format, 'keras');
    });
  }
});

describe('MATLAB 7.3', function () {
  this.timeout(20_000);
  const folder = new Folder();

  it('counts axes the other way round, and knows truth values, text, cells and what is empty', async () => {
    const block = Buffer.alloc(512);
    block.write('MATLAB 7.3 MAT-file, Platform: GLNXA64, HDF5 schema 1.00 .');
    const kind = (name: string) => ({ attributes: [textAttribute('MATLAB_class', name)] });
    const empty = { name: 'MATLAB_empty', type: types.integer(1, false), data: u(1, 1) };
    const content = hdf5File({
      '#refs#': { group: { a: one } },
      cells: { type: types.reference, shape: [1, 1], data: u(8, 0), ...kind('cell') },
      mask: { type: types.integer(1, false), shape: [1, 2], data: u(1, 0, 1), ...kind('logical') },
      nothing: { ...one, attributes: [empty] },
      text: { type: types.integer(2, false), shape: [2, 1], data: u(2, 0x68, 0x69), ...kind('char') },
      // [1 2 3; 4 5 6] in MATLAB.
      x: { type: types.float32, shape: [3, 2], data: float32s(1, 4, 2, 5, 3, 6), ...kind('single') },
    });
    const file = await folder.openBytes('m.mat', Buffer.concat([block, content]));
    assert.equal(file.format, 'matlab');
    assert.deepEqual(
      file.tensors.map(({ name, dtype, shape, order, unreadable }) => [
        name,
        dtype,
        shape,
        order,
        unreadable,
      ]),
      [
        ['cells', 'cell', [1, 1], 'F', 'It is a cell array: save its cells as variables of their own.'],
        ['mask', 'bool', [2, 1], 'F', undefined],
        ['nothing', 'float32', [1], 'F', 'It is empty.'],
        ['x', 'float32', [2, 3], 'F', undefined],
      ],
    );
    assert.deepEqual([...(await file.read(named(file, 'x'), 0, 6))], [1, 4, 2, 5, 3, 6]);
    assert.deepEqual(file.metadata, [['text', 'hi']]);
    assert.deepEqual(file.warnings, ['Contents of cell arrays and objects are left out: 1 arrays.']);
  });
});
