import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFiles } from '../../../server/paths/files';
import { createModelPaths, type SourceText } from '../../../server/paths/modelPaths';

let root = '';

function source(text: string, version = 1): SourceText {
  return { uri: 'file:///x.py', languageId: 'python', version, getText: () => text };
}

describe('Model paths of a document', () => {
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'nnsim-paths-'));
    await mkdir(join(root, 'scripts'));
    await mkdir(join(root, 'folder.npy'));
    for (const name of ['a.npy', 'scripts/a.npy', 'b.npy']) await writeFile(join(root, name), '');
  });
  after(() => rm(root, { recursive: true }));

  const find = async (text: string): Promise<string[]> => {
    const paths = createModelPaths(['.npy']);
    return (await paths.find(source(text), [join(root, 'scripts'), root])).map((p) => p.path);
  };

  it('prefers the folder of the document, then takes the workspace folders', async () => {
    assert.deepEqual(await find("'a.npy' 'b.npy'"), [join(root, 'scripts/a.npy'), join(root, 'b.npy')]);
  });

  it('takes absolute paths as they are', async () => {
    assert.deepEqual(await find(`'${join(root, 'a.npy')}'`), [join(root, 'a.npy')]);
  });

  it('leaves out what does not exist and what is a folder', async () => {
    assert.deepEqual(await find("'missing.npy' 'folder.npy' 'a.npy/b.npy'"), []);
  });

  it('scans again only when the version has changed', async () => {
    const paths = createModelPaths(['.npy']);
    let scans = 0;
    const counted = (text: string, version: number): SourceText => ({
      ...source(text, version),
      getText: () => {
        scans++;
        return text;
      },
    });
    await paths.find(counted("'a.npy'", 1), [root]);
    await paths.find(counted("'a.npy'", 1), [root]);
    assert.equal(scans, 1);
    assert.equal((await paths.find(counted("'b.npy'", 2), [root])).length, 1);
    assert.equal(scans, 2);
  });
});

describe('Files on disk', () => {
  it('are asked about once within a moment and again after it', async () => {
    let now = 0;
    let asked = 0;
    const files = createFiles(() => now, (() => {
      asked++;
      return Promise.resolve({ isFile: () => true });
    }) as never);
    assert.equal(await files.isFile('/x'), true);
    assert.equal(await files.isFile('/x'), true);
    assert.equal(asked, 1);
    now = 3001;
    await files.isFile('/x');
    assert.equal(asked, 2);
    files.forget();
    await files.isFile('/x');
    assert.equal(asked, 3);
  });
});
