import assert from 'node:assert/strict';
import { Folder } from '../../../corpus/folder';
import {
  attribute,
  field,
  graphProto,
  nodeProto,
  onnxFile,
  tensorProto,
  varints,
} from '../../../corpus/onnxWriter';
import { float32s } from '../../../corpus/writers';

const one = (name: string, value = 1): Buffer => tensorProto(name, 1, [1], field(9, float32s(value)));
const constant = (output: string, value = 1): Buffer =>
  nodeProto('', 'Constant', output, attribute('value', 5, one('', value)));
const names = ({ tensors }: { tensors: readonly { name: string }[] }): string[] =>
  tensors.map(({ name }) => name);

/** A ValueInfoProto of a float32 tensor; dimensions are lengths or names. */
function value(name: string, ...shape: (number | string)[]): Buffer {
  const dimensions = shape.map((length) => field(1, field(typeof length === 'number' ? 1 : 2, length)));
  const tensor = Buffer.concat([field(1, 1), field(2, Buffer.concat(dimensions))]);
  return Buffer.concat([field(1, name), field(2, field(1, tensor))]);
}

describe('ONNX', () => {
  const folder = new Folder();

  it('lists constants and initializers in the order of the file', async () => {
    const file = await folder.openBytes('m.onnx', onnxFile(graphProto([constant('c', 5)], [one('w')])));
    assert.deepEqual(names(file), ['c', 'w']);
    assert.ok(file.tensors[0]);
    assert.deepEqual([...(await file.read(file.tensors[0], 0, 1))], [5]);
  });

  it('names tensors of nested graphs after the operator and the attribute', async () => {
    const inner = graphProto([constant('c')], [one('w')]);
    const loop = graphProto([nodeProto('', 'Loop', 'out', attribute('body', 6, inner))], [one('v')]);
    const branches = [attribute('then_branch', 6, inner), attribute('else_branch', 6, loop)];
    const model = onnxFile(
      graphProto([nodeProto('pick', 'If', 'o', ...branches), constant('last')], [one('w')]),
    );
    const file = await folder.openBytes('nested.onnx', model);
    assert.deepEqual(names(file), [
      'pick.then_branch.c',
      'pick.then_branch.w',
      'pick.else_branch.out.body.c',
      'pick.else_branch.out.body.w',
      'pick.else_branch.v',
      'last',
      'w',
    ]);
    assert.deepEqual(file.warnings, []);
    assert.deepEqual(file.metadata.at(-1), ['operators', 'Constant 3, If 1, Loop 1']);
  });

  it('numbers the graphs of one attribute', async () => {
    const graphs = [one('a'), one('b')].map((tensor) => field(11, graphProto([], [tensor])));
    const many = Buffer.concat([field(1, 'graphs'), ...graphs]);
    const file = await folder.openBytes(
      'many.onnx',
      onnxFile(graphProto([nodeProto('n', 'X', 'o', many)], [])),
    );
    assert.deepEqual(names(file), ['n.graphs.0.a', 'n.graphs.1.b']);
  });

  it('looks into functions and training', async () => {
    const body = Buffer.concat([field(1, 'gelu'), field(7, constant('half'))]);
    const training = Buffer.concat([
      field(1, graphProto([], [one('start')])),
      field(2, graphProto([], [one('rate')])),
    ]);
    const model = onnxFile(graphProto([], [one('w')]), field(25, body), field(20, training));
    const file = await folder.openBytes('parts.onnx', model);
    assert.deepEqual(names(file), [
      'w',
      'gelu.half',
      'training.0.initialization.start',
      'training.0.algorithm.rate',
    ]);
  });

  it('merges the occurrences of the graph', async () => {
    const more = field(7, Buffer.concat([field(5, one('b')), field(12, value('y', 1))]));
    const file = await folder.openBytes('merged.onnx', onnxFile(graphProto([], [one('a')]), more));
    assert.deepEqual(names(file), ['a', 'b']);
    assert.ok(file.metadata.some(([key]) => key === 'output y'));
  });

  it('tells when tensors of one graph share a name, and lists them all', async () => {
    const file = await folder.openBytes('twice.onnx', onnxFile(graphProto([], [one('w', 1), one('w', 2)])));
    assert.deepEqual(file.warnings, ['There is more than one tensor of the name "w".']);
    const values = await Promise.all(
      file.tensors.map(async (tensor) => [...(await file.read(tensor, 0, 1))]),
    );
    assert.deepEqual(values, [[1], [2]]);
  });

  it('lists sparse tensors without reading them', async () => {
    const sparse = Buffer.concat([
      field(1, tensorProto('s', 1, [1], field(9, float32s(1)))),
      field(2, tensorProto('', 7, [1], field(7, varints(3)))),
      field(3, varints(4, 5)),
    ]);
    const inConstant = Buffer.concat([field(1, 'sparse_value'), field(22, sparse)]);
    const graph = Buffer.concat([
      graphProto([nodeProto('', 'Constant', 'k', inConstant)], []),
      field(15, sparse),
    ]);
    const file = await folder.openBytes('sparse.onnx', onnxFile(graph));
    assert.deepEqual(
      file.tensors.map(({ name, dtype, shape, unreadable }) => [name, dtype, shape, unreadable]),
      [
        ['k', 'float32', [4, 5], 'Sparse tensors are not read.'],
        ['s', 'float32', [4, 5], 'Sparse tensors are not read.'],
      ],
    );
  });

  it('tells what the model says of itself', async () => {
    const graph = Buffer.concat([
      graphProto([nodeProto('', 'Relu', 'r'), nodeProto('', 'Relu', 'y')], [one('w')]),
      field(2, 'main'),
      field(11, value('x', 'batch', 3)),
      // Old models have an input for each constant.
      field(11, value('w', 1)),
      field(12, value('y')),
      field(12, Buffer.concat([field(1, 'list'), field(2, field(4, field(1, Buffer.alloc(0))))])),
    ]);
    const properties = [
      ['author', 'me'],
      ['__proto__', 'p'],
    ].map(([key = '', text = '']) => field(14, Buffer.concat([field(1, key), field(2, text)])));
    const domain = field(8, Buffer.concat([field(1, 'com.example'), field(2, 3)]));
    const model = onnxFile(graph, domain, field(3, '1.0'), field(5, 4), field(6, ''), ...properties);
    const { metadata } = await folder.openBytes('said.onnx', model);
    assert.deepEqual(metadata, [
      ['ir_version', '8'],
      ['model_version', '4'],
      ['producer', 'tests 1.0'],
      ['opset', 'ai.onnx 17, com.example 3'],
      ['graph', 'main'],
      ['input x', 'float32 [batch, 3]'],
      ['output y', 'float32 []'],
      ['output list', 'sequence'],
      ['operators', 'Relu 2'],
      ['author', 'me'],
      ['__proto__', 'p'],
    ]);
  });

  it('is known by what it begins with, whatever its name', async () => {
    const model = onnxFile(graphProto([], [one('w')]));
    const file = await folder.openBytes('model.bin', model);
    assert.equal(file.format, 'onnx');
    const renamed = await folder.openBytes('model.npy', model);
    assert.deepEqual(renamed.warnings, ['The name says NumPy array, but the content is ONNX.']);
  });
});
