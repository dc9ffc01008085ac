import { pressInPicker } from '../host/page';
import { world } from './world';

/** Chooses lines of the picker, one after the other. */
export async function choose(...lines: readonly string[]): Promise<void> {
  const { page } = world();
  const input = page.locator('.quick-input-widget input').first();
  for (const line of lines) {
    // Typed at once: a long list draws only the lines that are seen.
    await input.fill(line);
    const found = page.locator('.quick-input-list').getByText(line, { exact: true }).first();
    await found.waitFor();
    await pressInPicker(page, 'Enter');
    // What is typed next is for the next step.
    await found.waitFor({ state: 'hidden' });
  }
}

/** Types into the box that asks. It has no list: while there is one, that of the step before is still there. */
export async function type(text: string): Promise<void> {
  const { page } = world();
  await page.locator('.quick-input-widget .quick-input-list').waitFor({ state: 'hidden' });
  await page.locator('.quick-input-widget input').first().fill(text);
}
