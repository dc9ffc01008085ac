// Draws both pages outside an editor, in every state, theme and width; writes shots/webviews/*.png and checks each
// with axe-core. Usage: node --import tsx test/webviews/harness.mjs [scene-name-part] [theme] [width]
import { readFileSync, mkdirSync, existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { scenes } from './scenes.mjs';
import { themes } from './themes.mjs';

const [part = '', onlyTheme, onlyWidth] = process.argv.slice(2);
const host = resolve('test/workbench/host/package.json');
const { chromium } = createRequire(process.env.PLAYWRIGHT_FROM ?? host)('playwright-core');
const output = resolve('shots/webviews');
mkdirSync(output, { recursive: true });

const built = await build({
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  write: false,
  outdir: 'out',
  entryPoints: Object.fromEntries(
    ['model', 'comparison', 'group', 'measure', 'guide'].map((page) => [page, `webviews/${page}/main.ts`]),
  ),
});
const files = new Map(built.outputFiles.map((f) => [f.path.split('/').at(-1), f.text]));
const icons = 'node_modules/@vscode/codicons/dist';
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** The document as the extension makes it: the same policy, and what VS Code adds around it. */
function html(view, theme) {
  const policy = `default-src 'none'; script-src 'nonce-n'; style-src https://page.test 'nonce-n'; font-src https://page.test; img-src https://page.test blob: data:`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${view}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="https://page.test/codicon.css"><link rel="stylesheet" href="https://page.test/${view}.css">
</head><body class="${theme.classes}" data-view="${view}"><script type="module" nonce="n" src="https://page.test/${view}.js"></script></body></html>`;
}

/** Stands for the extension host: sends the scene's messages and answers what the page asks. */
function fakeHost({ scene, variables }) {
  // As VS Code does it: by script, because the policy forbids style attributes.
  document.addEventListener('readystatechange', () => {
    for (const [name, value] of Object.entries(variables))
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
  });
  globalThis.sent = [];
  const post = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
  globalThis.post = post;
  globalThis.acquireVsCodeApi = () => ({
    getState: () => undefined,
    setState: (state) => (globalThis.saved = state),
    postMessage: (message) => {
      globalThis.sent.push(message);
      setTimeout(() => {
        if (message.type === 'ready') scene.messages.forEach(post);
        if (message.type === 'tensors') {
          const tensors = scene.tensors.slice(message.first, message.first + message.count);
          post({ type: 'tensors', first: message.first, tensors });
        }
        if (message.type === 'wantStatistics' && scene.statistics)
          post({ type: 'statistics', statistics: scene.statistics });
        if (message.type === 'pictures' && scene.pictures) {
          const pictures = scene.pictures.filter(({ row }) => message.rows.includes(row));
          post({ type: 'pictures', pictures });
        }
        if (message.type === 'pair') {
          const nothing = { scores: [], computing: [] };
          post({ type: 'pair', x: message.x, y: message.y, ...nothing });
          if (scene.pair) post({ type: 'pair', x: message.x, y: message.y, ...scene.pair });
        }
      });
    },
  });
}

async function play(page, scene) {
  if (scene.view === 'model' && scene.select) {
    await page.waitForFunction(
      (n) => globalThis.sent.filter((m) => m.type === 'tensors').length >= n,
      Math.ceil(scene.tensors.length / 2000),
    );
    await page.locator('.tensors').focus();
    for (let i = 0; i < scene.times; i++) await page.keyboard.press(scene.select);
  }
  if (scene.chart) await page.locator(`vscode-button[aria-label="${scene.chart}"]`).click();
  if (scene.then) await page.evaluate((message) => globalThis.post(message), scene.then);
  if (scene.scroll) await page.locator(scene.scroll).evaluate((part) => part.scrollIntoView());
  if (scene.open) await page.locator('.cell-scroller').click({ position: { x: 30, y: 30 } });
  if (scene.keys) {
    await page.locator('.cell-scroller, .bars').focus();
    for (const key of scene.keys) await page.keyboard.press(key);
  }
  if (scene.card) await page.getByRole('button', { name: scene.card }).hover();
  if (scene.hover) await page.locator('.cell-scroller').hover({ position: { x: 90, y: 60 } });
  await page.waitForTimeout(scene.card ? 700 : 250);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let problems = 0;
for (const [name, scene] of Object.entries(scenes)) {
  if (!name.includes(part)) continue;
  for (const [themeName, theme] of Object.entries(themes)) {
    if (onlyTheme && themeName !== onlyTheme) continue;
    for (const width of onlyWidth === undefined ? [800, 1600] : [Number(onlyWidth)]) {
      const page = await browser.newPage({ viewport: { width, height: width <= 800 ? 700 : 900 } });
      const report = (text) => console.log(`${name} ${themeName} ${width}: ${text} (${++problems})`);
      page.on(
        'console',
        (m) =>
          ['error', 'warning'].includes(m.type()) && report(`${m.text()} ${JSON.stringify(m.location())}`),
      );
      page.on('pageerror', (error) => report(error.stack ?? String(error)));
      await page.route('https://page.test/**', (route) => {
        const file = new URL(route.request().url()).pathname.slice(1);
        if (file === '') return route.fulfill({ contentType: 'text/html', body: html(scene.view, theme) });
        const known = files.get(file);
        const contentType = file.endsWith('.js')
          ? 'text/javascript'
          : file.endsWith('.css')
            ? 'text/css'
            : 'font/ttf';
        if (known !== undefined) return route.fulfill({ contentType, body: known });
        return existsSync(join(icons, file))
          ? route.fulfill({ contentType, path: join(icons, file) })
          : route.fulfill({ status: 404 });
      });
      await page.addInitScript(fakeHost, { scene, variables: theme.variables });
      await page.goto('https://page.test/');
      await page.waitForTimeout(300);
      try {
        await play(page, scene);
      } catch (error) {
        report(String(error));
      }
      await page.screenshot({ path: join(output, `${name}-${themeName}-${width}.png`), caret: 'initial' });
      if (process.env.STEP) console.log('before axe');
      await page.evaluate(axe);
      const found = await page.evaluate(
        (enabled) =>
          globalThis.axe.run(document, {
            rules: { 'page-has-heading-one': { enabled } },
            // To describe every cell that passes takes a minute where there are ten thousand.
            resultTypes: ['violations'],
          }),
        scene.view === 'comparison',
      );
      for (const v of found.violations)
        report(
          `axe ${v.impact} ${v.id}: ${v.help}: ${v.nodes
            .map((n) => `${n.html.slice(0, 160)} ${n.failureSummary?.split('\n')[1] ?? ''}`)
            .slice(0, 3)
            .join(' | ')}`,
        );
      if (scene.keep && width === 1600) await keepPictures(page, `${name}-${themeName}`);
      await page.close();
    }
  }
}
await browser.close();
console.log(problems === 0 ? 'no problems' : `${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;

/** The exported pictures, as the page sends them. */
async function keepPictures(page, name) {
  for (const format of ['svg', 'png']) {
    const data = await page.evaluate((wanted) => {
      globalThis.post({ type: 'drawPicture', format: wanted });
      return globalThis.sent.findLast((m) => m.type === 'picture').data;
    }, format);
    writeFileSync(
      join(output, `export-${name}.${format}`),
      Buffer.from(data, format === 'png' ? 'base64' : 'utf8'),
    );
  }
}
