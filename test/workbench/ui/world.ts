// One VS Code for all UI tests: the packaged extension, a copy of the samples, a headless Chromium.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { ensureChromium } from '../host/chromium';
import { openBrowser, palette, webviewFrame } from '../host/page';
import { startHost } from '../host/server';
import type { Host } from '../host/server';

export const root = resolve(__dirname, '../../..');
const shots = join(root, 'shots');

interface World {
  readonly host: Host;
  readonly browser: Browser;
  readonly page: Page;
  /** Addresses the workbench asked for that are not this machine's. */
  readonly outside: string[];
}

let current: World | undefined;

/** The editor under test. */
export function world(): World {
  assert.ok(current, 'the editor has not started');
  return current;
}

/** Saves what is on screen to shots/ui-NAME.png. */
export async function shot(name: string): Promise<void> {
  await world().page.screenshot({ path: join(shots, `ui-${name}.png`) });
}

/** The document of the page of this kind that is in front. */
export async function view(name: 'model' | 'comparison' | 'group' | 'measure' | 'guide'): Promise<Frame> {
  try {
    return await webviewFrame(world().page, `body[data-view="${name}"]`);
  } catch (error) {
    await shot(`no-${name}`);
    throw error;
  }
}

/** Closes every editor and waits until none is left. */
export async function closeAll(): Promise<void> {
  const { page } = world();
  // A menu or picker that a failed test left open would swallow the keys.
  await page.keyboard.press('Escape');
  await palette(page, 'View: Close All Editors');
  await page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
}

/**
 * Reloads the window as a person does. The command saves what is open; a reload of the browser itself loses what changed in
 * the last seconds. What pages want to be remembered the editor writes down a little later.
 */
export async function reloadWindow(): Promise<void> {
  const { page } = world();
  await page.waitForTimeout(3000);
  const loaded = page.waitForEvent('load');
  await palette(page, 'Developer: Reload Window');
  await loaded;
}

/** Opens a folder of the Explorer and waits for a file in it. */
export async function expand(folder: string, file: string): Promise<void> {
  const { page } = world();
  const row = page.getByRole('treeitem', { name: folder, exact: true }).first();
  await row.waitFor({ timeout: 10_000 }).catch(() => shot(`no-${folder}`));
  if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
  await page.getByRole('treeitem', { name: file, exact: true }).first().waitFor();
}

/** Unfolds the view of comparisons, or folds it. */
export async function showComparisons(visible: boolean): Promise<void> {
  const header = world().page.getByRole('button', { name: 'Model Comparisons Section' });
  if ((await header.getAttribute('aria-expanded')) !== String(visible)) await header.click();
}

/** Selects a file of two folders in the Explorer and chooses something from the context menu. */
export async function chooseInExplorer(
  folders: readonly [string, string],
  file: string,
  action: string,
): Promise<void> {
  const { page } = world();
  // The files need the room.
  await showComparisons(false);
  await palette(page, 'File: Focus on Files Explorer');
  // All folders fold, so that both files are in sight at once.
  await page.locator('.explorer-folders-view .monaco-list:focus').first().waitFor();
  await page.keyboard.press('Control+ArrowLeft');
  // A list has the rows that are in sight only.
  await page.keyboard.press('Home');
  const rows = page.getByRole('treeitem', { name: file, exact: true });
  // A folder that is still about to fold looks unfolded.
  for (let tries = 0; !(await rows.nth(1).isVisible()); tries += 1) {
    assert.ok(tries < 20, 'both folders unfold');
    for (const folder of folders) await expand(folder, file);
    await page.waitForTimeout(250);
  }
  await rows.nth(0).click();
  await (await view('model')).getByText('layer1', { exact: true }).first().waitFor();
  // The Explorer selects the file of an editor that has just opened, which undoes a choice made meanwhile.
  const chosen = page.locator('.explorer-folders-view [role=treeitem][aria-selected=true]');
  for (let tries = 0; (await chosen.count()) !== 2; tries += 1) {
    assert.ok(tries < 20, 'two files stay selected');
    await rows.nth(0).click();
    await rows.nth(1).click({ modifiers: ['Control'] });
    await page.waitForTimeout(250);
  }
  await rows.nth(1).click({ button: 'right' });
  const item = page.getByRole('menuitem', { name: action });
  await item.waitFor();
  // A menu that has just opened takes a click for the end of the one that opened it.
  for (let tries = 0; tries < 20 && (await item.isVisible()); tries += 1) {
    await item.click({ timeout: 1000 }).catch(() => undefined);
    await item.waitFor({ state: 'hidden', timeout: 500 }).catch(() => undefined);
  }
}

/** Presses one of the buttons that export what a comparison shows, and saves it to a file. */
export async function exportTo(panel: Frame, format: string, target: string): Promise<void> {
  const { page } = world();
  await panel
    .getByRole('button', { name: new RegExp(`${format}$`) })
    .first()
    .click();
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  // The dialog has looked around in its first folder: it would not take a name before.
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await input.fill(target);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
  for (let i = 0; i < 100 && !existsSync(target); i += 1) await page.waitForTimeout(100);
}

before(async function () {
  this.timeout(180_000);
  const chromium = ensureChromium();
  assert.ok(!('missing' in chromium), 'missing' in chromium ? chromium.missing : '');
  mkdirSync(shots, { recursive: true });
  execFileSync('node', [join(root, 'test/workbench/host/install.mjs')], { stdio: 'inherit' });
  const host = await startHost({
    folder: join(root, 'samples'),
    vsix: [join(root, 'dist/nnsim.vsix')],
    settings: { 'nnsim.codeLens': true },
  });
  const { browser, page } = await openBrowser({ executablePath: chromium.path, width: 1440, height: 900 });
  current = { host, browser, page, outside: [] };
  page.on('request', (request) => {
    if (!/^(https?:\/\/127\.0\.0\.1|data:|blob:|vscode-)/.test(request.url()))
      world().outside.push(request.url());
  });
  await page.goto(host.url());
  await page.getByRole('treeitem', { name: 'compare.py' }).waitFor({ timeout: 60_000 });
  await palette(page, 'nnsim: Compare Models', { accept: false });
});

after(async function () {
  this.timeout(30_000);
  await current?.browser.close();
  await current?.host.stop();
});
