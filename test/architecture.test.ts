import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const longest = 300;

/**
 * Which part may import which. The key is a path prefix (the longest that fits decides); the values are prefixes of
 * our own files, or `npm:name` for packages. A part may always import itself.
 */
const directions: Readonly<Record<string, readonly string[]>> = {
  'server/protocol.ts': ['server/protocol/'],
  'server/protocol/': [],
  'server/linalg/': [],
  'server/linalg/engines/tfjs.ts': ['server/linalg/', 'node:module', 'node:util'],
  'server/linalg/engines/onnxruntime.ts': ['server/linalg/', 'node:module'],
  'server/linalg/engines/blas.ts': ['server/linalg/', 'node:module', 'node:path'],
  'server/linalg/engines/blasLibraries.ts': ['node:fs', 'node:os', 'node:path'],
  'server/tensors/': ['server/linalg/', 'server/protocol.ts', 'node:crypto'],
  'server/formats/': ['server/tensors/', 'server/protocol.ts', 'node:path', 'node:zlib', 'node:stream'],
  'server/formats/bytes.ts': ['server/tensors/', 'node:fs', 'node:fs/promises', 'node:path'],
  'server/formats/filesBelow.ts': ['server/tensors/', 'node:fs'],
  'server/formats/onDisk.ts': ['node:fs/promises'],
  'server/formats/hdf5/library.ts': ['node:module', 'node:path', 'node:url'],
  'server/measures/': ['server/linalg/', 'server/tensors/', 'server/protocol.ts'],
  'server/runtimes/': [
    'server/formats/',
    'server/tensors/',
    'server/linalg/',
    'server/protocol.ts',
    'node:path',
    'node:fs/promises',
    'node:crypto',
  ],
  'server/runtimes/process.ts': ['server/tensors/', 'server/protocol.ts', 'node:worker_threads'],
  'server/runtimes/onnx/library.ts': ['node:module'],
  'server/runtimes/tfjs/': [
    'server/runtimes/runtime.ts',
    'server/runtimes/failsOn.ts',
    'server/formats/',
    'server/tensors/',
    'npm:@tensorflow/tfjs-core',
    'npm:@tensorflow/tfjs-layers',
    'npm:@tensorflow/tfjs-converter',
  ],
  'server/runtimes/tfjs/portable.ts': ['npm:@tensorflow/'],
  'server/runtimes/tfjs/library.ts': ['server/linalg/engines/tfjs.ts', 'node:module', 'node:fs', 'node:path'],
  'server/paths/': ['node:path', 'node:os', 'node:fs/promises'],
  'server/jobs/': [
    'server/formats/',
    'server/tensors/',
    'server/measures/',
    'server/linalg/',
    'server/runtimes/',
    'server/protocol.ts',
    'node:worker_threads',
    'node:child_process',
    'node:crypto',
    'node:events',
    'node:fs',
    'node:fs/promises',
    'node:os',
    'node:path',
    'node:perf_hooks',
  ],
  'server/report/': ['server/protocol.ts'],
  'server/features/': [
    'server/paths/',
    'server/jobs/',
    'server/background/',
    'server/report/',
    'server/measures/',
    'server/tensors/badInput.ts',
    'server/tensors/rowSelection.ts',
    'server/tensors/rule.ts',
    'server/formats/catalogue.ts',
    'server/protocol.ts',
    'server/settings.ts',
    'npm:vscode-languageserver',
    'npm:vscode-languageserver-textdocument',
    'npm:vscode-uri',
    'node:path',
  ],
  'server/background/': [
    'server/jobs/',
    'server/tensors/badInput.ts',
    'server/protocol.ts',
    'node:path',
    'node:fs/promises',
    'node:crypto',
  ],
  'server/cli/': [
    'server/jobs/',
    'server/runtimes/runtime.ts',
    'server/runtimes/whiteBoxValues.ts',
    'server/report/',
    'server/measures/',
    'server/tensors/',
    'server/protocol.ts',
    'node:path',
    'node:fs',
    'node:util',
    'node:tty',
    'node:stream',
  ],
  'server/': [
    'server/',
    'npm:vscode-languageserver',
    'npm:vscode-languageserver-textdocument',
    'npm:vscode-uri',
    'node:',
  ],
  'client/': [
    'server/protocol.ts',
    'webviews/messages.ts',
    'npm:vscode',
    'npm:vscode-languageclient',
    'node:path',
    'node:crypto',
    'node:perf_hooks',
  ],
  'webviews/messages.ts': ['server/protocol.ts'],
  'webviews/': ['server/protocol.ts', 'npm:d3-'],
  'webviews/components.ts': ['npm:@vscode/webview-ui-toolkit'],
  'webviews/formula.ts': ['webviews/', 'npm:temml'],
};

/** What only one place may import, so that it can be replaced there. */
const soleImporters: Readonly<Record<string, string | readonly string[]>> = {
  vscode: 'client/',
  '@vscode/webview-ui-toolkit': 'webviews/components.ts',
  temml: 'webviews/formula.ts',
  '@tensorflow/tfjs-node': 'server/linalg/engines/tfjs.ts',
  '@tensorflow/tfjs-core': 'server/runtimes/tfjs/',
  '@tensorflow/tfjs-layers': 'server/runtimes/tfjs/',
  '@tensorflow/tfjs-converter': 'server/runtimes/tfjs/',
  '@tensorflow/tfjs-backend-cpu': 'server/runtimes/tfjs/portable.ts',
  // Products by its binding, and models by its documented interface.
  'onnxruntime-node': ['server/linalg/engines/onnxruntime.ts', 'server/runtimes/onnx/library.ts'],
  'onnxruntime-common': 'server/linalg/engines/onnxruntime.ts',
  koffi: 'server/linalg/engines/blas.ts',
  'node:worker_threads': ['server/jobs/', 'server/runtimes/process.ts'],
};

interface Dependencies {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

function tracked(...patterns: string[]): string[] {
  // Files not yet added count too: a rule must not wait for the commit.
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\n');
  return [...new Set(files)].filter((file) => file !== '' && existsSync(join(root, file)));
}

const sources = tracked('client/*.ts', 'server/*.ts', 'webviews/*.ts').filter(
  (file) => !file.includes('/kernels/'),
);

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

const manifest = JSON.parse(text('package.json')) as Dependencies;

/** What a file imports: our own files as paths from the root, packages as npm:name, node's modules as node:name. */
function imports(file: string): string[] {
  const found = [
    ...text(file).matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ];
  return found.map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    if (name.startsWith('node:')) return name;
    if (!name.startsWith('.')) return `npm:${name}`;
    const target = relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/');
    return (
      [`${target}.ts`, `${target}/index.ts`, target].find((path) => existsSync(join(root, path))) ??
      `${target}.ts`
    );
  });
}

function rule(file: string): { part: string; allowed: readonly string[] } {
  const part = Object.keys(directions)
    .filter((prefix) => file.startsWith(prefix))
    .reduce((a, b) => (b.length > a.length ? b : a), '');
  const allowed = directions[part];
  assert.ok(allowed, `${file} lies in no known part`);
  return { part, allowed };
}

describe('The architecture', () => {
  it('has every file import only what its part may import', () => {
    assert.ok(sources.length > 50);
    const wrong: string[] = [];
    for (const file of sources) {
      const { part, allowed } = rule(file);
      // A file with its own rule still belongs to its folder.
      const own = part.endsWith('.ts') ? `${dirname(part)}/` : part;
      for (const name of imports(file)) {
        const fits = (prefix: string): boolean =>
          name === prefix || name.startsWith(prefix) || name.startsWith(`${prefix}/`);
        if (![own, ...allowed].some(fits)) wrong.push(`${file} imports ${name}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('names what may be replaced in one place only', () => {
    for (const [name, only] of Object.entries(soleImporters)) {
      const places = typeof only === 'string' ? [only] : only;
      const users = sources.filter((file) => new RegExp(`'${name}(/[^']*)?'`).test(text(file)));
      assert.ok(users.length > 0, `nothing imports ${name}`);
      for (const file of users)
        assert.ok(
          places.some((place) => file.startsWith(place)),
          `${file} names ${name}`,
        );
    }
  });

  it('reads model files in bytes.ts only, and whole folders in filesBelow.ts', () => {
    const readers = sources
      .filter((file) => file.startsWith('server/formats/') || file.startsWith('server/tensors/'))
      .filter((file) => imports(file).some((name) => name.startsWith('node:fs')));
    const doors = ['bytes', 'filesBelow', 'onDisk'].map((name) => `server/formats/${name}.ts`);
    assert.deepEqual(readers.toSorted(), doors);
  });

  it('installs no package that nothing uses', () => {
    const code = tracked('*.ts', '*.mjs', '*.cjs', '*tsconfig.json').map(text).join('\n');
    const named = (name: string): boolean => new RegExp(`['"/]${name}['"/]`).test(code);
    const run = Object.values(manifest.scripts).join(' ').split(' ');
    const idle = Object.keys(manifest.devDependencies).filter((name) => {
      const { bin = {} } = JSON.parse(text(`node_modules/${name}/package.json`)) as { bin?: object | string };
      const tools = typeof bin === 'string' ? [name] : Object.keys(bin);
      return !named(name.replace('@types/', '')) && !tools.some((tool) => run.includes(tool));
    });
    assert.deepEqual(idle, []);
  });

  it('says why of every package that may be beside the program, and pins those whose inside is used', () => {
    const reasons = text('docs/adr/0010-bundled-run-time-dependencies.md');
    const code = sources.map(text).join('\n');
    for (const [name, version] of Object.entries(manifest.optionalDependencies)) {
      assert.ok(reasons.includes(`\`${name}\``), `ADR 0010 does not name ${name}`);
      assert.ok(code.includes(`'${name}'`), `nothing loads ${name}`);
      assert.match(version, /^\d+\.\d+\.\d+$/, `${name} is not pinned`);
    }
  });

  it('says why of every package that is bundled', () => {
    const reasons = text('docs/adr/0010-bundled-run-time-dependencies.md');
    const packages = sources
      .flatMap(imports)
      .flatMap((name) => /^npm:((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
    for (const name of new Set(packages.filter((each) => each !== 'vscode'))) {
      const family = name.startsWith('d3-') ? 'd3-*' : name.replace('vscode-languageserver-', '-');
      assert.ok(reasons.includes(`\`${family}\``), `ADR 0010 does not name ${name}`);
      assert.ok(name in manifest.devDependencies, `package.json does not name ${name}`);
    }
  });

  it(`has no source or test file above ${longest} lines`, () => {
    const files = tracked('*.ts', '*.mjs', '*.cjs', '*.css').filter((file) => !file.includes('.generated.'));
    const long = files.filter((file) => text(file).split('\n').length - 1 > longest);
    assert.deepEqual(long, []);
  });

  it('has no file that silences a check', () => {
    const silenced = tracked('*.ts')
      .filter((file) => file !== 'test/architecture.test.ts')
      .filter((file) => /eslint-disable|@ts-ignore|@ts-nocheck|\bTODO\b|\bFIXME\b/.test(text(file)));
    assert.deepEqual(silenced, []);
  });

  it('keeps `utils`, `helpers` and `common` out', () => {
    const vague = tracked('*').filter((file) => /(^|\/)(utils?|helpers?|common)(\/|\.)/.test(file));
    assert.deepEqual(vague, []);
  });
});
