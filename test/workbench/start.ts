// The main job in one command: trains the samples, prints the layer grid of two seeds, and opens a real VS Code with
// the extension installed and the two compared. Stays until Ctrl-C. With --check it drives itself headless, writes
// screenshots to shots/ and exits 0 or 1.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { ensureChromium } from './host/chromium';
import { openBrowser, openFile, webviewFrame } from './host/page';
import { startHost } from './host/server';
import type { Host } from './host/server';

const root = resolve(__dirname, '../..');
const samples = join(root, 'samples');
const vsix = join(root, 'dist/nnsim.vsix');
const demo = join(__dirname, 'demo');
const shots = join(root, 'shots');

/** The last activations of a run among the samples. */
function activations(run: string): string {
  const files = readdirSync(join(samples, run)).filter((file) => file.startsWith('activations-'));
  return relative(root, join(samples, run, files.sort().at(-1) ?? ''));
}

function run(title: string, program: string, ...args: string[]): void {
  console.log(`\n> ${title}`);
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(error?.message ?? `"${[program, ...args].join(' ')}" ended with ${String(status)}`);
  process.exit(1);
}

/** A desktop VS Code, when its command is on the PATH. */
function desktop(): boolean {
  const { status, stdout } = spawnSync('code', ['--version'], { encoding: 'utf8' });
  return status === 0 && /^\d+\.\d+/.test(stdout);
}

/** Until nothing on screen is under way: icons are a font, which a page loads late. */
async function settle(page: Page, frame: Frame): Promise<void> {
  await page.mouse.move(0, 0);
  await frame.evaluate('document.fonts.ready');
  await page.waitForTimeout(1000);
}

async function check(host: Host, url: string): Promise<void> {
  const chromium = ensureChromium();
  if ('missing' in chromium) throw new Error(chromium.missing);
  mkdirSync(shots, { recursive: true });
  const { browser, page } = await openBrowser({ executablePath: chromium.path, width: 1440, height: 900 });
  try {
    await page.goto(url);
    const panel = await webviewFrame(page, 'body[data-view="comparison"]', 90_000);
    await panel.locator('[data-state="done"]').waitFor({ timeout: 60_000 });
    await panel.getByRole('grid').click({ position: { x: 80, y: 60 } });
    await panel.locator('.pair-pane').getByText('k-NN Jaccard').waitFor();
    await settle(page, panel);
    await page.screenshot({ path: join(shots, 'start-comparison.png') });
    await openFile(page, 'seed1/step-1000.safetensors');
    const tab = await webviewFrame(page, 'body[data-view="model"]');
    await tab.locator('.tensors').getByText('layer1').first().waitFor();
    await tab.locator('.partner-value', { hasText: /\d/ }).first().waitFor();
    await settle(page, tab);
    await page.screenshot({ path: join(shots, 'start-model.png') });
    console.log(`Checked in a real VS Code; screenshots are in ${shots}`);
  } catch (error) {
    await page.screenshot({ path: join(shots, 'start-failure.png') });
    console.error(host.log().slice(-2000));
    throw error;
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const checking = process.argv.includes('--check');
  run('Building', 'npm', 'run', '-s', 'build');
  run('Training the sample networks', 'npm', 'run', '-s', 'samples');
  run(
    'Comparing two seeds, layer by layer',
    'node',
    'dist/cli.js',
    'compare',
    activations('seed0'),
    activations('seed1'),
  );
  run('Packaging', 'npm', 'run', '-s', 'package');
  if (!checking && desktop()) {
    run('Installing into your VS Code', 'code', '--install-extension', vsix, '--force');
    run('Opening the samples', 'code', `--extensionDevelopmentPath=${demo}`, samples);
    return;
  }
  run('Preparing VS Code', 'node', join(__dirname, 'host/install.mjs'));
  const host = await startHost({ folder: samples, inPlace: true, vsix: [vsix] });
  const url = host.url([['extensionDevelopmentPath', host.remote(demo)]]);
  if (checking) {
    await check(host, url).finally(() => host.stop());
    return;
  }
  console.log(`\nVS Code with two models compared is at\n\n  ${url}\n\nCtrl-C ends it.`);
  const stop = (): void => void host.stop().then(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

if (!existsSync(join(root, 'node_modules'))) {
  console.error('Run "npm ci" first.');
  process.exit(1);
}
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
