import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { pick } from '../host/page';
import { chooseInExplorer, closeAll, exportTo, shot, view, world } from './world';

const file = 'activations-1000.safetensors';

/** Selects a file of two folders in the Explorer and chooses Compare Models from the context menu. */
async function compareFromExplorer(a: string, b: string): Promise<Frame> {
  await chooseInExplorer([a, b], file, 'Compare Models');
  const panel = await view('comparison');
  await panel.locator('[data-state=done]').waitFor({ timeout: 30_000 });
  return panel;
}

describe('Comparing two models', function () {
  this.timeout(120_000);
  afterEach(closeAll);

  it('shows the grid of layers, and every measure of a pair chosen by keyboard', async () => {
    const { page } = world();
    const panel = await compareFromExplorer('seed0', 'seed1');
    const grid = panel.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await shot('comparison');
    const title = panel.getByRole('heading', { level: 1 });
    assert.match(await title.innerText(), /^Comparison of seed0\/.* and seed1\//);
    await page.keyboard.press('Enter');
    const pair = panel.locator('.pair-pane');
    await pair.getByText('Orthogonal Procrustes', { exact: false }).waitFor();
    await pair.getByText(/k-NN Jaccard/).waitFor();
    await pair.locator('.pair-progress.invisible').waitFor({ state: 'attached', timeout: 90_000 });
    await shot('pair');
  });

  it('compares anew when another measure is chosen', async () => {
    const panel = await compareFromExplorer('seed0', 'seed1');
    const caption = panel.locator('.caption .sentence');
    assert.match(await caption.innerText(), /CKA/);
    await panel.getByRole('button', { name: /^Measure: CKA/ }).click();
    await pick(world().page, 'SVCCA');
    await caption.getByText(/SVCCA/).waitFor();
    await panel.locator('[data-state=done]').waitFor();
  });

  it('exports the values and the picture', async () => {
    const { host } = world();
    const panel = await compareFromExplorer('seed0', 'seed1');
    for (const format of ['CSV', 'JSON', 'SVG', 'PNG']) {
      const target = join(host.workspace, `grid.${format.toLowerCase()}`);
      await exportTo(panel, format, target);
    }
    const rows = readFileSync(join(host.workspace, 'grid.csv'), 'utf8').trim().split('\n');
    assert.equal(rows.length, 1 + 9);
    const json = JSON.parse(readFileSync(join(host.workspace, 'grid.json'), 'utf8')) as object;
    assert.ok('cells' in json || 'scores' in json);
    assert.match(readFileSync(join(host.workspace, 'grid.svg'), 'utf8'), /<svg[^>]*>[\s\S]*layer1/);
    assert.equal(readFileSync(join(host.workspace, 'grid.png')).subarray(1, 4).toString(), 'PNG');
  });
});
