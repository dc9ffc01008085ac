import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { noise, writeSafetensors } from '../../lsp/fixtures';
import { chooseTheme, compareWith, openFile, pick } from '../host/page';
import { findings } from './findings';
import { closeAll, exportTo, reloadWindow, shot, view, world } from './world';

/** The panel of two files of the samples, once its outputs have been compared. */
async function compared(file: string, name: string): Promise<Frame> {
  const { page } = world();
  await openFile(page, file);
  await (await view('model')).locator('.tensors').waitFor();
  await compareWith(page, name, 'seed1');
  const panel = await view('comparison');
  await panel.locator('[data-state=done]').waitFor({ timeout: 30_000 });
  return panel;
}

describe('The outputs of two models', function () {
  this.timeout(240_000);
  afterEach(closeAll);

  it('are what the panel shows of two files of logits: outcomes with the instances and images behind them', async () => {
    const { page } = world();
    const panel = await compared('seed0/logits.npy', 'logits.npy');
    await panel.getByText(/^Predictions differ on 3\.\d+ % of 2,000 instances\./).waitFor();
    await panel
      .getByText('Labels: samples/labels.npy')
      .or(panel.getByText(/^Labels: .*labels\.npy$/))
      .first()
      .waitFor();
    await panel
      .locator('.output-scores .pair-progress.invisible')
      .waitFor({ state: 'attached', timeout: 60_000 });
    await shot('outputs');
    assert.deepEqual(await findings(panel), []);
    const counts = await panel.locator('.outcome-count').allInnerTexts();
    assert.equal(
      counts.reduce((sum, text) => sum + Number(text.replace(',', '')), 0),
      2000,
    );
    const only = panel.getByRole('button', { name: /^Only seed0 right/ });
    const count = (await only.locator('.outcome-count').innerText()).trim();
    await only.focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('heading', { name: 'Only seed0 right' }).waitFor();
    await panel
      .locator('.instance-head')
      .getByText(new RegExp(`of ${count} instances`))
      .waitFor();
    const image = panel.locator('.instance-input').first();
    await panel.waitForFunction("document.querySelector('.instance-input')?.width === 28");
    await image.scrollIntoViewIfNeeded();
    await shot('outputs-instances');
    const target = (format: string) => join(world().host.workspace, `outputs.${format}`);
    for (const format of ['csv', 'json', 'svg', 'png'])
      await exportTo(panel, format.toUpperCase(), target(format));
    const read = (format: string) => readFileSync(target(format));
    assert.match(read('csv').toString(), /\r\noutcome,instances\r\nbothRight,\d+\r\n/);
    assert.match(read('csv').toString(), /\r\nrow,rowY,label,answerX,.*soft\.jsd.*\r\n0,0,/);
    const data = JSON.parse(read('json').toString()) as { instances: { row: number[] } };
    assert.equal(data.instances.row.length, 2000);
    assert.match(
      read('svg').toString(),
      /Outputs of seed0 and seed1[\s\S]*Only seed0 right[\s\S]*Instance by instance/,
    );
    assert.equal(read('png').subarray(1, 4).toString(), 'PNG');
    await panel.getByRole('button', { name: 'Show all instances' }).click();
    await panel.getByRole('heading', { name: 'Least similar instances first' }).waitFor();
    await panel.getByText('48 of 2,000 instances').waitFor();
    await panel.getByRole('button', { name: 'Show more instances' }).click();
    await panel.getByText('96 of 2,000 instances').waitFor();
  });

  it('are taken for what a person says, and stand behind each cell of the table of answers', async () => {
    const { page } = world();
    const panel = await compared('seed0/logits.npy', 'logits.npy');
    const grid = panel.getByRole('grid', { name: /^Answers of seed0/ });
    await grid.waitFor();
    await grid.getByRole('gridcell').first().focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('heading', { name: 'seed0 answers 0, seed1 answers 0' }).waitFor();
    await grid.getByRole('gridcell').first().focus();
    await page.keyboard.press('ArrowRight');
    assert.match(
      (await panel.locator('.class-cell:focus').getAttribute('aria-label')) ?? '',
      /^seed0 answers 0, seed1 1: \d+ instances?$/,
    );
    const picker = panel.getByLabel('Kind of the outputs');
    await picker.click();
    await panel.getByRole('option', { name: 'Probabilities' }).click();
    await panel
      .getByText(/is not a probability distribution/)
      .first()
      .waitFor();
    await shot('outputs-unfit');
    await picker.click();
    await panel.getByRole('option', { name: 'Logits' }).click();
    await panel
      .getByText(/taken for logits because it was chosen/)
      .first()
      .waitFor();
    await picker.click();
    await panel.getByRole('option', { name: 'As found: logits' }).click();
    await panel
      .getByText(/taken for logits because its rows are no probabilities/)
      .first()
      .waitFor();
    assert.equal(await panel.getByLabel('Classes are matched').count(), 0, 'the classes have no names');
  });

  it('are the tensors that a person chooses, with classes by name or by position, also after a reload', async () => {
    const { host, page } = world();
    for (const [run, order] of [
      ['seed0', 'cat,dog,emu'],
      ['seed1', 'emu,cat,dog'],
    ] as const) {
      const folder = join(host.workspace, run);
      mkdirSync(folder, { recursive: true });
      const heads = [noise('head1', [50, 3], 1), noise('head2', [50, 3], 2)];
      const names = JSON.stringify(order.split(','));
      await writeSafetensors(join(folder, 'heads.safetensors'), heads, { 'nnsim.classes': names });
    }
    const panel = await compared('seed0/heads.safetensors', 'heads');
    await panel.getByRole('button', { name: 'Show as outputs' }).click();
    await panel.getByText(/holds no outputs: no tensor is called logits/).waitFor();
    assert.deepEqual(await findings(panel), []);
    for (const run of ['seed0', 'seed1']) {
      await panel
        .getByRole('button', { name: `Outputs of ${run}: found by name. Choose the tensor` })
        .focus();
      await page.keyboard.press('Enter');
      await pick(page, 'head2');
    }
    await panel.getByText(/^Predictions differ on 100 % of 50 instances\./).waitFor();
    await panel
      .getByText(/^Classes matched by name: 3 of 3 in common\.$/)
      .first()
      .waitFor();
    const classes = panel.getByLabel('Classes are matched');
    await classes.focus();
    await page.keyboard.press('ArrowDown');
    await panel.getByText(/^Predictions differ on 0 % of 50 instances\./).waitFor();
    assert.equal(await panel.locator(':focus').getAttribute('data-control'), 'Classes');
    assert.deepEqual(await findings(panel), []);
    await shot('outputs-chosen');
    await reloadWindow();
    const again = await view('comparison');
    await again.getByText(/^Predictions differ on 0 % of 50 instances\./).waitFor({ timeout: 60_000 });
    await again.getByRole('button', { name: 'Outputs of seed0: head2. Choose the tensor' }).click();
    await pick(page, 'head1');
    await again.getByText(/^Predictions differ on [1-9]\d % of 50 instances\./).waitFor();
    for (const run of ['seed0', 'seed1']) rmSync(join(host.workspace, run, 'heads.safetensors'));
  });

  it('are compared anew when the comparison is run again, for files may have changed', async () => {
    const { host, page } = world();
    const write = (run: string, seed: number): Promise<void> => {
      mkdirSync(join(host.workspace, run), { recursive: true });
      return writeSafetensors(join(host.workspace, run, 'own.safetensors'), [noise('logits', [50, 3], seed)]);
    };
    await write('seed0', 1);
    await write('seed1', 1);
    const panel = await compared('seed0/own.safetensors', 'own');
    await panel.getByText(/^Predictions differ on 0 % of 50 instances\./).waitFor();
    await write('seed1', 2);
    await panel.getByRole('button', { name: 'Run Again' }).click();
    await panel.getByText(/^Predictions differ on [1-9]\d % of 50 instances\./).waitFor();
    for (const run of ['seed0', 'seed1']) rmSync(join(host.workspace, run, 'own.safetensors'));
    assert.equal(await panel.locator('.outcome').count(), 2, 'there are no labels');
    await page.keyboard.press('Escape');
  });

  it('stand beside the layers of two files that hold both', async () => {
    const { page } = world();
    const panel = await compared('seed0/activations-1000.safetensors', 'activations-1000');
    await panel.getByRole('grid').waitFor();
    const reading = panel.locator('.caption').getByText('Flattened, all rows');
    await reading.waitFor();
    await panel.getByRole('button', { name: 'Show as outputs' }).click();
    await reading.waitFor({ state: 'hidden' });
    const joint = panel.getByRole('table', { name: 'Similarity of layers beside that of outputs' });
    await joint.getByText('layer1').first().waitFor();
    await joint.getByText('Agreement beyond chance (kappa)').waitFor();
    await joint.scrollIntoViewIfNeeded();
    await shot('outputs-beside-layers');
    for (const [label, bodyClass] of [
      ['Light Modern', 'vs'],
      ['Dark High Contrast', 'hc-black'],
      ['Dark Modern', 'vs-dark'],
    ] as const) {
      await chooseTheme(page, label, bodyClass);
      await panel.locator('.outputs-summary').scrollIntoViewIfNeeded();
      await shot(`outputs-${bodyClass}`);
      assert.deepEqual(await findings(panel), []);
    }
    await panel.getByRole('button', { name: 'Show as grid' }).click();
    await panel.locator('.cell-scroller').waitFor();
  });
});
