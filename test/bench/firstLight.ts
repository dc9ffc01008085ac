// How the language server feels, in one run over real files: header of a 6 GB file, hover while every worker computes,
// cancel, first grid of the samples, peak memory. `npm run bench:server` (build and samples first).
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { Server } from '../lsp/client';
import { noise, writeSafetensors } from '../lsp/fixtures';

const root = resolve(__dirname, '../..');
const samples = join(root, 'samples');

/** A safetensors file of zeros that takes no room on disk: only its header is written. */
async function sparse(path: string, layers: number, rows: number, width: number): Promise<string> {
  const bytes = rows * width * 4;
  const header = Object.fromEntries(
    Array.from({ length: layers }, (_, i) => [
      `layer${i}`,
      { dtype: 'F32', shape: [rows, width], data_offsets: [i * bytes, (i + 1) * bytes] },
    ]),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = await open(path, 'w');
  await file.write(Buffer.concat([length, text]));
  await file.truncate(8 + text.length + layers * bytes);
  await file.close();
  return path;
}

/** A safetensors file of eight [4000 x 1024] layers of noise. */
async function large(path: string, seed: number): Promise<string> {
  await writeSafetensors(
    path,
    Array.from({ length: 8 }, (_, i) => noise(`layer${i}`, [4000, 1024], seed * 100 + i)),
  );
  return path;
}

async function timed<T>(work: Promise<T>): Promise<number> {
  const begin = performance.now();
  await work;
  return performance.now() - begin;
}

/** Peak resident memory of a process in MiB (Linux). */
async function peakMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid ?? 'self'}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

function report(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(64)} ${value.toFixed(1).padStart(9)} ${unit}`);
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nnsim-bench-'));
  try {
    const huge = await sparse(join(folder, 'huge.safetensors'), 12, 131_072, 1024);
    const many = await sparse(join(folder, 'many.safetensors'), 50_000, 1, 1);
    const a = await large(join(folder, 'a.safetensors'), 1);
    const b = await large(join(folder, 'b.safetensors'), 2);
    const server = await Server.start(folder, {
      settings: { workers: 2, background: { enabled: false, budgetSeconds: 0 } },
    });
    await server.request('nnsim/open', { path: a });

    report(
      `header of a ${((await stat(huge)).size / 1e9).toFixed(1)} GB file`,
      await timed(server.request('nnsim/open', { path: huge })),
      'ms',
    );
    report('header of 50,000 tensors', await timed(server.request('nnsim/open', { path: many })), 'ms');

    const document = `file://${folder}/read.py`;
    const names = Array.from({ length: 20 }, (_, i) => `x${i}.safetensors`);
    for (const name of names) await sparse(join(folder, name), 10, 100, 10);
    await server.open(document, 'python', names.map((name) => `"${name}"`).join('\n'));
    const request = { x: a, y: b, measure: { id: 'cca.mean', parameters: {} } };
    const source = new CancellationTokenSource();
    const busy = server.request('nnsim/compare', { ...request, id: 'busy' }, source.token).then(
      () => 'finished',
      () => 'cancelled',
    );
    await new Promise((later) => setTimeout(later, 1500));
    const hovers: number[] = [];
    for (let line = 0; line < names.length; line += 1) {
      const position = { line, character: 3 };
      const params = { textDocument: { uri: document }, position };
      hovers.push(await timed(server.connection.sendRequest('textDocument/hover', params)));
    }
    report('hover on a file not read before, all workers busy (slowest of 20)', Math.max(...hovers), 'ms');
    source.cancel();
    const cancel = await timed(busy);
    report(`cancel of a comparison (${await busy})`, cancel, 'ms');

    if (existsSync(samples)) {
      const of = (seed: string): string => join(samples, seed, 'activations-1000.safetensors');
      const grid = {
        x: of('seed0'),
        y: of('seed1'),
        measure: { id: 'rsm.cka', parameters: { estimator: 'debiased' } },
      };
      report(
        'first grid of the samples (3 x 3, nothing cached)',
        await timed(server.request('nnsim/compare', { ...grid, id: 'first' })),
        'ms',
      );
      report(
        'the same grid again',
        await timed(server.request('nnsim/compare', { ...grid, id: 'again' })),
        'ms',
      );
    }
    report('peak memory of the server and its workers', await peakMemory(server.process.pid), 'MiB');
    await server.connection.sendRequest('shutdown');
    await server.connection.sendNotification('exit');
    await server.exited;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
