import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { OpenFiles } from '../../../server/jobs/openFiles';
import { Folder } from '../../corpus/folder';
import { float32s, npyOf } from '../../corpus/writers';

describe('The files a thread has open', () => {
  const folder = new Folder();
  const array = (value: number): Buffer => npyOf('<f4', [1], float32s(value));
  const changed = { name: 'BadInput', message: /has changed on disk while it was being worked on/ };

  it('are no longer given once another file is in the place of one', async () => {
    const files = new OpenFiles();
    const path = folder.write('a.npy', array(1));
    const { identity } = await files.current(path);
    rmSync(path);
    folder.write('a.npy', Buffer.concat([array(2), Buffer.alloc(1)]));
    await assert.rejects(files.stamped({ path, identity }), changed);
    await assert.rejects(files.lately({ path, identity }), changed);
    await (await files.current(path)).close();
  });

  it('are taken for what they were a moment ago where very many pairs are read, and hold what they held', async () => {
    const files = new OpenFiles();
    const path = folder.write('b.npy', array(1));
    const { identity } = await files.current(path);
    rmSync(path);
    folder.write('b.npy', Buffer.concat([array(2), Buffer.alloc(1)]));
    const file = await files.lately({ path, identity });
    const [tensor] = file.tensors;
    assert.ok(tensor !== undefined);
    assert.deepEqual([...(await file.read(tensor, 0, 1))], [1]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await assert.rejects(files.lately({ path, identity }), changed);
    await (await files.current(path)).close();
  });
});
