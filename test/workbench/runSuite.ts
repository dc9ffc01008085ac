// Runs the Mocha suite of test/workbench/suite inside the extension host of a real VS Code, against the packaged
// VSIX (so that a file lost in packaging fails here). Exit code 0 or 1.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { ensureChromium } from './host/chromium';
import { openBrowser } from './host/page';
import { startHost } from './host/server';

interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly { title: string; state: string; ms?: number; error?: string }[];
}

const limitSeconds = 600;
const root = resolve(__dirname, '../..');
const shots = join(root, 'shots');

/** An extension that holds nothing: VS Code starts tests only for an extension under development. */
function emptyExtension(folder: string): string {
  const manifest = { name: 'suite', publisher: 'nnsim-test', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

async function main(): Promise<boolean> {
  const chromium = ensureChromium();
  if ('missing' in chromium) throw new Error(chromium.missing);
  mkdirSync(shots, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'nnsim-suite-'));
  const resultFile = join(scratch, 'result.json');
  const host = await startHost({
    folder: join(root, 'samples'),
    vsix: [join(root, 'dist/nnsim.vsix')],
    env: { E2E_RESULT: resultFile, E2E_SHOTS: shots },
  });
  const { browser, page } = await openBrowser({ executablePath: chromium.path });
  const lines: string[] = [];
  try {
    let finish: (code: unknown) => void = () => undefined;
    const exit = new Promise<unknown>((done) => (finish = done));
    await page.exposeFunction('codeAutomationExit', (code: unknown) => finish(code));
    await page.exposeFunction('codeAutomationLog', async (type: string, args: unknown[]) => {
      const shot = /^@@shot (\S+)$/.exec(String(args[0]))?.[1];
      if (shot === undefined) return void lines.push(`[${type}] ${format(...args)}`);
      await page.screenshot({ path: join(shots, `${shot}.png`) });
      writeFileSync(join(shots, `${shot}.done`), '');
    });
    page.on('crash', () => finish('the page crashed'));
    const tests = host.remote(join(root, 'dist-test/suite/index.js'));
    const development = host.remote(emptyExtension(scratch));
    await page.goto(
      host.url([
        ['extensionDevelopmentPath', development],
        ['extensionTestsPath', tests],
      ]),
    );
    const timeout = new Promise((done) =>
      setTimeout(done, limitSeconds * 1000, `no end after ${limitSeconds} s`).unref(),
    );
    const code = await Promise.race([exit, timeout]);
    const result = existsSync(resultFile)
      ? (JSON.parse(readFileSync(resultFile, 'utf8')) as Result)
      : undefined;
    for (const test of result?.tests ?? []) {
      console.log(`  ${test.state === 'passed' ? '✔' : test.state} ${test.title} (${test.ms ?? 0} ms)`);
      if (test.error !== undefined) console.log(test.error);
    }
    const good = code === 0 && result !== undefined && result.passed > 0 && result.failed === 0;
    if (!good) {
      await page.screenshot({ path: join(shots, 'suite-failure.png') }).catch(() => undefined);
      console.log(
        `exit: ${String(code)}\n--- workbench\n${lines.slice(-60).join('\n')}\n--- host\n${host.log().slice(-3000)}`,
      );
    }
    const { passed = 0, failed = 1, skipped = 0 } = result ?? {};
    console.log(`  ${passed} passing, ${failed} failing, ${skipped} pending`);
    const counts = process.env.NNSIM_COUNTS;
    if (counts !== undefined)
      writeFileSync(counts, JSON.stringify({ passed, failed: good ? 0 : Math.max(1, failed), skipped }));
    return good;
  } finally {
    await browser.close();
    await host.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
