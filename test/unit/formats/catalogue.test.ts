import assert from 'node:assert/strict';
import { formats, modelExtensions } from '../../../server/formats/catalogue';

describe('catalogue of formats', () => {
  it('names each format as it is called in the catalogue', () => {
    for (const [id, format] of Object.entries(formats)) assert.equal(format.id, id);
  });

  it('has endings with a dot in small letters, each once', () => {
    assert.ok(modelExtensions.every((extension) => /^(\.[a-z0-9]+)+$/.test(extension)));
    assert.equal(new Set(modelExtensions).size, modelExtensions.length);
  });
});
