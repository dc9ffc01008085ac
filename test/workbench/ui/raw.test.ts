import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptRow, openFile, palette, pick, pressInPicker } from '../host/page';
import { closeAll, shot, view, world } from './world';

describe('A file of bare numbers in the editor', function () {
  this.timeout(120_000);
  const name = 'numbers.bin';
  const pathOf = (file: string): string => join(world().host.workspace, file);
  afterEach(async () => {
    await closeAll();
    for (const file of [name, `${name}.json`]) rmSync(pathOf(file), { force: true });
  });

  it('asks what it holds, checks that as it is typed, and remembers the answer where one likes', async () => {
    const { page } = world();
    const numbers = Float32Array.from({ length: 600 }, (_, i) => i / 2);
    writeFileSync(pathOf(name), new Uint8Array(numbers.buffer));
    await openFile(page, name);
    await palette(page, 'View: Reopen Editor With...');
    await pick(page, 'Neural Network Model (nnsim)');
    const failed = await view('model');
    await failed
      .getByRole('alert')
      .getByText(/does not say which/)
      .waitFor();
    await shot('raw-alone');
    await failed.getByRole('button', { name: 'Describe the Numbers…' }).click();

    const input = page.locator('.quick-input-widget input');
    const row = (text: string) =>
      page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row('600 numbers').waitFor();
    await pick(page, 'float32');
    await row('60x10').waitFor();
    await input.fill('100x7');
    await row('The file has 2400 bytes, and a float32 array of 100 x 7 takes 2800.').waitFor();
    await pressInPicker(page, 'Enter');
    await shot('raw-shape');
    await input.fill('?x6');
    await acceptRow(page, row('100 × 6'));
    await acceptRow(page, row('Remember in This Workspace'));

    const tab = await view('model');
    const list = tab.getByRole('treegrid', { name: 'Tensors' });
    await list.getByText('numbers', { exact: true }).first().waitFor();
    await list
      .getByText(/100 × 6/)
      .first()
      .waitFor();
    assert.equal(existsSync(pathOf(`${name}.json`)), false);
    await shot('raw-described');

    await palette(page, 'nnsim: Describe Bare Numbers...');
    await row('600 numbers').waitFor();
    await pick(page, 'float32');
    await acceptRow(page, row('60x10'));
    await acceptRow(page, row(`Write ${name}.json`));
    await list
      .getByText(/60 × 10/)
      .first()
      .waitFor();
    assert.deepEqual(JSON.parse(readFileSync(pathOf(`${name}.json`), 'utf8')), {
      dtype: 'float32',
      shape: [60, 10],
      order: 'C',
      offset: 0,
      byte_order: 'little',
    });

    // By hand, as by anybody else.
    writeFileSync(pathOf(`${name}.json`), '{ "dtype": "float32", "shape": [30, 20] }');
    await list
      .getByText(/30 × 20/)
      .first()
      .waitFor();
  });
});
