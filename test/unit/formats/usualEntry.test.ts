import assert from 'node:assert/strict';
import { UsualEntries } from '../../../server/formats/usualEntry';

const entry = '{"dtype":"F32","shape":[2,0,15],"data_offsets":[8,128]}';

describe('The usual form of an entry', () => {
  it('is read, and where it ends', () => {
    const entries = new UsualEntries(`"a":${entry},`);
    assert.deepEqual(entries.read(4), { dtype: 'F32', shape: [2, 0, 15], begin: 8, end: 128 });
    assert.equal(entries.end, 4 + entry.length);
  });

  it('has an empty shape for a scalar', () => {
    const text = '{"dtype":"I64","shape":[],"data_offsets":[0,8]}';
    assert.deepEqual(new UsualEntries(text).read(0)?.shape, []);
  });

  for (const [what, from, to] of [
    ['white space', '"shape":', '"shape": '],
    ['another order', '"dtype":"F32","shape":[2,0,15]', '"shape":[2,0,15],"dtype":"F32"'],
    ['an escape in the type', 'F32', 'F\\u0033'],
    ['no type', 'F32', ''],
    ['a leading zero', '[2,', '[02,'],
    ['a sign', '[2,', '[-2,'],
    ['a fraction', '[2,', '[2.0,'],
    ['sixteen digits', '[2,', '[9007199254740993,'],
    ['a missing length', '[2,', '[,'],
    ['a comma at the end', '15]', '15,]'],
    ['one offset', '[8,128]', '[8]'],
    ['more keys', '128]}', '128],"a":1}'],
  ] as const) {
    it(`leaves ${what} to the general parser`, () => {
      assert.ok(entry.includes(from));
      assert.equal(new UsualEntries(entry.replace(from, to)).read(0), undefined);
    });
  }

  it('is not found where the text ends early', () => {
    for (let end = 0; end < entry.length; end++) {
      assert.equal(new UsualEntries(entry.slice(0, end)).read(0), undefined);
    }
  });
});
