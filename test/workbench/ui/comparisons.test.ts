import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openFile, palette, pick, pressInPicker } from '../host/page';
import { longPairs, writeLongActivations } from './longRun';
import { closeAll, shot, showComparisons, view, world } from './world';

const long = ['long-x.safetensors', 'long-y.safetensors'] as const;

/** A line of the view "Model Comparisons", by what a screen reader says of it. */
function line(name: RegExp): Locator {
  return world().page.getByRole('treeitem', { name }).first();
}

/** Starts Compare Models from the palette and chooses both files. */
async function compare(x: string, y: string): Promise<void> {
  const { page } = world();
  await palette(page, 'nnsim: Compare Models');
  await pick(page, x);
  await page.getByText('Compare Models: second file').waitFor();
  await pick(page, y);
}

async function act(row: Locator, action: string): Promise<void> {
  await row.hover();
  await row.getByRole('button', { name: action }).click();
}

describe('The view of comparisons', function () {
  this.timeout(120_000);

  before(async () => {
    const { host } = world();
    for (const [seed, name] of long.entries()) writeLongActivations(join(host.workspace, name), seed + 1);
    await showComparisons(true);
  });
  afterEach(closeAll);
  after(() => {
    for (const name of long) rmSync(join(world().host.workspace, name));
  });

  it('welcomes when there is none', async () => {
    const { page } = world();
    const any = page.getByRole('treeitem', { name: /, (done|cancelled|failed), / });
    const welcome = page.getByText('How similar are two neural networks?');
    for (;;) {
      await welcome.or(any).first().waitFor();
      if (await welcome.isVisible()) break;
      const name = (await any.first().getAttribute('aria-label')) ?? '';
      // By its name: a list that was folded first shows the lines it had then.
      const one = page.getByRole('treeitem', { name, exact: true });
      await act(one, 'Remove from List');
      await one.waitFor({ state: 'detached' });
    }
    await shot('view-welcome');
  });

  it('lists a finished comparison with its number and its best pairs', async () => {
    const { page } = world();
    await openFile(page, 'seed0/activations-1000.safetensors');
    await (await view('model')).getByText('layer1', { exact: true }).first().waitFor();
    await page.locator('.tab.active', { hasText: 'activations-1000' }).waitFor();
    await palette(page, 'nnsim: Compare With...');
    // The namesake in the next folder is offered first.
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'seed1' })
      .first()
      .waitFor()
      .finally(() => shot('view-pick'));
    await pressInPicker(page, 'Enter');
    const row = line(/^seed0 ↔ seed1, done, mean 0\.9\d\d · .* · activations-1000/);
    await row.waitFor();
    await row.locator('.monaco-tl-twistie').click();
    await line(/^layer1 ↔ layer1: 0\.9/).waitFor();
    await shot('view-done');
  });

  it('says why a comparison failed', async () => {
    const { host } = world();
    writeFileSync(join(host.workspace, 'broken.npy'), 'no');
    await compare('labels.npy', 'broken.npy');
    await line(/^labels ↔ broken, failed, .*broken\.npy/).waitFor();
    await (await view('comparison')).locator('[data-state=failed]').getByText('broken.npy').waitFor();
    await shot('view-failed');
    rmSync(join(host.workspace, 'broken.npy'));
  });

  it('and the panel keep what a cancelled comparison had found', async () => {
    await compare(...long);
    const panel = await view('comparison');
    await panel.locator('[data-state=running]').waitFor();
    const words = panel.locator('.run-controls');
    await words.getByText(new RegExp(`[1-9]\\d* of ${longPairs} pairs`)).waitFor();
    await line(/^long-x ↔ long-y, running, \d+ %/).waitFor();
    await shot('running');
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.locator('[data-state=cancelled]').waitFor();
    assert.match(await words.innerText(), new RegExp(`Cancelled after [1-9]\\d* of ${longPairs} pairs`));
    await line(/^long-x ↔ long-y, cancelled, /).waitFor();
    await shot('cancelled');
  });

  it('runs a comparison again, and cancels it', async () => {
    await act(line(/^long-x ↔ long-y, cancelled, /), 'Run Again');
    const running = line(/^long-x ↔ long-y, running, /);
    await running.waitFor();
    await act(running, 'Cancel Comparison');
    await line(/^long-x ↔ long-y, cancelled, /).waitFor();
  });
});
