import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { perceptron } from '../../../../server/runtimes/perceptron/perceptron';
import { safetensors } from '../../../samples/writeSafetensors';

describe('a file of weights that is run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-perceptron-'));
  after(() => rmSync(folder, { recursive: true }));
  const array = (...shape: readonly number[]) => ({
    shape,
    values: new Float32Array(shape.reduce((product, length) => product * length, 1)),
  });
  function write(network: string | undefined, bias = 3): string {
    const path = join(folder, 'net.safetensors');
    const tensors = [
      ['a.weight', array(3, 5)],
      ['a.bias', array(bias)],
      ['b.weight', array(2, 3)],
      ['b.bias', array(2)],
    ] as const;
    writeFileSync(path, safetensors(tensors, network === undefined ? [] : [['nnsim.network', network]]));
    return path;
  }
  const refuses = (network: string | undefined, message: RegExp, bias?: number): Promise<void> =>
    assert.rejects(perceptron.anatomy(write(network, bias)), { name: 'BadInput', message });

  it('says what it computes', async () => {
    const path = write('{"dense": ["a", "b"], "between": "tanh"}');
    assert.deepEqual(await perceptron.anatomy(path), {
      inputs: [{ name: 'input', dtype: 'float64', shape: [null, 5] }],
      steps: [
        { name: 'a', operator: 'Tanh', isOutput: false },
        { name: 'logits', operator: 'Gemm', isOutput: true },
      ],
    });
  });

  it('is refused where it does not, and told how it could', async () => {
    await refuses(
      undefined,
      /net\.safetensors cannot be run: it holds weights, but not what is computed with them/,
    );
    await refuses('{', /nnsim\.network is no JSON\.$/);
    await refuses('null', /has no list of names "dense"\.$/);
    await refuses(
      '{"dense": ["a"], "between": "step"}',
      /has no function "between" that is known: relu, tanh, sigmoid\.$/,
    );
    await refuses('{"dense": ["a"], "dividedBy": 0}', /has no positive number "dividedBy"\.$/);
  });

  it('is refused where its tensors do not fit', async () => {
    await refuses('{"dense": ["a", "c"]}', /holds no tensor "c\.weight"\.$/);
    await refuses('{"dense": ["b", "a"]}', /"b" has 2 outputs, and "a" takes 5\.$/);
    await refuses('{"dense": ["a"]}', /"a" has weights \[3, 5\] and biases \[4\]/, 4);
  });
});
