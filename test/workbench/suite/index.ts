// Runs inside the extension host, for both runners: runSuite.ts (web workbench) and runDesktop.ts (desktop VS Code).
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Called by the extension host; rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, forbidOnly: true });
  // For work on one test: E2E_GREP="can be cancelled" npm test -- suite
  if (process.env.E2E_GREP !== undefined) mocha.grep(process.env.E2E_GREP);
  // Everything is one bundle, so the files are loaded by hand between Mocha's own steps of loading a file.
  mocha.suite.emit('pre-require', globalThis, 'suite', mocha);
  await import('./activation.test');
  await import('./models.test');
  await import('./headers.test');
  await import('./sources.test');
  await import('./comparing.test');
  await import('./failures.test');
  await import('./recovery.test');
  const tests: { title: string; state: string; ms?: number; error?: string }[] = [];
  const count = (state: string): number => tests.filter((test) => test.state === state).length;
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const result = {
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        tests,
      };
      const file = process.env.E2E_RESULT;
      if (file !== undefined) writeFileSync(file, JSON.stringify(result, null, 1));
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
    runner.on('pass', (test) => {
      tests.push({ title: test.fullTitle(), state: 'passed', ms: test.duration ?? 0 });
    });
    runner.on('pending', (test) => {
      tests.push({ title: test.fullTitle(), state: 'skipped' });
    });
    runner.on('fail', (test, error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tests.push({ title: test.fullTitle(), state: 'failed', ms: test.duration ?? 0, error: text });
    });
  });
}
