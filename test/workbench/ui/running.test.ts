import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { safetensors } from '../../samples/writeSafetensors';
import { acceptRow, openFile, palette, pressInPicker, webviewFrame } from '../host/page';
import { chooseInExplorer, closeAll, reloadWindow, shot, showComparisons, view, world } from './world';

describe('Comparing by running', function () {
  this.timeout(240_000);
  const inputs = 'inputs.safetensors';
  after(closeAll);
  after(() => rmSync(join(world().host.workspace, inputs), { force: true }));

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
    await acceptRow(page, rowCalled(/step-1000\.safetensors.*seed1/));
    await title('Instances to run on: seed0 ↔ seed1 · step-1000').waitFor();
    await rowCalled('images.npy').waitFor();
    await shot('running-instances');
    await page.locator('.quick-input-widget input').first().fill('labels.npy');
    await rowCalled(/labels\.npy.*it has array \[2000\], and the model takes input \[\?, 784\]/).waitFor();
    await shot('running-unfit');
    await page.locator('.quick-input-widget input').first().fill('');
    await rowCalled('images.npy').waitFor();
    await pressInPicker(page, 'Enter');
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
    await pressInPicker(page, 'Enter');
    await title('Instances to run on').waitFor();
    await rowCalled('images.npy').waitFor();
    assert.match(await list().innerText(), /used last/);
    await shot('running-again');
    await pressInPicker(page, 'Enter');
    await grid();
    await tab().waitFor();
  });

  it('makes known how often they answer differently, over a path to a model', async () => {
    const { page } = world();
    await openFile(page, 'runs.yaml');
    const path = page.locator('.view-line', { hasText: 'seed1/step-1000' }).getByText('step-1000').first();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'predictions differ on' }).first();
    for (let tries = 0; tries < 20 && !(await hover.isVisible()); tries += 1) {
      await page.mouse.move(5, 5);
      await path.hover();
      await hover.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    assert.match(
      await hover.innerText(),
      /step-1000\.safetensors: predictions differ on \d\.\d+ % \(expected from accuracies alone [\d.]+–[\d.]+ %\)/,
    );
    await shot('running-hover');
    await page.keyboard.press('Escape');
    await page.locator('.codelens-decoration a', { hasText: 'predictions differ on' }).first().waitFor();
  });

  it('is offered where weights of models that can be run are compared, and asks which tensor to take', async () => {
    const { host, page } = world();
    const digits = { shape: [20, 784], values: new Float32Array(20 * 784).map((_, i) => (i * 37) % 256) };
    const file = join(host.workspace, inputs);
    writeFileSync(
      file,
      safetensors(
        [
          ['train', digits],
          ['test', digits],
        ],
        [],
      ),
    );
    await closeAll();
    await chooseInExplorer(['seed0', 'seed1'], 'step-1000.safetensors', 'Compare Models');
    const weights = await grid();
    await shot('running-weights');
    await weights.getByRole('button', { name: 'Compare by Running on Inputs…' }).click();
    await title('Instances to run on').waitFor();
    await page.locator('.quick-input-widget input').first().fill(inputs);
    await acceptRow(page, rowCalled(inputs));
    await title('Input "input", float64 [?, 784]').waitFor();
    assert.match(await list().innerText(), /train[^]*test[^]*One Number/);
    await shot('running-input');
    await acceptRow(page, rowCalled('test'));
    await page.getByRole('tab', { name: /seed0 ↔ seed1 · step-1000 on inputs/ }).waitFor();
    // The panel in front before is a page of the same kind.
    await webviewFrame(page, 'body[data-view="comparison"] :text("over 20 rows")');
    await closeAll();
  });

  it('begins in the Explorer, with both models selected', async () => {
    await chooseInExplorer(['seed0', 'seed1'], 'step-1000.safetensors', 'Compare by Running...');
    await title('Instances to run on: seed0 ↔ seed1 · step-1000').waitFor();
    await world().page.keyboard.press('Escape');
  });

  it('is run again when the cache was cleared', async () => {
    const { page } = world();
    // The list was folded: at first it has the lines of then, and what a click meant moves away under it. What the
    // extension is asked after the lines is answered after them.
    await showComparisons(true);
    await palette(page, 'nnsim: Clear Cache');
    await page
      .getByText(/Deleted \d+ cached results/)
      .first()
      .waitFor();
    await closeAll();
    await page
      .getByRole('treeitem', { name: /^seed0 ↔ seed1, done, .* on images/ })
      .first()
      .click();
    await tab().waitFor();
    await grid();
    await shot('running-cleared');
  });

  it('comes back with the window, and is run again where what was kept is gone', async () => {
    const { host } = world();
    const kept = join(host.userData, 'User/globalStorage/nnsim.nnsim/runs');
    assert.ok(readdirSync(kept).length > 0, 'runs are kept');
    rmSync(kept, { recursive: true });
    await reloadWindow();
    await tab().waitFor({ timeout: 60_000 });
    await grid();
    assert.ok(readdirSync(kept).length > 0, 'runs are kept again');
    await shot('running-reopened');
  });
});
