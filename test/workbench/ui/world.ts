// One VS Code for all UI tests: the packaged extension, a copy of the samples, a headless Chromium.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
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
export async function view(name: 'model' | 'comparison' | 'measure' | 'guide'): Promise<Frame> {
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

/** Opens a folder of the Explorer and waits for a file in it. */
export async function expand(folder: string, file: string): Promise<void> {
  const { page } = world();
  const row = page.getByRole('treeitem', { name: folder, exact: true }).first();
  if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
  await page.getByRole('treeitem', { name: file, exact: true }).first().waitFor();
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
