import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { noise, writeSafetensors } from '../../lsp/fixtures';
import { chooseTheme, compareWith, openFile, palette, pick } from '../host/page';
import { findings } from './findings';
import { closeAll, shot, view, world } from './world';

const themes = [
  ['Dark Modern', 'vs-dark'],
  ['Light Modern', 'vs'],
  ['Dark High Contrast', 'hc-black'],
  ['Light High Contrast', 'hc-light'],
] as const;

describe('Every theme', function () {
  this.timeout(120_000);
  const odd = 'odd.safetensors';
  before(async () => {
    const tensor = noise('w', [40, 30], 1);
    tensor.values.set([NaN, Infinity], 3);
    await writeSafetensors(join(world().host.workspace, odd), [tensor]);
  });
  after(async () => {
    rmSync(join(world().host.workspace, odd), { force: true });
    await chooseTheme(world().page, 'Dark Modern', 'vs-dark');
    await closeAll();
  });

  for (const [label, bodyClass] of themes) {
    it(`suits the model page and the comparison panel without serious accessibility findings: ${label}`, async () => {
      const { page } = world();
      await chooseTheme(page, label, bodyClass);
      await openFile(page, 'seed0/activations-1000.safetensors');
      const tab = await view('model');
      await tab.getByText('layer1', { exact: true }).first().waitFor();
      await shot(`model-${bodyClass}`);
      assert.deepEqual(await findings(tab), []);
      await compareWith(page, 'activations-1000', 'seed1');
      const panel = await view('comparison');
      await panel.locator('[data-state=done]').waitFor({ timeout: 30_000 });
      await shot(`comparison-${bodyClass}`);
      assert.deepEqual(await findings(panel), []);
      await panel.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await panel.locator('.pair-progress.invisible').waitFor({ state: 'attached', timeout: 90_000 });
      await shot(`pair-${bodyClass}`);
      assert.deepEqual(await findings(panel), []);
      await panel.locator('.pair-score', { hasText: 'Geometry score' }).scrollIntoViewIfNeeded();
      await shot(`pair-slow-${bodyClass}`);
      await panel.getByRole('button', { name: /^Measure: CKA/ }).click();
      await page.locator('.quick-input-list').getByText('Similarity matrices').first().waitFor();
      await shot(`picker-${bodyClass}`);
      await page.keyboard.press('Escape');
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await closeAll();
    });

    it(`suits the values of a tensor without serious accessibility findings: ${label}`, async () => {
      const { page } = world();
      await chooseTheme(page, label, bodyClass);
      await openFile(page, odd);
      const tab = await view('model');
      await tab.getByRole('treegrid', { name: 'Tensors' }).getByText('w', { exact: true }).first().click();
      const values = tab.getByRole('region', { name: 'Values', exact: true });
      await values.getByText('Infinity', { exact: true }).waitFor();
      await tab.getByRole('button', { name: 'Statistics along axis 1' }).click();
      await tab.getByText('Axis 1, 30 entries').waitFor();
      await shot(`values-${bodyClass}`);
      assert.deepEqual(await findings(tab), []);
      await closeAll();
    });

    it(`suits the page of a measure and the guide without serious accessibility findings: ${label}`, async () => {
      const { page } = world();
      await chooseTheme(page, label, bodyClass);
      await palette(page, 'nnsim: About a Measure...');
      await pick(page, 'Orthogonal Procrustes');
      const measure = await view('measure');
      await measure.locator('math').first().waitFor();
      await shot(`measure-${bodyClass}`);
      assert.deepEqual(await findings(measure), []);
      await palette(page, 'nnsim: Which Measure Should I Use?');
      const guide = await view('guide');
      await guide.getByRole('radio').first().check();
      await guide.getByText(/These fit your answers/).waitFor();
      await shot(`guide-${bodyClass}`);
      assert.deepEqual(await findings(guide), []);
      await closeAll();
    });
  }
});
