import assert from 'node:assert/strict';
import { formats } from '../../../server/formats/catalogue';
import { endings, modelEndings, otherEndings, ownEndings } from '../../../server/protocol';

describe('catalogue of formats', () => {
  it('names each format as it is called in the catalogue, and has its endings from the one list', () => {
    for (const [id, format] of Object.entries(formats)) assert.equal(format.id, id);
    assert.deepEqual(
      Object.fromEntries(Object.entries(formats).map(([id, format]) => [id, format.endings])),
      endings,
    );
  });

  it('has endings in small letters, in the lists each once', () => {
    const all = [...ownEndings, ...otherEndings];
    for (const ending of all) assert.match(ending, /^[a-z0-9_.-]*\.[a-z0-9_]+$/);
    assert.equal(new Set(all).size, all.length);
    assert.ok(modelEndings.every((ending) => all.includes(ending)));
  });
});
