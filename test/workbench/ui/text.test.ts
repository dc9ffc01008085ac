import assert from 'node:assert/strict';
import { openFile } from '../host/page';
import { closeAll, shot, world } from './world';

describe('A path to a model file in source text', function () {
  this.timeout(90_000);
  afterEach(closeAll);

  it('has a hover that summarises the file', async () => {
    const { page } = world();
    await openFile(page, 'compare.py');
    const text = page
      .locator('.view-line', { hasText: 'base = ' })
      .getByText('activations-0500', { exact: false });
    await text.first().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'safetensors' }).first();
    await hover.getByText(/3 tensors/).waitFor();
    assert.match(await hover.innerText(), /layer1/);
    await shot('hover');
    await page.keyboard.press('Escape');
  });

  it('has a lens when lenses are switched on', async () => {
    const { page } = world();
    await openFile(page, 'compare.py');
    const lens = page.locator('.codelens-decoration a').first();
    await lens.waitFor();
    assert.match(await lens.innerText(), /tensors/);
    await shot('lens');
  });

  for (const file of ['runs.yaml', 'notes.md']) {
    it(`is a link in ${file}`, async () => {
      await openFile(world().page, file);
      await world().page.locator('.detected-link').first().waitFor();
    });
  }
});
