import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { noise, writeSafetensors } from '../../lsp/fixtures';
import { npy } from '../../samples/writeNpy';
import { compareWith, openFile, pressInPicker } from '../host/page';
import { closeAll, shot, view, world } from './world';

/** Compares two files and chooses the first pair of layers. */
async function choosePair(file: string, name: string, folder = name): Promise<Frame> {
  const { page } = world();
  await openFile(page, file);
  await (await view('model')).locator('.tensors').waitFor();
  await compareWith(page, name, folder);
  const panel = await view('comparison');
  await panel.locator('[data-state=done]').waitFor({ timeout: 30_000 });
  await panel.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  // Before the first is asked for, nothing is under way either.
  const values = panel.locator('.pair-score .pair-value', { hasText: /\d/ });
  await values.first().waitFor({ timeout: 60_000 });
  await panel.locator('.pair-progress.invisible').waitFor({ state: 'attached', timeout: 150_000 });
  return panel;
}

const rowOf = (panel: Frame, name: string) =>
  panel.locator('.pair-score').filter({ has: panel.getByRole('button', { name, exact: true }) });

describe('The pair view', function () {
  this.timeout(240_000);
  afterEach(closeAll);

  it('offers a labels file where a measure lacks one, computes with the chosen one, and keeps it', async () => {
    const { host, page } = world();
    for (const name of ['lab-a', 'lab-b'])
      await writeSafetensors(join(host.workspace, `${name}.safetensors`), [noise('layer', [60, 6], 1)]);
    mkdirSync(join(host.workspace, 'truth'), { recursive: true });
    const values = BigInt64Array.from({ length: 60 }, (_, i) => BigInt(i % 4));
    writeFileSync(join(host.workspace, 'truth/labels.npy'), npy({ shape: [60], values }));
    let panel = await choosePair('lab-a.safetensors', 'lab-b');
    const tolerance = rowOf(panel, 'Tolerance');
    assert.match(await tolerance.innerText(), /needs labels[^]*Choose Labels File…[^]*one class number/);
    await panel.locator('.pair-labels').getByText('No labels').waitFor();
    await tolerance.scrollIntoViewIfNeeded();
    await shot('labels-needed');
    await tolerance.getByRole('button', { name: /^Choose Labels File/ }).focus();
    await page.keyboard.press('Enter');
    const list = page.locator('.quick-input-list');
    await list.getByText('called labels').first().waitFor();
    await shot('labels-picker');
    // The labels of the samples belong to other instances.
    await page.locator('.quick-input-widget input').fill('truth');
    await list.locator('.monaco-list-row', { hasText: 'truth' }).first().waitFor();
    await pressInPicker(page, 'Enter');
    await panel.locator('.pair-labels').getByText('Labels: truth/labels.npy (4 classes)').waitFor();
    await tolerance.locator('.pair-value', { hasText: /\d/ }).waitFor();
    await shot('labels-chosen');
    await closeAll();
    panel = await choosePair('lab-a.safetensors', 'lab-b');
    await panel.locator('.pair-labels').getByText('Labels: truth/labels.npy (4 classes)').waitFor();
  });

  it('goes by the dimensions and rows that are chosen, says so, and keeps them', async () => {
    const { host, page } = world();
    for (const name of ['map-a', 'map-b'])
      await writeSafetensors(join(host.workspace, `${name}.safetensors`), [noise('conv', [40, 4, 3, 3], 1)]);
    let panel = await choosePair('map-a.safetensors', 'map-b');
    await panel.getByText('Flattened, all rows').last().waitFor();
    await panel.getByRole('button', { name: 'Change dimensions and rows' }).first().click();
    const list = page.locator('.quick-input-list');
    await list
      .getByText(/conv: \[40, 4, 3, 3\] becomes 40 x 36/)
      .first()
      .waitFor();
    await shot('reading-picker');
    const input = page.locator('.quick-input-widget input');
    await input.fill('Rows...');
    await pressInPicker(page, 'Enter');
    await list.getByText('A range...').waitFor();
    await input.fill('A range');
    await pressInPicker(page, 'Enter');
    await page
      .getByText(/As in 0:1000, sample 500 seed 1/)
      .first()
      .waitFor();
    await input.fill('some');
    await page
      .getByText(/selects no rows/)
      .first()
      .waitFor();
    await input.fill('0:30');
    await page
      .getByText(/selects no rows/)
      .first()
      .waitFor({ state: 'hidden' });
    await pressInPicker(page, 'Enter');
    await list
      .getByText(/becomes 30 x 36/)
      .first()
      .waitFor();
    await input.fill('Mean over');
    await list
      .getByText(/becomes 30 x 4/)
      .first()
      .waitFor();
    await pressInPicker(page, 'Enter');
    await panel.locator('.caption').getByText('Mean over positions, rows 0:30').waitFor();
    await panel.locator('.pair-pane').getByText('Mean over positions, rows 0:30').waitFor();
    await panel.locator('.pair-pane').getByText('30 rows compared').waitFor();
    await shot('reading-chosen');
    await closeAll();
    panel = await choosePair('map-a.safetensors', 'map-b');
    await panel.locator('.caption').getByText('Mean over positions, rows 0:30').waitFor();
  });

  it('stops one measure that takes long, says so, and offers to compute it again', async () => {
    const { page } = world();
    const panel = await choosePair('seed0/activations-1000.safetensors', 'activations-1000', 'seed1');
    const score = rowOf(panel, 'Geometry score');
    await score.getByRole('button', { name: /^Compute Geometry score/ }).focus();
    await page.keyboard.press('Enter');
    const stop = score.getByRole('button', { name: 'Stop computing Geometry score' });
    await stop.waitFor();
    await shot('pair-computing');
    await page.keyboard.press('Enter');
    await score.getByText('Stopped').waitFor();
    await score.getByRole('button', { name: /^Compute Geometry score/ }).waitFor();
    await panel.locator('.pair-progress.invisible').waitFor({ state: 'attached' });
    await shot('pair-stopped');
  });
});
