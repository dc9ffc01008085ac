// Runs the suite of test/workbench/suite in a desktop VS Code, which is downloaded for it. Where that cannot be done
// it says so and passes, unless REQUIRE_DESKTOP is set: runSuite.ts runs the same suite without a download.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';

const root = resolve(__dirname, '../..');

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'nnsim-desktop-'));
  const folder = join(scratch, 'samples');
  cpSync(join(root, 'samples'), folder, { recursive: true });
  try {
    await runTests({
      version: process.env.VSCODE_VERSION ?? 'stable',
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'dist-test/suite/index.js'),
      launchArgs: [folder, '--disable-extensions', `--user-data-dir=${join(scratch, 'user')}`],
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH/.test(String(error));
  if (!offline || process.env.REQUIRE_DESKTOP !== undefined) {
    console.error(error);
    process.exit(1);
  }
  console.log('A desktop VS Code cannot be downloaded here: skipped.');
});
