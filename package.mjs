// Packages the extension. `npm run package` makes the universal VSIX, in which everything is computed by WebAssembly;
// `npm run package -- --target linux-x64` makes one for that platform alone, with ONNX Runtime's library for its
// processor and koffi. Both come from `npm ci`; nothing is downloaded here.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The packages beside the program; the worker looks for them from its own folder upwards. */
const beside = 'dist/node_modules';

/** Per target: the folder of ONNX Runtime's libraries and those of them that its CPU products need. */
const libraries = {
  'linux-x64': ['linux/x64', 'libonnxruntime.so.1'],
  'linux-arm64': ['linux/arm64', 'libonnxruntime.so.1'],
  // Without DirectML and its compilers, which are only loaded for graphics cards.
  'win32-x64': ['win32/x64', 'onnxruntime.dll'],
  'win32-arm64': ['win32/arm64', 'onnxruntime.dll'],
  'darwin-arm64': ['darwin/arm64', 'libonnxruntime.1.dylib'],
};

/** Copies files and folders of an installed package. */
function take(name, ...paths) {
  for (const path of ['package.json', ...paths]) {
    const to = join(beside, name, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join('node_modules', name, path), to, {
      recursive: true,
      filter: (source) => !/\.(map|d\.ts)$/.test(source),
    });
  }
}

/** MIT asks for its text to travel along; some of these packages name the licence only. */
function writeLicences(names) {
  const mit = readFileSync('LICENSE', 'utf8').split('\n\n').slice(2).join('\n\n').trim();
  const texts = names.map((name) => {
    const folder = join('node_modules', name);
    const { version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (license !== 'MIT') throw new Error(`${name} is under ${license}: its terms are to be looked at`);
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const holder = name.startsWith('onnxruntime') ? 'Microsoft Corporation' : (author?.name ?? author);
    const text = file
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `MIT License\n\nCopyright (c) ${holder}\n\n${mit}`;
    return `${name} ${version} (${license})\n\n${text}`;
  });
  writeFileSync(join(beside, 'licences.txt'), `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

function stage(target) {
  const [folder, ...files] = libraries[target];
  const home = `bin/napi-v6/${folder}`;
  take(
    'onnxruntime-node',
    ...['index', 'backend', 'binding', 'version'].map((file) => `dist/${file}.js`),
    ...[...files, 'onnxruntime_binding.node'].map((file) => `${home}/${file}`),
  );
  take('onnxruntime-common', 'dist/cjs');
  const names = ['onnxruntime-node', 'onnxruntime-common'];
  // npm installs koffi's library for the machine it runs on only.
  const native = `@koromix/koffi-${target}`;
  if (existsSync(join('node_modules', native))) {
    take('koffi', 'index.cjs', 'src/koffi/index.cjs', 'src/koffi/src/static.cjs');
    take(native, 'index.js', ...readdirSync(join('node_modules', native)).filter((each) => /_/.test(each)));
    names.push('koffi', native);
  } else console.log(`without koffi: ${native} is not installed on this machine (nnsim.engine "blas")`);
  writeLicences(names);
}

const argument = process.argv.indexOf('--target');
const target = argument < 0 ? undefined : process.argv[argument + 1];
if (argument >= 0 && !(target in libraries)) {
  console.error(`--target is one of ${Object.keys(libraries).join(', ')}`);
  process.exit(2);
}
rmSync(beside, { recursive: true, force: true });
try {
  if (target !== undefined) stage(target);
  const out = target === undefined ? 'dist/nnsim.vsix' : `dist/nnsim-${target}.vsix`;
  const platform = target === undefined ? [] : ['--target', target];
  execFileSync(
    process.execPath,
    ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', ...platform, '-o', out],
    { stdio: 'inherit' },
  );
} finally {
  rmSync(beside, { recursive: true, force: true });
}
