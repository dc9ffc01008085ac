import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { noise, writeSafetensors } from '../../lsp/fixtures';
import { chooseTheme, openFile, palette, pick, pressInPicker } from '../host/page';
import { findings } from './findings';
import { choose, type } from './picking';
import { closeAll, exportTo, reloadWindow, shot, showComparisons, view, world } from './world';

/** The page of the logits of the three seeds, chosen from the palette. */
function comparedLogits(): Promise<Frame> {
  return comparedCalled('logits.npy');
}

/** The page of the files of that name of the three seeds. */
async function comparedCalled(name: string): Promise<Frame> {
  const { page } = world();
  await palette(page, 'nnsim: Compare Several Models...');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await input.fill(name);
  for (const seed of ['seed0', 'seed1', 'seed2']) {
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: seed }).first();
    await row.locator('input[type=checkbox], .monaco-checkbox').first().click();
  }
  await shot('group-picker');
  await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
  const panel = await view('group');
  await panel.locator('[data-state=done]').waitFor({ timeout: 60_000 });
  return panel;
}

describe('A set of models', function () {
  this.timeout(240_000);
  afterEach(closeAll);

  it('is compared from the palette: its scores, its pairs and the instances that its models differ on', async () => {
    const panel = await comparedLogits();
    await panel
      .getByText(/^All 3 models give the same answer to 9\d(\.\d+)? % of 2,000 instances;/)
      .waitFor();
    for (const title of ['Ambiguity', 'Discrepancy', 'Label entropy', 'Rashomon capacity'])
      await panel.getByRole('button', { name: title, exact: true }).waitFor();
    await panel.waitForFunction("document.querySelector('.instance-input')?.width === 28");
    await shot('group');
    assert.deepEqual(await findings(panel), []);
    const more = panel.getByRole('button', { name: 'Show more instances' });
    await more.scrollIntoViewIfNeeded();
    await shot('group-instances');
    await more.click();
    await panel.getByText('72 of 2,000 instances').waitFor();
    await panel.getByLabel('Order of the instances').click();
    await panel.getByRole('option', { name: 'Label entropy' }).click();
    await panel.getByText('48 of 2,000 instances').waitFor();
    await panel.getByLabel('Baseline', { exact: true }).click();
    await panel.getByRole('option', { name: 'seed2' }).click();
    await panel
      .getByText(/^Replacing seed2 by another of these models changes up to \d(\.\d+)? % of its answers/)
      .waitFor();
    const target = (format: string): string => join(world().host.workspace, `set.${format}`);
    for (const format of ['csv', 'svg', 'png']) await exportTo(panel, format.toUpperCase(), target(format));
    const read = (format: string) => readFileSync(target(format));
    assert.match(read('csv').toString(), /hard\.ambiguity,.*\r\n[^]*logits\.npy,.*hard\.disagreement/);
    assert.match(
      read('svg').toString(),
      />Disagreement<[^]*Outputs of 3 models, 2,000 instances[^]*seed0 × seed1: 0\.0\d+/,
    );
    assert.equal(read('png').subarray(1, 4).toString(), 'PNG');
    for (const format of ['csv', 'svg', 'png']) rmSync(target(format));
  });

  it('is compared on the rows that a person chooses, with classes by name or by position', async () => {
    const { host, page } = world();
    const orders = { seed0: 'cat,dog,emu', seed1: 'cat,dog,emu', seed2: 'emu,cat,dog' };
    for (const [run, order] of Object.entries(orders)) {
      mkdirSync(join(host.workspace, run), { recursive: true });
      const names = JSON.stringify(order.split(','));
      const file = join(host.workspace, run, 'named.safetensors');
      await writeSafetensors(file, [noise('logits', [50, 3], 1)], { 'nnsim.classes': names });
    }
    const panel = await comparedCalled('named.safetensors');
    await panel.getByText(/^All 3 models give the same answer to 0 % of 50 instances;/).waitFor();
    await panel.getByLabel('Classes are matched').click();
    await panel.getByRole('option', { name: 'Classes by position' }).click();
    await panel.getByText('All 3 models give the same answer to 100 % of 50 instances.').waitFor();
    await panel.getByRole('button', { name: 'Change dimensions and rows' }).click();
    await choose('Rows...', 'A range...');
    await type('0:20');
    await pressInPicker(page, 'Enter');
    await choose('Flattened');
    await panel.getByText('All 3 models give the same answer to 100 % of 20 instances.').waitFor();
    await panel.getByText('Flattened, rows 0:20').waitFor();
    await shot('group-read');
    assert.deepEqual(await findings(panel), []);
    await reloadWindow();
    const again = await view('group');
    await again.getByText('All 3 models give the same answer to 100 % of 20 instances.').waitFor();
    for (const run of Object.keys(orders)) rmSync(join(host.workspace, run, 'named.safetensors'));
  });

  it('shows its pairs as a grid and as a table, by another measure, and opens two of its models by the keyboard', async () => {
    const { page } = world();
    const panel = await comparedLogits();
    await panel.getByRole('button', { name: /^Measure of each pair: Disagreement/ }).click();
    await pick(page, 'Jensen');
    await panel.getByRole('button', { name: /^Measure of each pair: Jensen/ }).waitFor();
    await panel.locator('[data-state=done]').waitFor({ timeout: 60_000 });
    await panel.getByRole('button', { name: 'Show pairs as table' }).click();
    await panel.getByRole('columnheader', { name: 'seed2' }).waitFor();
    await shot('group-table');
    await panel.getByRole('button', { name: 'Show pairs as grid' }).click();
    await panel.getByRole('grid').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const pair = await view('comparison');
    await pair.getByText(/^Predictions differ on 3\.\d+ % of 2,000 instances\./).waitFor({ timeout: 30_000 });
  });

  it('suits every theme without serious accessibility findings', async () => {
    const { page } = world();
    const panel = await comparedLogits();
    for (const [label, bodyClass] of [
      ['Light Modern', 'vs'],
      ['Dark High Contrast', 'hc-black'],
      ['Light High Contrast', 'hc-light'],
      ['Dark Modern', 'vs-dark'],
    ] as const) {
      await chooseTheme(page, label, bodyClass);
      await shot(`group-${bodyClass}`);
      assert.deepEqual(await findings(panel), []);
    }
  });

  it('stands in the view of comparisons, and its page comes back with the window', async () => {
    const { page } = world();
    await comparedLogits();
    await openFile(page, 'seed0/logits.npy');
    await view('model');
    await page.locator('.tab', { hasText: 'seed0, seed1, seed2' }).click();
    await (await view('group')).getByText(/^All 3 models give the same answer to/).waitFor();
    await reloadWindow();
    const panel = await view('group');
    await panel.locator('[data-state=done]').waitFor({ timeout: 60_000 });
    await panel.getByText(/^All 3 models give the same answer to/).waitFor();
    await showComparisons(true);
    const item = page.getByRole('treeitem', { name: /^seed0, seed1, seed2 · logits, done/ });
    await item.waitFor();
    await item.locator('.monaco-tl-twistie').click();
    await page
      .getByRole('treeitem', { name: /^Ambiguity/ })
      .waitFor()
      .finally(() => shot('group-in-view'));
    await showComparisons(false);
  });
});
