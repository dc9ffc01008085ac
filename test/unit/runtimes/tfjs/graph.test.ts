import assert from 'node:assert/strict';
import { tfjs } from '../../../../server/runtimes/tfjs/tfjs';
import { BadInput } from '../../../../server/tensors/badInput';
import { assertRefused, Folder } from '../../../corpus/folder';
import { constant, graph, graphPerceptron, node, placeholder, writeModel } from './models';
import { array, gradientOf, started, valuesOf } from './running';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const x = placeholder('x', [-1, 3]);
const two = { name: 'k', shape: [], dtype: 'int32' as const, values: [2] };

describe('A graph of TensorFlow.js', function () {
  this.timeout(30_000);
  const folder = new Folder();

  it('gives every value of an operator that has several, whole numbers too', async () => {
    const nodes = [x, constant('k'), node('top', 'TopKV2', ['x', 'k'], { sorted: { b: true } })];
    const path = writeModel(folder, 'top', graph(nodes, ['top:0', 'top:1']), [two]);
    const running = await started(path);
    const rows = array([2, 3], [3, 5, 4, 9, 7, 8]);
    assert.deepEqual(await valuesOf(running, 'x', rows), { top: [5, 4, 9, 8], 'top:1': [1, 2, 0, 2] });
    await assertRefused(
      () => gradientOf(running, ['x', rows], ['top', array([2, 2], [1, 0, 0, 1])]),
      `${path} has no gradients: TensorFlow.js knows none of its operator TopK.`,
    );
  });

  it('knows layers by what operators were joined to', async () => {
    const attributes = {
      fused_ops: { list: { s: [base64('BiasAdd'), base64('Relu')] } },
      num_args: { i: '1' },
    };
    const nodes = [
      x,
      constant('w'),
      constant('b'),
      node('joined', '_FusedMatMul', ['x', 'w', 'b'], attributes),
      node('y', 'Identity', ['joined']),
    ];
    const path = writeModel(folder, 'joined', graph(nodes), [
      { name: 'w', shape: [3, 2], values: [1, -1, 2, -2, 3, -3] },
      { name: 'b', shape: [2], values: [0.5, 40] },
    ]);
    const { steps } = await tfjs.anatomy(path);
    assert.deepEqual(
      steps.map(({ name, kind, isOutput }) => [name, kind, isOutput]),
      [
        ['joined', 'nonlinear', false],
        ['y', 'other', true],
      ],
    );
    const running = await started(path);
    const row = array([1, 3], [1, 10, 10]);
    assert.deepEqual((await valuesOf(running, 'x', row)).y, [51.5, 0]);
    assert.deepEqual(await gradientOf(running, ['x', row], ['y', array([1, 2], [2, 5])]), [2, 4, 6]);
  });

  it('with values of unknown shape gives them, and has gradients of the others only', async () => {
    const nodes = [
      x,
      constant('zero'),
      node('above', 'Greater', ['x', 'zero']),
      node('where', 'Where', ['above']),
      node('y', 'Identity', ['x']),
    ];
    const weights = [{ name: 'zero', shape: [], values: [0] }];
    const path = writeModel(folder, 'where', graph(nodes, ['where', 'y']), weights);
    const running = await started(path, []);
    const rows = array([2, 3], [-1, 2, -3, 4, -5, -6]);
    for (let i = 0; i < 2; i++)
      assert.deepEqual(await valuesOf(running, 'x', rows), {
        where: [0, 1, 1, 0],
        y: [-1, 2, -3, 4, -5, -6],
      });
    const slopes = [1, 0, 0, 1, 0, 0.5];
    assert.deepEqual(await gradientOf(running, ['x', rows], ['y', array([2, 3], slopes)]), slopes);
    await assertRefused(
      () => gradientOf(running, ['x', rows], ['where', array([2, 2], [1, 1, 1, 1])]),
      `${path} has no gradients: it has loops or values of unknown shape.`,
    );
  });

  it('takes whole numbers where its input is of them, and no others', async () => {
    const nodes = [
      placeholder('n', [-1], 'DT_INT32'),
      node('y', 'Cast', ['n'], { DstT: { type: 'DT_FLOAT' } }),
    ];
    const path = writeModel(folder, 'whole', graph(nodes), []);
    const running = await started(path);
    assert.deepEqual(await valuesOf(running, 'n', array([2], [1, -7])), { y: [1, -7] });
    await assertRefused(
      () => valuesOf(running, 'n', array([2], [1, 0.5])),
      'The input "n" takes whole numbers (int32): 0.5 is given; convert the file.',
    );
    await assertRefused(
      () => gradientOf(running, ['n', array([1], [1])], ['y', array([1], [1])]),
      `${path} has no gradients: its input "n" takes whole numbers (int32).`,
    );
  });

  it('whose output does not depend smoothly on its input has no gradients', async () => {
    const path = writeModel(folder, 'steps', graph([x, node('y', 'ZerosLike', ['x'])]), []);
    const running = await started(path);
    const rows = array([1, 3], [1, 2, 3]);
    const found = await gradientOf(running, ['x', rows], ['y', rows]);
    assert.deepEqual(found, [0, 0, 0]);
    const fixed = [x, constant('k'), node('y', 'Identity', ['k', '^x'])];
    const other = writeModel(folder, 'fixed', graph(fixed), [two]);
    await assertRefused(
      async () => gradientOf(await started(other), ['x', rows], ['y', array([], [1])]),
      `${other} has no gradients: its output does not depend on its input by smooth steps.`,
    );
  });

  it('is refused by the name of an operator that nobody knows', async () => {
    const path = writeModel(folder, 'unknown', graph([x, node('y', 'FancyOperator', ['x'])]), []);
    const running = await started(path);
    await assertRefused(
      () => valuesOf(running, 'x', array([1, 3], [1, 2, 3])),
      `${path} cannot be run: TensorFlow.js knows no operator FancyOperator, which its node "y" needs.`,
    );
  });

  it('is refused for rows of another shape with both shapes; what the library says is for the log', async () => {
    const path = graphPerceptron(folder);
    const running = await started(path);
    const rows = array([1, 2], [1, 2]);
    const refusal = (error: unknown): boolean => {
      assert.ok(error instanceof BadInput);
      assert.equal(
        error.message,
        `${path} cannot be run on these instances: it fails on the input "x" of shape [1, 2], where it takes [?, 3]; give instances of the shape it was trained on.`,
      );
      assert.match(String(error.cause), /^TensorFlow\.js says "The shape of dict\['x'\]/);
      return true;
    };
    await assert.rejects(valuesOf(running, 'x', rows), refusal);
    await assert.rejects(gradientOf(running, ['x', rows], ['y', rows]), refusal);
  });

  it('is refused for rows that fit its input and nothing within', async () => {
    const free = placeholder('x', [-1, -1]);
    const nodes = [free, constant('w'), node('y', 'MatMul', ['x', 'w'])];
    const w = { name: 'w', shape: [3, 1], values: [1, 2, 3] };
    const path = writeModel(folder, 'free', graph(nodes), [w]);
    await assertRefused(
      async () => valuesOf(await started(path), 'x', array([1, 2], [1, 2])),
      `${path} cannot be run on these instances: it fails on the input "x" of shape [1, 2], where it takes [?, ?]; give instances of the shape it was trained on.`,
    );
  });

  const refused: readonly (readonly [string, object, string])[] = [
    [
      'a constant without values',
      graph([x, constant('c'), node('y', 'AddV2', ['x', 'c'])]),
      'cannot be run: its constant "c" is a text or has no values in the files.',
    ],
    [
      'a value that is not there',
      graph([x, node('y', 'Relu', ['z:1'])]),
      'cannot be run: "y" takes "z:1", which is not there.',
    ],
    ['two nodes of a name', graph([x, x]), 'has two nodes called "x".'],
    [
      'a name that every object has',
      graph([node('toString', 'Relu', ['x'])]),
      'uses the name "toString", which TensorFlow.js cannot hold.',
    ],
    [
      'an operator that every object has',
      graph([node('y', '__proto__', [])]),
      'uses the name "__proto__", which TensorFlow.js cannot hold.',
    ],
    [
      'a node without a name',
      graph([{ op: 'Relu' }]),
      'has a node without a name, an operator or inputs that are names.',
    ],
    ['weights alone', {}, 'is no model that can be run: it has no structure (modelTopology).'],
    [
      'a structure of nothing',
      { modelTopology: { nodes: 5 } },
      'has a structure of neither layers nor operators.',
    ],
  ];
  for (const [what, model, message] of refused) {
    it(`is refused for ${what}`, async () => {
      const path = writeModel(folder, what.replaceAll(' ', '-'), model, []);
      await assertRefused(() => started(path), `${path} ${message}`);
    });
  }

  it('is refused for keys that change objects, and a nesting without end', async () => {
    const proto = '{"modelTopology": {"node": [{"name": "x", "op": "Relu", "__proto__": {"input": []}}]}}';
    const hostile = folder.write('hostile.json', proto);
    await assertRefused(
      () => tfjs.anatomy(hostile),
      `${hostile} has the key "__proto__", which no model needs.`,
    );
    const nested = `{"modelTopology": {"node": ${'['.repeat(5000)}${']'.repeat(5000)}}}`;
    const deep = folder.write('deep.json', nested);
    await assertRefused(() => tfjs.anatomy(deep), `${deep} is nested more than 200 deep.`);
    const list = folder.write('weights_manifest.json', '[]');
    await assertRefused(
      () => tfjs.anatomy(list),
      `${list} lists weights only: what computes with them is in a model.json.`,
    );
  });

  it('does not read weights outside its folder', async () => {
    folder.write('secret.bin', Buffer.alloc(4));
    const weights = [{ name: 'w', shape: [1], dtype: 'float32' }];
    const model = {
      ...graph([x, constant('w'), node('y', 'Mul', ['x', 'w'])]),
      weightsManifest: [{ paths: ['../secret.bin'], weights }],
    };
    const path = folder.write('inside/model.json', JSON.stringify(model));
    await assertRefused(
      () => started(path),
      `${path}: the path "../secret.bin" leaves the model folder or is no plain path.`,
    );
  });
});
