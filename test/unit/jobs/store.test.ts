import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../../server/jobs/store';
import { prune } from '../../../server/jobs/storeUpkeep';

describe('The store', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nnsim-store-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function files(): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile());
  }

  it('gives back what was put, also to another store on the same folder', async () => {
    await new Store(folder).put('a', { value: 0.1, 'tricky\n"name"': '\u2028' });
    const store = new Store(folder);
    assert.deepEqual(await store.get('a'), { value: 0.1, 'tricky\n"name"': '\u2028' });
    assert.equal(await store.get('b'), undefined);
    assert.equal((await store.size()).entries, 1);
    assert.deepEqual((await store.clear()).entries, 1);
    assert.equal(await store.get('a'), undefined);
  });

  it('says in a sentence when it cannot be cleared', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await assert.rejects(new Store(join(file, 'cache')).clear(), {
      name: 'BadInput',
      message: /^The cache in .*cache cannot be removed \(ENOTDIR/,
    });
  });

  it('loses no write and leaves nothing behind when another process clears it meanwhile', async () => {
    const cache = join(folder, 'cache');
    const [writer, cleaner] = [new Store(cache), new Store(cache)];
    for (let round = 0; round < 20; round++) {
      const keys = Array.from({ length: 20 }, (_, i) => `${round} ${i}`);
      await Promise.all([...keys.map((key) => writer.put(key, key)), cleaner.clear()]);
      assert.equal(writer.trouble, undefined);
    }
    await writer.clear();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('takes a truncated, changed or foreign entry for none, wherever it is cut', async () => {
    const store = new Store(folder);
    await store.put('a', { value: 0.125 });
    const [file] = files();
    assert.ok(file !== undefined);
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length++) {
      truncateSync(file, length);
      assert.equal(await store.get('a'), undefined);
      writeFileSync(file, whole);
    }
    writeFileSync(file, whole.toString().replace('0.125', '0.126'));
    assert.equal(await store.get('a'), undefined);
    await store.put('other', 1);
    const other = files().find((name) => name !== file);
    writeFileSync(file, readFileSync(other ?? ''));
    assert.equal(await store.get('a'), undefined, 'an entry under the name of another key');
  });

  it('removes what was not used for the longest time, and forgotten drafts', async () => {
    const store = new Store(folder);
    for (let i = 0; i < 20; i++) await store.put(String(i), i);
    await store.settled();
    const draft = `${files()[0] ?? ''}.1.1.tmp`;
    writeFileSync(draft, 'half');
    for (const file of [...files(), draft]) utimesSync(file, 1000, 1000);
    await store.put('new', 'new');
    await prune(folder, { entries: 10, bytes: 1e9 });
    assert.equal(files().length, 9);
    assert.equal(await store.get('new'), 'new');
  });

  it('looks through what it has each time a tenth of its limits was written, by number or by bytes', async () => {
    for (const [limits, text, most] of [
      [{ entries: 50, bytes: 1e9 }, '', 55],
      [{ entries: 1e9, bytes: 50_000 }, 'x'.repeat(900), 60],
    ] as const) {
      const store = new Store(mkdtempSync(join(folder, 'limits-')), limits);
      for (let i = 0; i < 120; i++) await store.put(String(i), text);
      await store.settled();
      const { entries } = await store.size();
      assert.ok(entries > 20 && entries <= most, `${entries} are kept`);
    }
  });

  it('tells once why it cannot write, and goes on', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const told: string[] = [];
    const store = new Store(file, undefined, (trouble) => told.push(trouble));
    await store.put('a', 1);
    assert.match(store.trouble ?? '', /^The cache cannot be written \(.*\): results are not kept\.$/);
    await store.put('b', 1);
    assert.equal(await store.get('a'), undefined);
    assert.deepEqual(told, [store.trouble]);
  });

  it('keeps what it has on a full disk and on one that is read-only, and says which it is', async function () {
    const mount = (...options: string[]) =>
      spawnSync('mount', ['-t', 'tmpfs', ...options, 'none', folder]).status;
    // For root on Linux only.
    if (mount('-o', 'size=256k') !== 0) this.skip();
    try {
      const store = new Store(folder);
      await store.put('a', 'kept');
      for (let i = 0; i < 100 && store.trouble === undefined; i++)
        await store.put(String(i), 'x'.repeat(20_000));
      assert.equal(store.trouble, 'The cache cannot be written (the disk is full): results are not kept.');
      assert.equal(await store.get('a'), 'kept');
      assert.ok(files().every((file) => !file.endsWith('.tmp')));
      assert.equal(spawnSync('mount', ['-o', 'remount,ro', folder]).status, 0);
      const other = new Store(folder);
      await other.put('a', 1);
      assert.equal(
        other.trouble,
        'The cache cannot be written (the disk is read-only): results are not kept.',
      );
      assert.equal(await other.get('a'), 'kept');
    } finally {
      spawnSync('umount', [folder]);
    }
  });

  it('keeps nothing without a folder', async () => {
    const store = new Store(null);
    await store.put('a', 1);
    assert.equal(await store.get('a'), undefined);
    assert.deepEqual(await store.clear(), { entries: 0, bytes: 0 });
  });
});
