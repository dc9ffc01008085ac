import assert from 'node:assert/strict';
import { formats, isModelPath, modelExtensions } from '../../../server/formats/catalogue';

describe('catalogue of formats', () => {
  it('names each format as it is called in the catalogue', () => {
    for (const [id, format] of Object.entries(formats)) assert.equal(format.id, id);
  });

  it('has endings with a dot in small letters, each once', () => {
    assert.ok(modelExtensions.every((extension) => /^(\.[a-z0-9]+)+$/.test(extension)));
    assert.equal(new Set(modelExtensions).size, modelExtensions.length);
  });

  it('knows names of model files by their endings', () => {
    for (const name of ['a.safetensors', 'runs/A.NPY', 'C:\\x\\acts.npz', 'model.safetensors.index.json']) {
      assert.ok(isModelPath(name), name);
    }
    for (const name of ['a.json', 'safetensors', 'a.npy.txt', 'model.index.json', 'a.pt', '']) {
      assert.equal(isModelPath(name), false, name);
    }
  });
});
