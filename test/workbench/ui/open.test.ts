import assert from 'node:assert/strict';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noise, writeSafetensors } from '../../lsp/fixtures';
import { group2, version2 } from '../../corpus/zarrWriter';
import { openFile, palette, pick } from '../host/page';
import { closeAll, expand, shot, view, world } from './world';

describe('A model file in the editor', function () {
  this.timeout(90_000);
  afterEach(closeAll);

  it('opens from the Explorer with its tensors, their statistics and a histogram', async () => {
    const { page } = world();
    await expand('seed0', 'step-1000.safetensors');
    await page.getByRole('treeitem', { name: 'step-1000.safetensors' }).first().dblclick();
    const tab = await view('model');
    const list = tab.getByRole('treegrid', { name: 'Tensors' });
    await list.getByText('layer1', { exact: true }).first().waitFor();
    assert.match(await tab.locator('.header-place').innerText(), /52,650/);
    await tab
      .getByText(/6 tensors/)
      .first()
      .waitFor();
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const details = tab.getByRole('region', { name: 'Selected tensor' });
    await details
      .getByText(/layer1\./)
      .first()
      .waitFor();
    await details.locator('svg').first().waitFor();
    await details.getByRole('region', { name: 'Values', exact: true }).locator('tbody tr').first().waitFor();
    await shot('model');
  });

  it('has the name of the folder where that is the model', async () => {
    const { host, page } = world();
    const store = join(host.workspace, 'net.zarr');
    const files = [...group2, ...version2({ shape: [2, 2], chunk: [2, 2], values: [1, 2, 3, 4] }, 'w')];
    mkdirSync(join(store, 'w'), { recursive: true });
    for (const [key, content] of files) writeFileSync(join(store, key), content);
    await openFile(page, 'net.zarr/.zgroup');
    await palette(page, 'View: Reopen Editor With...');
    await pick(page, 'Neural Network Model (nnsim)');
    const tab = await view('model');
    await tab.getByRole('treegrid', { name: 'Tensors' }).getByText('w', { exact: true }).first().waitFor();
    await page.getByRole('tab', { name: /^net\.zarr/ }).waitFor();
    rmSync(store, { recursive: true });
  });

  it('shows the values of a tensor in pages, and statistics along an axis', async () => {
    const { host, page } = world();
    await writeSafetensors(join(host.workspace, 'values.safetensors'), [noise('w', [40, 30], 1)]);
    await openFile(page, 'values.safetensors');
    const tab = await view('model');
    // The only tensor is shown at once, and its details have the room that the list leaves.
    await tab.getByRole('heading', { name: 'w', exact: true }).waitFor();
    const [list, details] = [await tab.locator('.tensor-list').boundingBox(), tab.locator('.details')];
    assert.ok((list?.height ?? 0) < 130 && ((await details.boundingBox())?.height ?? 0) > 250);
    const values = tab.getByRole('region', { name: 'Values', exact: true });
    const place = values.getByText(/^Rows 0 to 11 of 40, columns 0 to \d+ of 30$/);
    const last = Number(/columns 0 to (\d+)/.exec(await place.innerText())?.[1]);
    assert.ok(last > 2 && last < 29, 'as many columns as fit');
    await values.getByRole('button', { name: 'Rows after' }).focus();
    await page.keyboard.press('Enter');
    await values.getByText('Rows 12 to 23 of 40').waitFor();
    await values.getByRole('button', { name: 'Columns after' }).click();
    await values.getByText(`columns ${last + 1} to `).waitFor();
    assert.equal(await values.locator('tbody tr').count(), 12);
    const axis = tab.getByRole('region', { name: 'Statistics along an axis' });
    await axis.getByRole('button', { name: 'Statistics along axis 1' }).click();
    await axis.getByText('Axis 1, 30 entries').waitFor();
    await axis.locator('svg').scrollIntoViewIfNeeded();
    await shot('model-values');
    // As many partners as may come move nothing.
    const top = (await details.boundingBox())?.y;
    await tab.evaluate(
      "const all = document.querySelector('.partners'); for (let i = 0; i < 4; i++) all.append(all.firstElementChild.cloneNode(true))",
    );
    assert.equal((await details.boundingBox())?.y, top);
  });

  it('shows the file that takes the place of the one it shows, also when its values are asked for at once', async () => {
    const { host, page } = world();
    const path = join(host.workspace, 'replaced.safetensors');
    const write = (value: number): Promise<void> =>
      writeSafetensors(path, [{ name: 'w', shape: [40, 30], values: new Float32Array(1200).fill(value) }]);
    await write(1);
    await openFile(page, 'replaced.safetensors');
    const tab = await view('model');
    const values = tab.getByRole('region', { name: 'Values', exact: true });
    const written = (value: number): RegExp => new RegExp(`^${value}(\\.0*)?$`);
    const cells = (value: number) => values.locator('tbody td').filter({ hasText: written(value) });
    const row = tab.getByRole('treegrid', { name: 'Tensors' }).getByRole('row', { name: /^w/ });
    const statistics = (value: number) => row.getByText(written(value));
    await cells(1).first().waitFor();
    await statistics(1).first().waitFor();
    await write(2);
    await values.getByRole('button', { name: 'Rows after' }).click();
    await cells(2).first().waitFor();
    assert.equal(await cells(1).count(), 0);
    await statistics(2).first().waitFor();
    assert.equal(await statistics(1).count(), 0);
    await shot('model-replaced');
    rmSync(path);
  });

  it('shows the similarity to the previous step of the same run when it arrives', async () => {
    await openFile(world().page, 'seed0/step-0750.safetensors');
    const tab = await view('model');
    const partner = tab
      .getByRole('region', { name: 'Similar models' })
      .locator('.partner', { hasText: 'previous step' });
    await partner.locator('.partner-value', { hasText: /\d\.\d{3}/ }).waitFor({ timeout: 30_000 });
    await shot('partner');
  });

  it('lists fifty thousand tensors and stays usable', async () => {
    const { host, page } = world();
    const names = Array.from({ length: 50_000 }, (_, i) => `block${i % 500}.unit${i}.weight`);
    const header = Object.fromEntries(
      names.map((name, i) => [name, { dtype: 'F32', shape: [1], data_offsets: [i * 4, i * 4 + 4] }]),
    );
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    const path = join(host.workspace, 'many.safetensors');
    writeFileSync(path, Buffer.concat([length, text]));
    truncateSync(path, 8 + text.length + names.length * 4);
    await openFile(page, 'many.safetensors');
    const tab = await view('model');
    await tab
      .getByText(/50,000 tensors/)
      .first()
      .waitFor();
    await tab.locator('vscode-text-field input').fill('unit49999');
    await tab.getByText('block499', { exact: false }).first().waitFor();
    assert.ok(
      (await tab.locator('.tensors [role=row]').count()) < 200,
      'only what is in sight is in the document',
    );
    await shot('model-50000');
    rmSync(path);
  });

  it('says in one sentence what is wrong with a damaged file', async () => {
    const { host, page } = world();
    writeFileSync(join(host.workspace, 'damaged.safetensors'), Buffer.alloc(5));
    await openFile(page, 'damaged.safetensors');
    const tab = await view('model');
    await tab
      .getByRole('alert')
      .getByText(/damaged\.safetensors.*8 bytes/)
      .waitFor();
    await shot('damaged');
  });

  it('shows hostile names as text', async () => {
    const { host, page } = world();
    const name = '<img src=x onerror=document.body.dataset.hacked=1>';
    const header = Buffer.from(
      JSON.stringify({ [name]: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(
      join(host.workspace, 'hostile.safetensors'),
      Buffer.concat([length, header, Buffer.alloc(4)]),
    );
    await openFile(page, 'hostile.safetensors');
    const tab = await view('model');
    await tab.getByText('onerror', { exact: false }).first().waitFor();
    assert.equal(await tab.locator('body').getAttribute('data-hacked'), null);
    assert.equal(await tab.locator('img').count(), 0);
  });
});
