import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { noise, writeSafetensors } from '../../lsp/fixtures';
import { compareWith, openFile, pick } from '../host/page';
import { closeAll, shot, view, world } from './world';

const list = () => world().page.locator('.quick-input-list');
const input = () => world().page.locator('.quick-input-widget input');

/** Opens a file and compares it with another by the command. */
async function compare(file: string, name: string, folder = name): Promise<Frame> {
  const { page } = world();
  await openFile(page, file);
  await (await view('model')).locator('.tensors').waitFor();
  await compareWith(page, name, folder);
  const panel = await view('comparison');
  await panel.locator('[data-state=done]').waitFor({ timeout: 30_000 });
  return panel;
}

describe('The measures in the editor', function () {
  this.timeout(120_000);
  afterEach(closeAll);

  it('are offered by family, with what each takes and does not see, and found by what they do not see', async () => {
    const { page } = world();
    const panel = await compare('seed0/activations-1000.safetensors', 'activations-1000', 'seed1');
    await panel.getByRole('button', { name: /^Measure: CKA/ }).click();
    await list().getByText('Similarity matrices').first().waitFor();
    await list()
      .getByText(/less than a second|about \d+ (second|minute)/)
      .first()
      .waitFor();
    await shot('picker');
    await input().fill('affine');
    await list().getByText('Mean CCA').first().waitFor();
    assert.equal(await list().getByText('k-NN Jaccard').count(), 0);
    await pick(page, 'Orthogonal Procrustes');
    await panel
      .locator('.caption')
      .getByText(/^Orthogonal Procrustes/)
      .waitFor();
    await panel.locator('[data-state=done]').waitFor();
  });

  it('tell of a pair why some do not apply, what each is invariant to, and how long the slow ones would take', async () => {
    const { host, page } = world();
    const layers = [noise('flat', [60, 6], 1), noise('other', [60, 5], 2)];
    layers[0]?.values.fill(3);
    for (const name of ['flat-a', 'flat-b'])
      await writeSafetensors(join(host.workspace, `${name}.safetensors`), layers);
    const panel = await compare('flat-a.safetensors', 'flat-b');
    await panel.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    const pair = panel.locator('.pair-pane');
    await pair.locator('.pair-progress.invisible').waitFor({ state: 'attached', timeout: 60_000 });
    const row = (name: string) =>
      pair.locator('.pair-score').filter({ has: panel.getByRole('button', { name, exact: true }) });
    await row('CKA (estimator: debiased)').getByText('no value').first().waitFor({ timeout: 60_000 });
    const cka = await row('CKA (estimator: debiased)').innerText();
    assert.match(cka, /no value[^]*the same|no value[^]*constant|no value[^]*vary/i);
    assert.match(cka, /Unchanged by rotation and reflection, scaling, translation/);
    assert.match(await row('Riemannian distance').innerText(), /does not apply[^]*60 against/);
    await shot('pair-degenerate');
  });

  it('have a card on the name in the pair view, and a page behind it', async () => {
    const { page } = world();
    const panel = await compare('seed0/activations-1000.safetensors', 'activations-1000', 'seed1');
    await panel.locator('.caption .measure-name').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    const card = panel.locator('.measure-card');
    await card.getByText(/HSIC/).first().waitFor();
    await card.locator('math').first().waitFor();
    await card
      .getByText(/Kornblith/)
      .first()
      .waitFor();
    await shot('measure-card');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    const about = await view('measure');
    await about.getByRole('heading', { name: 'CKA', exact: true, level: 1 }).waitFor();
    await about.getByText('What it does not see').waitFor();
    await shot('measure');
    await about.getByRole('button', { name: 'Which Measure Should I Use?' }).click();
    await (await view('guide')).getByRole('heading', { name: 'Which measure should I use?' }).waitFor();
  });

  it('are recommended for the comparison in front, with reasons, and used there', async () => {
    const { page } = world();
    const panel = await compare('seed0/activations-1000.safetensors', 'activations-1000', 'seed1');
    await panel.getByRole('button', { name: 'Which measure should I use?' }).click();
    const guide = await view('guide');
    assert.equal(await guide.getByText(/How many instances are there/).count(), 0, 'the files tell');
    const answer = (question: RegExp, choice: string) =>
      guide.getByRole('group', { name: question }).getByRole('radio', { name: choice }).check();
    await answer(/rotated/, 'No, the same layer');
    await answer(/twice as large/, 'Yes, a different one');
    const suits = guide.locator('.suggestions.suits');
    await suits.getByText('Notices scaling, as you want.').first().waitFor();
    const refused = guide
      .locator('.suggestion')
      .filter({ has: guide.getByRole('heading', { name: /^CKA/ }) });
    assert.match(await refused.innerText(), /Does not notice scaling, which you want noticed\./);
    await shot('guide');
    const procrustes = suits
      .locator('.suggestion')
      .filter({ has: guide.getByRole('heading', { name: /^Orthogonal Procrustes/ }) });
    await procrustes.getByRole('button', { name: /^Use Here/ }).click();
    await (
      await view('comparison')
    )
      .locator('.caption')
      .getByText(/^Orthogonal Procrustes/)
      .waitFor();
    await page.waitForTimeout(100);
  });
});
