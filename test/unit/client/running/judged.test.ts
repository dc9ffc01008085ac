import assert from 'node:assert/strict';
import { judged } from '../../../../client/running/judged';

const never = () => new Promise<never>(() => undefined);

describe('Files that will not do', () => {
  it('are told with the reason; those that cannot be asked are not judged', async () => {
    const found = await judged(['a', 'b', 'c'], (file) =>
      file === 'c'
        ? Promise.reject(new Error('damaged'))
        : Promise.resolve(file === 'a' ? 'too wide' : undefined),
    );
    assert.deepEqual([...found], [['a', 'too wide']]);
  });

  it('are waited for a moment only, and a few are asked for at once', async () => {
    const files = Array.from({ length: 1000 }, (_, i) => i);
    let asked = 0;
    const found = await judged(
      files,
      (file) => {
        asked++;
        return file < 10 ? Promise.resolve('too wide') : never();
      },
      20,
    );
    assert.equal(found.size, 10);
    assert.ok(asked < 50, `${asked}`);
  });

  it('are none where there are no files', async () => {
    assert.equal((await judged([], never)).size, 0);
  });
});
