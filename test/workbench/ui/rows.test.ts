import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { randomFrom } from '../../samples/random';
import { safetensors } from '../../samples/writeSafetensors';
import { compareWith, openFile, pressInPicker } from '../host/page';
import { choose, type } from './picking';
import { closeAll, shot, view, world } from './world';

const rows = 40;
const [tokens, width] = [3, 4];

/** Activations of the same instances in any order, and what they are called. */
function writeModel(name: string, order: readonly number[]): void {
  const random = randomFrom(5);
  const all = Array.from({ length: rows }, () =>
    Array.from({ length: tokens * width }, () => random.next() - 0.5),
  );
  const values = Float32Array.from(order.flatMap((instance) => all[instance] ?? []));
  const ids = BigInt64Array.from(order, (instance) => BigInt(100 + instance));
  const file = safetensors(
    [
      ['layer', { shape: [order.length, tokens, width], values }],
      ['sample_ids', { shape: [order.length], values: ids }],
    ],
    [],
  );
  writeFileSync(join(world().host.workspace, name), file);
}

/** Compares two files and waits for the grid. */
async function compared(file: string, name: string): Promise<Frame> {
  const { page } = world();
  await openFile(page, file);
  await (await view('model')).locator('.tensors').waitFor();
  await compareWith(page, name, name);
  const panel = await view('comparison');
  await panel.locator('[data-state=done]').waitFor({ timeout: 30_000 });
  return panel;
}

describe('Rows of a comparison', function () {
  this.timeout(240_000);
  afterEach(closeAll);

  it('are joined by id, which is said, and selected by their ids', async () => {
    const { page } = world();
    const counted = Array.from({ length: rows }, (_, i) => i);
    writeModel('rows-a.safetensors', counted);
    writeModel('rows-b.safetensors', counted.slice(4).reverse());
    const panel = await compared('rows-a.safetensors', 'rows-b');
    const caption = panel.locator('.caption');
    await caption.getByText('Flattened, all rows, joined by id').waitFor();
    await caption.locator('summary').click();
    await caption.getByText('Joined by id: 36 of 40 rows; 4 only in rows-a.safetensors.').first().waitFor();
    await shot('rows-joined');
    await panel.getByRole('button', { name: 'Change dimensions and rows' }).first().click();
    await page
      .locator('.quick-input-list')
      .getByText(/becomes 36 x 12/)
      .first()
      .waitFor();
    await choose('Rows...', 'With ids...');
    await type('id in 104, 105, 106, 107, 108, 999');
    await pressInPicker(page, 'Enter');
    await page
      .locator('.quick-input-list')
      .getByText(/becomes 5 x 12/)
      .first()
      .waitFor();
    await choose('Flattened');
    await caption.getByText('Flattened, rows id in 104, 105, 106, 107, 108, 999, joined by id').waitFor();
    await caption.getByText('Not there: "999".').first().waitFor({ state: 'attached' });
  });

  it('are matched by position when that is chosen, and read as the ReSi benchmark does', async () => {
    const { page } = world();
    const counted = Array.from({ length: rows }, (_, i) => i);
    writeModel('place-a.safetensors', counted);
    writeModel('place-b.safetensors', [...counted].reverse());
    const panel = await compared('place-a.safetensors', 'place-b');
    const caption = panel.locator('.caption');
    await caption.getByText('Flattened, all rows, joined by id').waitFor();
    await panel.getByRole('button', { name: 'Change dimensions and rows' }).first().click();
    await choose('Ids...', 'By position');
    const list = page.locator('.quick-input-list');
    const input = page.locator('.quick-input-widget input').first();
    await input.fill('Ids...');
    await list.getByText(/rows belong together by position/).waitFor();
    await input.fill('ReSi benchmark (tokens: last)');
    const preset = list.locator('.monaco-list-row', {
      hasText: 'of tokens the last token',
    });
    await preset.getByText(/becomes 40 x 4/).waitFor();
    await shot('rows-preset');
    await pressInPicker(page, 'Enter');
    await caption.getByText('ReSi benchmark (tokens: last), all rows', { exact: true }).waitFor();
  });
});
