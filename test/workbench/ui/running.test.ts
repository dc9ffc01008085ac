import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { openFile, palette } from '../host/page';
import { closeAll, shot, view, world } from './world';

describe('Comparing by running', function () {
  this.timeout(240_000);
  after(closeAll);

  const list = () => world().page.locator('.quick-input-list');
  const rowCalled = (text: string | RegExp) => list().locator('.monaco-list-row', { hasText: text }).first();
  const title = (text: string) => world().page.locator('.quick-input-title', { hasText: text });

  /** Opens a sample network and starts the command. */
  async function begin(): Promise<void> {
    const { page } = world();
    await openFile(page, 'seed0/step-1000.safetensors');
    await (await view('model')).locator('.tensors').waitFor();
    await palette(page, 'nnsim: Compare by Running...');
    await title('second model').waitFor();
  }

  async function grid(): Promise<Frame> {
    const panel = await view('comparison');
    await panel.locator('[data-state=done]').waitFor({ timeout: 60_000 });
    return panel;
  }

  const tab = () => world().page.getByRole('tab', { name: /seed0 ↔ seed1 · step-1000 on images/ });

  it('asks for the other model and the instances, runs both and shows their layers', async () => {
    const { page } = world();
    await begin();
    await shot('running-second');
    await page.locator('.quick-input-widget input').first().fill('seed1');
    await rowCalled(/step-1000\.safetensors.*seed1/).click();
    await title('Instances to run on: seed0 ↔ seed1 · step-1000').waitFor();
    await rowCalled('images.npy').waitFor();
    await shot('running-instances');
    await page.keyboard.press('Enter');
    const panel = await grid();
    await tab().waitFor();
    await panel.getByRole('grid').click({ position: { x: 80, y: 60 } });
    await panel.locator('.pair-pane').getByText('k-NN Jaccard').waitFor();
    await panel
      .getByText(/row layer\d, column layer\d: 0\.\d+/)
      .first()
      .waitFor({ state: 'attached' });
    await shot('running-compared');
  });

  it('remembers the answers: the next time is two times Enter', async () => {
    const { page } = world();
    await closeAll();
    await begin();
    await rowCalled(/step-1000\.safetensors.*seed1/).waitFor();
    assert.match(await list().innerText(), /chosen last/);
    await page.keyboard.press('Enter');
    await title('Instances to run on').waitFor();
    await rowCalled('images.npy').waitFor();
    assert.match(await list().innerText(), /used last/);
    await shot('running-again');
    await page.keyboard.press('Enter');
    await grid();
    await tab().waitFor();
  });

  it('is run again when the cache was cleared', async () => {
    const { page } = world();
    await palette(page, 'nnsim: Clear Cache');
    await page
      .getByText(/Deleted \d+ cached results/)
      .first()
      .waitFor();
    await closeAll();
    const header = page.getByRole('button', { name: 'Model Comparisons Section' });
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
    await page
      .getByRole('treeitem', { name: /^seed0 ↔ seed1, done, .* on images/ })
      .first()
      .click();
    await grid();
    await tab().waitFor();
    await shot('running-cleared');
  });
});
