import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { Bytes } from '../../../server/formats/bytes';
import { assertRefused, Folder } from '../../corpus/folder';

describe('Bytes', () => {
  const folder = new Folder();
  const content = randomBytes(3 * 16_384 + 100);

  it('reads any range, small ones through pages and large ones at once', async () => {
    const bytes = await Bytes.open(folder.write('a', content));
    try {
      assert.equal(bytes.size, content.length);
      for (const [position, length] of [
        [0, 8],
        [16_380, 10],
        [16_384, 16_384],
        [1, content.length - 1],
        [content.length - 3, 3],
        [content.length, 0],
      ] as const) {
        assert.deepEqual(
          Buffer.from(await bytes.read(position, length)),
          content.subarray(position, position + length),
        );
      }
    } finally {
      await bytes.close();
    }
  });

  it('reads a few bytes apart from all others, before the header has been read and after it', async () => {
    const bytes = await Bytes.open(folder.write('apart', content));
    try {
      const target = Buffer.alloc(30);
      for (const position of [0, 16_380, content.length - 30]) {
        await bytes.readApart(target.fill(0), position);
        assert.deepEqual(target, content.subarray(position, position + 30));
        await bytes.settle();
      }
      assert.throws(
        () => bytes.readApart(target, content.length - 29),
        /is cut short or damaged: bytes 49223 to 49253/,
      );
    } finally {
      await bytes.close();
    }
  });

  it('opens the file that stands for a folder, where somebody says which, and refuses folders else', async () => {
    const path = folder.write('within', 'one');
    const bytes = await Bytes.open(dirname(path), () => Promise.resolve(path));
    assert.equal(bytes.path, path);
    await bytes.close();
    await assertRefused(
      () => Bytes.open(dirname(path)),
      `${dirname(path)} is a folder, not a file: choose a model file.`,
    );
  });

  it('hands out memory that the caller may change', async () => {
    const bytes = await Bytes.open(folder.write('b', content));
    try {
      (await bytes.read(0, 10)).fill(0);
      assert.deepEqual(Buffer.from(await bytes.read(0, 10)), content.subarray(0, 10));
    } finally {
      await bytes.close();
    }
  });

  it('keeps few pages in memory while it reads many', async () => {
    const bytes = await Bytes.open(folder.write('c', Buffer.alloc(8 * 2 ** 20)));
    try {
      const before = process.memoryUsage().arrayBuffers;
      for (let at = 0; at < bytes.size; at += 16_384) await bytes.read(at, 1);
      assert.ok(process.memoryUsage().arrayBuffers - before < 2 * bytes.size);
      assert.equal((await bytes.read(0, 1))[0], 0);
    } finally {
      await bytes.close();
    }
  });

  it('refuses ranges outside the file', async () => {
    const bytes = await Bytes.open(folder.write('d', content));
    try {
      const message = (range: string): string =>
        `${bytes.path} is cut short or damaged: bytes ${range} are needed, and it has ${content.length}.`;
      await assertRefused(() => bytes.read(content.length - 1, 2), message('49251 to 49253'));
      await assertRefused(
        () => bytes.readInto(new Uint8Array(1), 2 ** 60),
        message(`${2 ** 60} to ${2 ** 60}`),
      );
      await assertRefused(() => bytes.readInto(new Uint8Array(1), -1), message('-1 to 0'));
    } finally {
      await bytes.close();
    }
  });

  it('tells files apart by their identity', async () => {
    const path = folder.write('e', 'one');
    const first = await Bytes.open(path);
    const same = await Bytes.open(path);
    folder.write('e', 'three');
    const other = await Bytes.open(path);
    assert.equal(first.identity, same.identity);
    assert.notEqual(first.identity, other.identity);
    await Promise.all([first, same, other].map((bytes) => bytes.close()));
  });
});
