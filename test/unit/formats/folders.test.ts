import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileIn } from '../../../server/formats/folders';

describe('fileIn', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-folders-'));
  after(() => rmSync(folder, { recursive: true }));

  const holding = (name: string, ...files: string[]): string => {
    const path = join(folder, name);
    mkdirSync(path);
    for (const file of files) writeFileSync(join(path, file), '');
    return path;
  };

  it('opens a folder by the file that makes it one model', async () => {
    const sharded = holding('sharded', 'model-1.safetensors', 'model.safetensors.index.json', 'config.json');
    assert.equal(await fileIn(sharded), join(sharded, 'model.safetensors.index.json'));
    const single = holding('single', 'config.json', 'model.safetensors');
    assert.equal(await fileIn(single), join(single, 'model.safetensors'));
    const dataset = holding('dataset', 'data-00000-of-00001.arrow', 'dataset_info.json', 'state.json');
    assert.equal(await fileIn(dataset), join(dataset, 'state.json'));
    const adapter = holding('adapter', 'adapter_config.json', 'adapter_model.safetensors');
    assert.equal(await fileIn(adapter), join(adapter, 'adapter_model.safetensors'));
  });

  it('asks which of several data sets is meant', async () => {
    await assert.rejects(fileIn(holding('splits', 'dataset_dict.json')), {
      name: 'BadInput',
      message: /splits holds several data sets, each in a folder of its own: open one of these\.$/,
    });
  });

  it('says what it looked for in any other folder', async () => {
    await assert.rejects(fileIn(holding('other', 'a.npy')), {
      name: 'BadInput',
      message: /other is a folder, not a file, and holds none of model\.safetensors\.index\.json, /,
    });
  });
});
