// All tests, from types to the real editor. `npm test`, or `npm test -- unit lsp` for some stages only.
// Prints at the end: N passed, N failed, N skipped.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBlasLibraries } from '../server/linalg/engines/blasLibraries';
import { ensureChromium } from './workbench/host/chromium';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Stage {
  readonly name: string;
  readonly title: string;
  /** Commands run one after the other; the stage fails with the first that does. */
  readonly commands: readonly (readonly string[])[];
  /** Tests are counted one by one (the last command reports them) or the stage counts as one. */
  readonly counts?: true;
  /** Variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Why the stage cannot run on this machine. */
  readonly skip?: () => string | undefined;
}

const mocha = (...files: string[]): string[] => [
  'npm',
  'run',
  '-s',
  'mocha',
  '--',
  '--reporter',
  'test/reporter.cjs',
  ...files,
];
const tsx = (...args: string[]): string[] => ['node', '--import', 'tsx', ...args];

/** The real editor needs Linux x64 (the host) and a Chromium. */
function noWorkbench(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'the packaged VS Code host runs on Linux x64 only (npm run test:desktop uses a desktop VS Code)';
  }
  const chromium = ensureChromium();
  return 'missing' in chromium ? chromium.missing : undefined;
}

/** Everything that measures compute, once more with products that come from an accelerator. */
function measuresWith(engine: string, title: string, skip: () => string | undefined): Stage {
  return {
    name: engine,
    title: `the numbers of the measures with ${title}`,
    commands: [mocha('--timeout', '20000', 'test/{goldens,properties,unit/measures}/**/*.test.ts')],
    counts: true,
    env: { NNSIM_ENGINE: engine },
    skip,
  };
}

function noOnnxRuntime(): string | undefined {
  const there = process.platform !== 'darwin' || process.arch === 'arm64';
  return there ? undefined : 'ONNX Runtime has no library for Macs with Intel processors';
}

function noBlas(): string | undefined {
  return findBlasLibraries().length > 0 ? undefined : 'no BLAS library was found on this machine';
}

const stages: readonly Stage[] = [
  { name: 'build', title: 'kernels and bundles', commands: [['npm', 'run', '-s', 'build']] },
  { name: 'types', title: 'types', commands: [['npm', 'run', '-s', 'types']] },
  { name: 'lint', title: 'lint', commands: [['npm', 'run', '-s', 'lint']] },
  { name: 'format', title: 'formatting', commands: [['npm', 'run', '-s', 'format:check']] },
  { name: 'samples', title: 'samples are trained', commands: [['npm', 'run', '-s', 'samples']] },
  {
    name: 'unit',
    title: 'unit, property, golden, corpus and science tests',
    // Machines that test are busy: what hangs is found by 20 s as well as by 2.
    commands: [
      mocha('--timeout', '20000', 'test/*.test.ts', 'test/{unit,properties,goldens,corpus}/**/*.test.ts'),
    ],
    counts: true,
  },
  // TensorFlow.js multiplies in float32 only, which no measure asks for: the unit tests have all of it.
  measuresWith('onnxruntime', 'ONNX Runtime', noOnnxRuntime),
  measuresWith('blas', 'a BLAS of this machine', noBlas),
  {
    name: 'jobs',
    title: 'jobs with real workers',
    commands: [mocha('test/jobs/**/*.test.ts')],
    counts: true,
  },
  { name: 'cli', title: 'the built command line', commands: [mocha('test/cli/**/*.test.ts')], counts: true },
  {
    name: 'lsp',
    title: 'the built language server over stdio',
    commands: [mocha('test/lsp/**/*.test.ts')],
    counts: true,
  },
  {
    name: 'package',
    title: 'the VSIX for every platform, and that for this one',
    commands: [['npm', 'run', '-s', 'package'], mocha('test/package/**/*.test.ts')],
    counts: true,
  },
  {
    name: 'suite',
    title: 'the packaged extension in the extension host of a real VS Code',
    commands: [['node', 'test/workbench/host/install.mjs'], tsx('test/workbench/runSuite.ts')],
    counts: true,
    skip: noWorkbench,
  },
  {
    name: 'ui',
    title: 'the packaged extension as a person sees it',
    commands: [mocha('test/workbench/ui/**/*.test.ts')],
    counts: true,
    skip: noWorkbench,
  },
];

function run(stage: Stage, scratch: string): Counts {
  const why = stage.skip?.();
  if (why !== undefined) {
    console.log(`skipped: ${why}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const counts = join(scratch, `${stage.name}.json`);
  for (const [program = '', ...args] of stage.commands) {
    const { status } = spawnSync(program, args, {
      stdio: 'inherit',
      env: { ...process.env, ...stage.env, NNSIM_COUNTS: counts },
    });
    if (status !== 0 && stage.counts === undefined) return { passed: 0, failed: 1, skipped: 0 };
    if (status !== 0) return readCounts(counts, { passed: 0, failed: 1, skipped: 0 });
  }
  // A stage that counts its tests but left no counts ran none: that is a failure, not a success.
  return stage.counts
    ? readCounts(counts, { passed: 0, failed: 1, skipped: 0 })
    : { passed: 1, failed: 0, skipped: 0 };
}

function readCounts(file: string, otherwise: Counts): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return otherwise;
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`no stage ${unknown.join(', ')}; there are: ${stages.map((stage) => stage.name).join(', ')}`);
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'nnsim-test-'));
mkdirSync('shots', { recursive: true });
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const bad: string[] = [];
for (const stage of stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n=== ${stage.title} (${stage.name})`);
  const start = Date.now();
  const counts = run(stage, scratch);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (counts.failed > 0) bad.push(stage.name);
  console.log(
    `--- ${stage.name}: ${counts.failed > 0 ? 'FAILED' : 'ok'} in ${((Date.now() - start) / 1000).toFixed(1)} s`,
  );
}
rmSync(scratch, { recursive: true });
if (bad.length > 0) console.log(`\nFailed: ${bad.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
