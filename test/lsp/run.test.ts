import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { RunChoice } from '../../server/protocol';
import { npy } from '../samples/writeNpy';
import { perceptron } from '../unit/runtimes/onnx/models';
import { cleanUp, Server, temporaryFolder } from './client';
import { noise, writeNpy } from './fixtures';
import { cka } from './networks';

describe('nnsim/run over stdio', function () {
  this.timeout(60_000);
  let folder = '';
  let server: Server;
  let choice: RunChoice;
  before(async () => {
    folder = await temporaryFolder();
    await writeFile(join(folder, 'net.onnx'), perceptron());
    await writeNpy(join(folder, 'probe.npy'), noise('x', [200, 3], 1));
    choice = {
      model: join(folder, 'net.onnx'),
      probes: [{ path: join(folder, 'probe.npy') }],
      constants: [],
    };
    server = await Server.start(folder);
  });
  after(() => cleanUp(server, folder));

  const failure = async (answer: Promise<unknown>): Promise<ResponseError> => {
    const error = await answer.then(
      () => assert.fail('the request succeeded'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ResponseError);
    return error;
  };
  const many = (): RunChoice => ({ ...choice, probes: [{ path: join(folder, 'many.npy') }] });

  it('tells what a model takes and computes', async () => {
    const { inputs, steps } = await server.request('nnsim/anatomy', { model: choice.model });
    assert.deepEqual(inputs, [{ name: 'x', dtype: 'float32', shape: [null, 3] }]);
    assert.deepEqual(
      steps.map(({ name, operator, isOutput }) => [name, operator, isOutput]),
      [
        ['hidden', 'MatMul', false],
        ['active', 'Relu', false],
        ['y', 'MatMul', true],
      ],
    );
  });

  it('runs with progress, the second time at once, and what it answers can be compared', async () => {
    const first = await server.request('nnsim/run', { ...choice, workDoneToken: 'run' });
    assert.deepEqual([server.progress('run').at(0), server.progress('run').at(-1)], ['begin', 'end']);
    assert.equal(first.cached, false);
    const begin = performance.now();
    assert.deepEqual(await server.request('nnsim/run', choice), { ...first, cached: true });
    assert.ok(performance.now() - begin < 100);
    const { path } = first;
    const { cells } = await server.request('nnsim/compare', {
      x: path,
      y: path,
      measure: cka,
      id: 'of runs',
    });
    assert.equal(cells.length, 4);
  });

  it('is cancelled at once and leaves nothing', async () => {
    await writeFile(
      join(folder, 'many.npy'),
      npy({ shape: [200_000, 3], values: new Float32Array(600_000).fill(0.5) }),
    );
    const before = readdirSync(join(folder, 'storage/runs'));
    const source = new CancellationTokenSource();
    const answer = failure(server.request('nnsim/run', many(), source.token));
    await new Promise((resolve) => setTimeout(resolve, 250));
    const begin = performance.now();
    source.cancel();
    assert.equal((await answer).code, LSPErrorCodes.RequestCancelled);
    assert.ok(performance.now() - begin < 200);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(readdirSync(join(folder, 'storage/runs')), before);
  });

  it('answers with a sentence when the process of a run is killed, and the server lives on', async () => {
    const answer = failure(server.request('nnsim/run', many()));
    const runners = (): number[] =>
      execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes('runner.js'))
        .map((line) => line.trim().split(/\s+/).map(Number))
        .flatMap(([pid, parent]) => (pid !== undefined && parent === server.process.pid ? [pid] : []));
    while (runners().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const pid of runners()) process.kill(pid, 'SIGKILL');
    const { code, message } = await answer;
    assert.equal(code, LSPErrorCodes.RequestFailed);
    assert.match(message, /net\.onnx ended the process that ran it \(SIGKILL\): [^.]*\.$/);
    assert.equal((await server.request('nnsim/run', choice)).rows, 200);
  });

  it('says in a sentence what is no model, and what the model does not take', async () => {
    const other = { ...choice, model: join(folder, 'probe.npy') };
    assert.match((await failure(server.request('nnsim/run', other))).message, /probe\.npy cannot be run/);
    await writeNpy(join(folder, 'wide.npy'), noise('x', [4, 5], 1));
    const wide = { ...choice, probes: [{ path: join(folder, 'wide.npy') }] };
    assert.match((await failure(server.request('nnsim/run', wide))).message, /takes \[\?, 3\]\.$/);
  });

  it('goes from the disk when the cache is cleared, and comes again', async () => {
    const { path } = await server.request('nnsim/run', choice);
    await server.command('nnsim.server.clearCache');
    assert.ok(!existsSync(path));
    const again = await server.request('nnsim/run', choice);
    assert.deepEqual([again.path, again.cached], [path, false]);
  });

  it('is refused in a workspace without trust until there is some; models are looked at all the same', async () => {
    const other = await Server.start(folder, { trusted: false });
    const { code, message } = await failure(other.request('nnsim/run', choice));
    assert.equal(code, LSPErrorCodes.RequestFailed);
    assert.match(message, /trusted workspaces only/);
    assert.equal((await other.request('nnsim/anatomy', { model: choice.model })).inputs.length, 1);
    await other.notify('nnsim/trusted', { trusted: true });
    assert.equal((await other.request('nnsim/run', choice)).cached, true);
    await other.stop();
    other.connection.dispose();
  });
});
