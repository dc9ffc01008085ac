import { chromium } from 'playwright-core';
import type { Browser, Frame, Locator, Page } from 'playwright-core';

export interface BrowserOptions {
  readonly executablePath: string;
  readonly width?: number;
  readonly height?: number;
}

/** A headless Chromium that can look up no host: only 127.0.0.1 is reachable. */
export async function openBrowser(options: BrowserOptions): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: options.executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  const viewport = { width: options.width ?? 1280, height: options.height ?? 800 };
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
  return { browser, page: await context.newPage() };
}

/**
 * The frame a webview's own document lives in, chosen by something in that document: several webviews may be open,
 * and the names of their frames say nothing.
 */
export async function webviewFrame(page: Page, selector: string, timeout = 30_000): Promise<Frame> {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      const outer = frame.parentFrame()?.parentFrame() ?? null;
      if (outer === null) continue;
      const there = frame.locator(selector);
      if (
        (await there.count().catch(() => 0)) > 0 &&
        (await there
          .first()
          .isVisible()
          .catch(() => false))
      )
        return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no webview with ${selector}`);
}

/**
 * Presses a key in the picker or box that is open. A page that it covers may have got the focus back late, and would take
 * the key.
 */
export async function pressInPicker(page: Page, key: 'Enter' | 'ArrowDown'): Promise<void> {
  await page.locator('.quick-input-box input').press(key);
}

/**
 * Chooses a row of the list that is open, by the keyboard: a list that is still being filled moves its rows about, and a
 * click would go to another.
 */
export async function acceptRow(page: Page, row: Locator): Promise<void> {
  await row.waitFor();
  const chosen = row.and(page.locator('.focused'));
  for (let steps = 0; !(await chosen.isVisible()); steps += 1) {
    if (steps === 200) throw new Error('the arrow keys do not reach the row');
    await pressInPicker(page, 'ArrowDown');
    // The list moves a little after the key: a second one before that would go past the row.
    await page.waitForTimeout(100);
  }
  await pressInPicker(page, 'Enter');
}

/** Runs a command by its exact label in the palette; without `accept` only waits until the command exists. */
export async function palette(
  page: Page,
  label: string,
  { accept = true, timeout = 60_000 } = {},
): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  const row = page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.getByText(label, { exact: true }) })
    .first();
  const end = Date.now() + timeout;
  for (;;) {
    await page.keyboard.press('F1');
    // A picker that is just closing swallows the key, or takes the palette along.
    const opened = await input.fill(`>${label}`, { timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (!opened && Date.now() < end) continue;
    const found = await row.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (found) break;
    if (Date.now() > end) throw new Error(`no command "${label}"`);
    await page.keyboard.press('Escape');
  }
  if (accept) await acceptRow(page, row);
  else await page.keyboard.press('Escape');
}

/** Chooses a row of the quick pick that is open. */
export async function pick(page: Page, label: string): Promise<void> {
  await page.locator('.quick-input-widget input').fill(label);
  const row = page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.getByText(label, { exact: true }) })
    .first();
  await acceptRow(page, row);
}

/** Switches the colour theme by its label and waits until the workbench wears it. */
export async function chooseTheme(page: Page, label: string, bodyClass: string): Promise<void> {
  await palette(page, 'Preferences: Color Theme');
  await pick(page, label);
  await page.locator(`.monaco-workbench.${bodyClass}`).waitFor();
}

/** Opens a file by its path in the workspace, the way a person does with Go to File. */
export async function openFile(page: Page, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  const name = path.split('/').at(-1) ?? path;
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
  const end = Date.now() + 30_000;
  for (;;) {
    await page.keyboard.press('Control+P');
    await input.waitFor();
    await input.fill(path);
    const found = await row.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (found) break;
    // A file that was just made may not be in the index yet.
    await page.keyboard.press('Escape');
    if (Date.now() > end) throw new Error(`no file ${path} in the workspace`);
  }
  await acceptRow(page, row);
  await input.waitFor({ state: 'hidden' });
}

/** Compares the model in front with a file that is found by its name, in this folder. */
export async function compareWith(page: Page, name: string, folder = name): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    await palette(page, 'nnsim: Compare With...');
    const opened = await page
      .locator('.quick-input-widget input')
      .fill(name, { timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
    if (opened) break;
    // The page that the palette covered got the focus back late, and the picker closed.
    if (attempt === 3) throw new Error('the picker of "Compare With..." does not stay open');
  }
  await acceptRow(page, page.locator('.quick-input-list .monaco-list-row', { hasText: folder }).first());
}
