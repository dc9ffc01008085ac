import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import { modelEndings } from '../../server/protocol';
import { assertRefused, Folder } from './folder';
import { float32s, npyOf, safetensorsFile, zipFile } from './writers';

const numbers = npyOf('<f4', [4], float32s(1, 2, 3, 4));
const asNpy = 'save the tensors as .safetensors, .npy or .npz.';

describe('corpus: any format', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  /** What is said about a path that holds no readable file; `@` stands for it. */
  const refusesPath = (path: string, message: string): Promise<void> =>
    assertRefused(() => openModel(path), message.replaceAll('@', path));

  it('refuses what is no file without waiting for it', async () => {
    const fifo = join(folder.path, 'fifo.npy');
    execFileSync('mkfifo', [fifo]);
    await refusesPath(fifo, '@ is a named pipe, not a file: choose a model file.');
    mkdirSync(join(folder.path, 'folder.npy'));
    await refusesPath(
      join(folder.path, 'folder.npy'),
      '@ is a folder, not a file, and holds none of model.safetensors.index.json, model.safetensors, pytorch_model.bin.index.json, pytorch_model.bin, adapter_model.safetensors, adapter_model.bin, state.json, dataset_info.json, flax_model.msgpack, saved_model.pb, shards.json, model.json, zarr.json, .zmetadata, .zgroup, .zarray: choose a model file.',
    );
    await refusesPath('/dev/zero', '@ is a device or socket, not a file: choose a model file.');
    await refusesPath(join(folder.path, 'none.npy'), '@ does not exist.');
    await refusesPath(join(folder.path, 'x'.repeat(300)), '@ does not exist: the name is too long.');
    const loop = join(folder.path, 'loop.npy');
    symlinkSync(loop, loop);
    await refusesPath(loop, '@ is a symbolic link that leads in a circle.');
    await assertRefused(() => openModel('a\0.npy'), '"a\\u0000.npy" is no path of a file.');
  });

  it('refuses a file it may not read', async () => {
    const path = folder.write('locked.npy', numbers);
    chmodSync(path, 0);
    // The superuser may read everything: be nobody for a moment.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      await refusesPath(path, '@ may not be read: you lack the permission.');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('refuses files without content', async () => {
    const empty = '@ is empty: it has 0 bytes. Copy or download it again.';
    await folder.refuses('empty.npy', '', empty);
    await folder.refuses('empty.npz', '', empty);
    await folder.refuses('empty.safetensors.index.json', '', empty);
    await folder.refuses(
      'empty.txt',
      '',
      `@ is no model file that can be read: ${modelEndings.join(', ')} can.`,
    );
  });

  it('opens a file by its content and says so when the name says something else', async () => {
    const zip = await folder.openBytes('zip.npy', zipFile([{ name: 'x.npy', data: numbers }]));
    assert.equal(zip.format, 'npz');
    assert.deepEqual(zip.warnings, ['The name says NumPy array, but the content is NumPy archive.']);
    const npy = await folder.openBytes('npy.safetensors', numbers);
    assert.deepEqual(npy.warnings, ['The name says safetensors, but the content is NumPy array.']);
    const safetensors = await folder.openBytes('weights', safetensorsFile({}));
    assert.deepEqual([safetensors.format, ...safetensors.warnings], ['safetensors']);
  });

  it('says what a file is that cannot be read', async () => {
    await folder.refuses(
      'a.mat',
      'MATLAB 5.0 MAT-file, Platform: GLNXA64',
      "@ is a MATLAB file of version 5 to 7, which is not read: save it in MATLAB with save(…, '-v7.3').",
    );
    await folder.refuses(
      'c.npy',
      zipFile([{ name: 'a.txt', data: float32s() }]),
      `@ is a zip archive of a kind that is not read: ${asNpy}`,
    );
    await folder.refuses(
      'lfs.safetensors',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n',
      '@ is a Git LFS pointer, not the model itself: fetch the model with "git lfs pull".',
    );
    await folder.refuses(
      'page.npy',
      '<!DOCTYPE html>',
      '@ is a web page, not a model: download the file itself.',
    );
  });

  it('refuses to read from a file that grew, shrank or was overwritten while it was open', async () => {
    for (const [name, change] of [
      ['grown', (path: string) => appendFileSync(path, 'x')],
      ['cut', (path: string) => truncateSync(path, 90)],
      ['touched', (path: string) => utimesSync(path, 1, 1)],
    ] as const) {
      // Larger than the pages that may still be in memory.
      const file = await folder.openBytes(`${name}.npy`, npyOf('<f4', [20_000], Buffer.alloc(80_000)));
      const [tensor] = file.tensors;
      assert.ok(tensor);
      change(file.path);
      await assertRefused(
        () => file.read(tensor, 0, 20_000),
        `${file.path} was changed or cut short while it was open: open it again.`,
      );
      assert.equal(await file.changed(), true);
    }
  });

  it('knows when a file was replaced or deleted, and still reads what was opened', async () => {
    const file = await folder.openBytes('replaced.npy', numbers);
    assert.equal(await file.changed(), false);
    renameSync(folder.write('new.npy', numbers), file.path);
    assert.equal(await file.changed(), true);
    const again = await folder.open(file.path);
    assert.notEqual(again.identity, file.identity);
    assert.ok(file.tensors[0]);
    assert.deepEqual([...(await file.read(file.tensors[0], 1, 2))], [2, 3]);
    rmSync(file.path);
    assert.equal(await again.changed(), true);
  });
});
