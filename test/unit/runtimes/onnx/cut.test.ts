import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bytes } from '../../../../server/formats/bytes';
import { nodesBehind, whyNoCut } from '../../../../server/runtimes/onnx/cut';
import { type Parts, partsOf } from '../../../../server/runtimes/onnx/nodes';
import { field } from '../../../corpus/onnxWriter';
import { scratch } from '../../../jobs/setup';
import { constant, model, node, perceptron, value } from './models';

async function read(file: Buffer): Promise<Parts> {
  const path = join(scratch(), 'net.onnx');
  writeFileSync(path, file);
  const bytes = await Bytes.open(path);
  return partsOf(bytes).finally(() => bytes.close());
}

const [x, y] = [value('x', [null, 3]), value('y', [null, 3])];

describe('cutting an ONNX model', () => {
  it('is possible wherever there is one way only', async () => {
    const parts = await read(perceptron());
    assert.equal(whyNoCut(parts, 'hidden'), null);
    assert.equal(whyNoCut(parts, 'active'), null);
    assert.deepEqual(
      nodesBehind(parts, 'hidden').map(({ operator }) => operator),
      ['Relu', 'MatMul'],
    );
  });

  it('is not possible where something goes around the value, which is named', async () => {
    const nodes = [
      node('Relu', ['x'], 'a'),
      node('Tanh', ['a'], 'b'),
      node('Relu', ['b'], 'c'),
      node('Add', ['c', 'a'], 'sum'),
      node('Tanh', ['sum'], 'y'),
    ];
    const parts = await read(model(nodes, [], [x], [y]));
    assert.equal(whyNoCut(parts, 'a'), null);
    assert.equal(whyNoCut(parts, 'sum'), null);
    for (const name of ['b', 'c'])
      assert.equal(whyNoCut(parts, name), 'the output also hears of the inputs by "a"');
  });

  it('does not mind what tells lengths of axes alone', async () => {
    const nodes = [
      node('Shape', ['x'], 'lengths'),
      node('Relu', ['x'], 'a'),
      node('Reshape', ['a', 'lengths'], 'y'),
    ];
    const parts = await read(model(nodes, [], [x], [y]));
    assert.equal(whyNoCut(parts, 'a'), null);
    assert.deepEqual(
      nodesBehind(parts, 'a').map(({ operator }) => operator),
      ['Shape', 'Reshape'],
    );
  });

  it('sees what graphs within an operator read', async () => {
    const branch = Buffer.concat([field(1, node('Identity', ['x'], 'inner')), field(12, value('inner', []))]);
    const attribute = field(5, Buffer.concat([field(1, 'then_branch'), field(6, branch)]));
    const nodes = [
      node('Relu', ['x'], 'a'),
      Buffer.concat([node('If', ['flag'], 'chosen'), attribute]),
      node('Add', ['a', 'chosen'], 'y'),
    ];
    const parts = await read(model(nodes, [constant('flag', [1], [1])], [x], [y]));
    assert.equal(whyNoCut(parts, 'a'), 'the output also hears of the inputs by "chosen"');
  });

  it('needs a value between the inputs and the output', async () => {
    const nodes = [
      node('Relu', ['w'], 'fixed'),
      node('Add', ['x', 'fixed'], 'y'),
      node('Relu', ['x'], 'lost'),
    ];
    const parts = await read(model(nodes, [constant('w', [3], [1, 2, 3])], [x], [y]));
    assert.equal(whyNoCut(parts, 'fixed'), 'it does not hang on the inputs');
    assert.equal(whyNoCut(parts, 'lost'), 'the output does not hang on it');
  });
});
