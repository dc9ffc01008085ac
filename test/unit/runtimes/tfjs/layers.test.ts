import assert from 'node:assert/strict';
import { assertRefused, Folder } from '../../../corpus/folder';
import { tfjs } from '../../../../server/runtimes/tfjs/tfjs';
import { convolution, functional, layer, sequence, writeModel, type WrittenWeight } from './models';
import { array, gradientOf, started, valuesOf } from './running';

/** 0.5 a + b + 1.5 d + 2 e over the four squares of the image, plus 0.5. */
const images = array([2, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 0, 0, 0, 1, 0, 0, 0, 9]);
const conv = [
  [19, 24, 34, 39],
  [3, 2, 1.5, 19],
];

describe('A model of layers of TensorFlow.js', function () {
  this.timeout(30_000);
  const folder = new Folder();

  it('convolves, normalises and rectifies as by hand, and drops nothing out', async () => {
    const found = await valuesOf(await started(convolution(folder)), 'image', images);
    assert.deepEqual(found.conv, conv.flat());
    const norm = conv.flat().map((value) => value - 9);
    assert.deepEqual(found.norm, norm);
    const relu = norm.map((value) => Math.max(0, value));
    assert.deepEqual(found.relu, relu);
    assert.deepEqual(found.drop, relu);
    assert.deepEqual(found.flat, relu);
    assert.deepEqual(found.scores, [80, 10 - 15 + 50 + 100, 10, 100]);
  });

  it('goes back through them as by hand', async () => {
    const running = await started(convolution(folder));
    const by = await gradientOf(running, ['image', images], ['scores', array([2, 2], [1, 0, 0, 1])]);
    const all = [0.5, 1.5, 1, 2, 5, 3, 1.5, 3.5, 2];
    // Of the second image only the last square is above zero, and the second score does not count it.
    assert.deepEqual(by, [...all, ...all.map(() => 0)]);
    const first = await gradientOf(running, ['image', images], ['scores', array([2, 2], [0, 0, 1, 0])]);
    assert.deepEqual(first.slice(9), [0, 0, 0, 0, 0.5, 1, 0, 1.5, 2]);
  });

  it('with several outputs gives each of them', async () => {
    const layers = [
      layer('InputLayer', 'x', { batch_input_shape: [null, 2] }),
      layer('Activation', 'soft', { activation: 'softplus' }, 'x'),
      layer('Activation', 'straight', { activation: 'linear' }, 'x'),
    ];
    const path = writeModel(folder, 'two', functional(layers, 'x', ['straight', 'soft']), []);
    const { steps } = await tfjs.anatomy(path);
    assert.deepEqual(
      steps.map(({ kind, isOutput }) => [kind, isOutput]),
      [
        ['nonlinear', true],
        ['other', true],
      ],
    );
    const found = await valuesOf(await started(path), 'x', array([1, 2], [0, 3]));
    assert.deepEqual(found.straight, [0, 3]);
    const soft = [Math.log(2), Math.log1p(Math.exp(3))];
    found.soft?.forEach((value, i) => assert.ok(Math.abs(value - (soft[i] ?? NaN)) < 1e-6));
  });

  it('with several inputs takes each by its name, in any order', async () => {
    const layers = [
      layer('InputLayer', 'a', { batch_input_shape: [null, 2], dtype: 'float32' }),
      layer('InputLayer', 'b', { batch_input_shape: [null, 2], dtype: 'float32' }),
      {
        ...layer('Concatenate', 'both', { axis: -1 }),
        inbound_nodes: [
          [
            ['b', 0, 0, {}],
            ['a', 0, 0, {}],
          ],
        ],
      },
    ];
    const model = functional(layers, 'a', ['both']);
    const text = JSON.stringify(model).replace(
      '"input_layers":[["a",0,0]]',
      '"input_layers":[["b",0,0],["a",0,0]]',
    );
    const path = writeModel(folder, 'inputs', JSON.parse(text) as object, []);
    const { inputs } = await tfjs.anatomy(path);
    assert.deepEqual(inputs, [
      { name: 'b', dtype: 'float32', shape: [null, 2] },
      { name: 'a', dtype: 'float32', shape: [null, 2] },
    ]);
    const running = await started(path);
    const given = [['a', array([1, 2], [0.5, 1.5])] as const, ['b', array([1, 2], [7, 8])] as const];
    const found = await running.run(new Map(given));
    assert.deepEqual([...(found.get('both')?.values ?? [])], [7, 8, 0.5, 1.5]);
  });

  it('within another is a layer of it, and so are its layers', async () => {
    const config = { units: 1, use_bias: false, activation: 'linear' };
    const first = layer('Sequential', 'first', {
      layers: [layer('Dense', 'a', { ...config, batch_input_shape: [null, 2] })],
    });
    const second = layer('Sequential', 'second', {
      layers: [layer('Dense', 'b', { ...config, batch_input_shape: [null, 1] }), layer('ReLU', 'last')],
    });
    const weights: WrittenWeight[] = [
      { name: 'a/kernel', shape: [2, 1], values: [2, -1] },
      { name: 'b/kernel', shape: [1, 1], values: [-3] },
    ];
    const path = writeModel(folder, 'nested', sequence([first, second]), weights);
    const { inputs, steps } = await tfjs.anatomy(path);
    assert.deepEqual(inputs, [{ name: 'a_input', dtype: 'float32', shape: [null, 2] }]);
    assert.deepEqual(
      steps.map(({ name, isOutput }) => [name, isOutput]),
      [
        ['first/a', false],
        ['first', false],
        ['second/b', false],
        ['second/last', false],
        ['second', true],
      ],
    );
    const running = await started(path);
    const x = array([2, 2], [1, 0, 0, 1]);
    const values = {
      'first/a': [2, -1],
      first: [2, -1],
      'second/b': [-6, 3],
      'second/last': [0, 3],
      second: [0, 3],
    };
    for (let i = 0; i < 2; i++) assert.deepEqual(await valuesOf(running, 'a_input', x), values);
    const weighting = array([2, 1], [1, 1]);
    assert.deepEqual(await gradientOf(running, ['a_input', x], ['second', weighting]), [0, 0, -6, 3]);
  });

  it('that remembers rows forgets them between batches', async () => {
    const config = {
      units: 1,
      activation: 'linear',
      use_bias: false,
      stateful: true,
      batch_input_shape: [1, 1, 1],
    };
    const weights = ['kernel', 'recurrent_kernel'].map((name) => ({
      name: `r/${name}`,
      shape: [1, 1],
      values: [1],
    }));
    const path = writeModel(folder, 'stateful', sequence([layer('SimpleRNN', 'r', config)]), weights);
    const running = await started(path);
    for (let i = 0; i < 2; i++)
      assert.deepEqual(await valuesOf(running, 'r_input', array([1, 1, 1], [3])), { r: [3] });
  });

  const refused: readonly (readonly [string, object, string])[] = [
    [
      'code in the file',
      layer('Lambda', 'odd', { function: ['4wEAAA==', null, null], batch_input_shape: [null, 2] }),
      'its layer "odd" needs the class "Lambda", which TensorFlow.js does not have; code of a model is never run.',
    ],
    [
      'a class of somebody else as an initialiser',
      layer('Dense', 'd', {
        units: 2,
        kernel_initializer: { class_name: 'Mine', config: {} },
        batch_input_shape: [null, 2],
      }),
      'its layer "d" needs the class "Mine", which TensorFlow.js does not have; code of a model is never run.',
    ],
    [
      'a class that every object has',
      layer('constructor', 'odd', { batch_input_shape: [null, 2] }),
      'its layer "odd" needs the class "constructor", which TensorFlow.js does not have; code of a model is never run.',
    ],
    [
      'an unknown activation',
      layer('Activation', 'odd', { activation: 'fancy', batch_input_shape: [null, 2] }),
      'TensorFlow.js says "Unknown activation: fancy".',
    ],
    [
      'weights that are missing',
      layer('Dense', 'd', { units: 2, batch_input_shape: [null, 2] }),
      'its layer "d" has units = 2, and its files hold 0 weights for all layers.',
    ],
    [
      'more units than the files have weights',
      layer('Dense', 'd', { units: 1e15, batch_input_shape: [null, 2] }),
      'its layer "d" has units = 1000000000000000, and its files hold 0 weights for all layers.',
    ],
    [
      'units that are no number',
      layer('Dense', 'd', { units: -3, batch_input_shape: [null, 2] }),
      'its layer "d" has units = -3, where a whole number above 0 is needed.',
    ],
    [
      'a name that the library cannot hold',
      layer('ReLU', 'rectified now', { batch_input_shape: [null, 2] }),
      'TensorFlow.js cannot hold the name of its layer "rectified now", only letters, digits and . _ / -; give the layer such a name and convert the model again.',
    ],
  ];
  for (const [what, odd, message] of refused) {
    it(`is refused for ${what}`, async () => {
      const path = writeModel(folder, what.replaceAll(' ', '-'), sequence([odd]), []);
      await assertRefused(() => started(path), `${path} cannot be run: ${message}`);
    });
  }

  it('is refused where two of its layers cannot be told apart', async () => {
    const within = { layers: [layer('ReLU', 'a', { batch_input_shape: [null, 2] })] };
    for (const [name, odd] of [
      ['m', layer('ReLU', 'm')],
      ['m/a', layer('ReLU', 'm/a')],
    ] as const) {
      const model = sequence([layer('Sequential', 'm', within), odd]);
      const path = writeModel(folder, `same${name.length}`, model, []);
      await assertRefused(() => tfjs.anatomy(path), `${path} has two layers called "${name}".`);
    }
    const two = { ...layer('ReLU', 'one', { batch_input_shape: [null, 2] }), name: 'other' };
    const path = writeModel(folder, 'names', sequence([two]), []);
    await assertRefused(() => tfjs.anatomy(path), `${path} calls one layer both "other" and "one".`);
  });

  it('is refused where it is of Keras 3', async () => {
    const layers = [layer('InputLayer', 'x', { batch_shape: [null, 2] })];
    const model = {
      modelTopology: {
        keras_version: '3.5.0',
        model_config: { class_name: 'Functional', config: { layers } },
      },
    };
    const path = writeModel(folder, 'keras3', model, []);
    await assertRefused(
      () => tfjs.anatomy(path),
      `${path} is of Keras 3.5.0, whose models TensorFlow.js cannot read: convert it from a SavedModel to a graph model.`,
    );
  });
});
