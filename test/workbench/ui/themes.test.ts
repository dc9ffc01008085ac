import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type * as axe from 'axe-core';
import { chooseTheme, openFile, palette } from '../host/page';
import { closeAll, root, shot, view, world } from './world';

const themes = [
  ['Dark Modern', 'vs-dark'],
  ['Light Modern', 'vs'],
  ['Dark High Contrast', 'hc-black'],
  ['Light High Contrast', 'hc-light'],
] as const;

/** Serious and critical findings of axe-core in a page of ours. */
async function findings(frame: Frame): Promise<string[]> {
  await frame.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const results = await frame.evaluate<axe.AxeResults>('axe.run(document)');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

describe('Every theme', function () {
  this.timeout(120_000);
  after(async () => {
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
      await palette(page, 'nnsim: Compare With...');
      const input = page.locator('.quick-input-widget input');
      await input.fill('activations-1000');
      const other = page.locator('.quick-input-list .monaco-list-row', { hasText: 'seed1' }).first();
      await other.click();
      const panel = await view('comparison');
      await panel.locator('[data-state=done]').waitFor({ timeout: 30_000 });
      await shot(`comparison-${bodyClass}`);
      assert.deepEqual(await findings(panel), []);
      await closeAll();
    });
  }
});
