import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadTensorFlow, tensorFlowVersion } from '../../../../server/runtimes/tfjs/library';
import { Folder } from '../../../corpus/folder';

const packageFolder = 'node_modules/@tensorflow/tfjs-node';

describe('The library for models of TensorFlow.js', () => {
  const folder = new Folder();
  /** A native package of which this is the code. */
  const install = (name: string, code: string, library?: string): string => {
    folder.write(`${name}/${packageFolder}/package.json`, '{"main": "index.js", "version": "4.0.1"}');
    folder.write(`${name}/${packageFolder}/index.js`, code);
    folder.write(`${name}/${packageFolder}/lib/napi-v8/${library ?? 'readme'}`, '');
    return join(folder.path, name, 'x.js');
  };
  const native = 'exports.env = () => ({ set() {} }); exports.isNative = true;';
  const isNative = async (from: string): Promise<boolean> => 'isNative' in (await loadTensorFlow(from));

  it('is the native one where that is there', async () => {
    const place = install('good', native, 'tfjs_binding.node');
    assert.ok(await isNative(place));
    assert.equal(tensorFlowVersion(place), '4.0.1 native');
  });

  it('is the one in plain JavaScript where there is none, or it has no library or does not load', async () => {
    assert.ok(!(await isNative(join(folder.path, 'x.js'))));
    assert.ok(!(await isNative(install('bare', native))));
    assert.ok(!(await isNative(install('broken', 'throw new Error("no")', 'tfjs_binding.node'))));
    assert.match(tensorFlowVersion(join(folder.path, 'x.js')), /^4\.\d+\.\d+$/);
    const { tensor } = await loadTensorFlow(join(folder.path, 'x.js'));
    assert.deepEqual([...tensor([1, 2]).dataSync()], [1, 2]);
  });
});
