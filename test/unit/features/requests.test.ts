import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { serveClient } from './servedClient';

const x = join(tmpdir(), 'x.npz');
const y = join(tmpdir(), 'y.npz');
const compare = { id: 'run', x, y, measure: { id: 'cka', parameters: {} } };

async function failure(answer: Promise<unknown>): Promise<ResponseError> {
  try {
    await answer;
  } catch (error) {
    assert.ok(error instanceof ResponseError);
    return error;
  }
  return assert.fail('the request succeeded');
}

describe('A request', () => {
  it('with bad parameters is answered with InvalidParams, whatever they are', async () => {
    const { request } = await serveClient();
    for (const params of [{}, { path: 1 }, { path: 'relative' }, { path: { toString: 1 } }, [1, 2], []]) {
      assert.equal((await failure(request('nnsim/open', params))).code, ErrorCodes.InvalidParams);
    }
    for (const method of [
      'textDocument/hover',
      'textDocument/codeLens',
      'codeLens/resolve',
      'nnsim/export',
    ]) {
      assert.equal((await failure(request(method, { textDocument: 5 }))).code, ErrorCodes.InvalidParams);
    }
  });

  it('that no one knows is answered with MethodNotFound', async () => {
    const { request } = await serveClient();
    assert.equal((await failure(request('nnsim/nothing', {}))).code, ErrorCodes.MethodNotFound);
  });

  it('about bad input is answered with the sentence about it', async () => {
    const { request, jobs } = await serveClient();
    jobs.unreadable.set(x, 'x.npz is empty.');
    const { code, message } = await failure(request('nnsim/open', { path: x }));
    assert.deepEqual([code, message], [LSPErrorCodes.RequestFailed, 'x.npz is empty.']);
  });

  it('that meets a defect is answered and logged, and the next one is served', async () => {
    const { request, jobs, logged } = await serveClient();
    const answer = request('nnsim/compare', compare);
    (await jobs.nextRunning()).fail(new TypeError('no such thing'));
    const { code, message } = await failure(answer);
    assert.equal(code, ErrorCodes.InternalError);
    assert.match(message, /nnsim\/compare/);
    assert.match(logged.join(), /TypeError: no such thing/);
    assert.ok(await request('nnsim/open', { path: x }));
  });

  it('can be cancelled', async () => {
    const { client, jobs } = await serveClient();
    const source = new CancellationTokenSource();
    const answer = client.sendRequest('nnsim/compare', compare, source.token);
    const { options } = await jobs.nextRunning();
    source.cancel();
    assert.equal((await failure(answer)).code, LSPErrorCodes.RequestCancelled);
    assert.ok(options.signal?.aborted);
  });

  it('can be cancelled by its progress token, and its progress ends', async () => {
    const { client, jobs, progress, request } = await serveClient();
    const answer = request('nnsim/compare', { ...compare, workDoneToken: 'bar' });
    const { options } = await jobs.nextRunning();
    options.onProgress?.(0.5, 'half of it');
    await client.sendNotification('window/workDoneProgress/cancel', { token: 'bar' });
    assert.equal((await failure(answer)).code, LSPErrorCodes.RequestCancelled);
    assert.deepEqual(progress, [
      { token: 'bar', kind: 'begin' },
      { token: 'bar', kind: 'report' },
      { token: 'bar', kind: 'end' },
    ]);
  });
});

describe('A command', () => {
  const execute = (command: unknown, ...args: unknown[]): object => ({ command, arguments: args });

  it('is carried out', async () => {
    const { request } = await serveClient();
    const cleared = await request('workspace/executeCommand', execute('nnsim.server.clearCache'));
    assert.deepEqual(cleared, { entries: 3, bytes: 300 });
    const report = String(await request('workspace/executeCommand', execute('nnsim.server.diagnostics')));
    assert.match(report, /\| nnsim \| `1\.2\.3` \|/);
  });

  it('that is unknown or has other arguments is answered with InvalidParams', async () => {
    const { request } = await serveClient();
    for (const params of [
      execute('rm'),
      execute(1),
      execute('nnsim.server.setBaseline', 5),
      {},
      execute('toString'),
    ]) {
      assert.equal(
        (await failure(request('workspace/executeCommand', params))).code,
        ErrorCodes.InvalidParams,
      );
    }
  });

  it('sets a baseline only to a file that can be read', async () => {
    const { request, jobs } = await serveClient();
    jobs.unreadable.set(x, 'x.npz is empty.');
    const refused = await failure(
      request('workspace/executeCommand', execute('nnsim.server.setBaseline', x)),
    );
    assert.equal(refused.message, 'x.npz is empty.');
  });
});

describe('Settings', () => {
  it('are pulled from the client, and again when they change', async () => {
    let enabled = false;
    const { client, jobs } = await serveClient({
      configuration: () => ({ workers: 3, background: { enabled } }),
    });
    await client.sendNotification('nnsim/shown', { path: x, visible: true });
    await client.sendNotification('nnsim/shown', { path: y, visible: true });
    await client.sendRequest('nnsim/measures', {});
    assert.equal(jobs.plans.length, 0);
    enabled = true;
    await client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    const { request: started } = await jobs.nextRunning();
    assert.deepEqual([started.x, started.y], [x, y]);
    assert.equal(jobs.adjustments[0]?.workers, 3);
  });

  it('wait for trust before anything starts by itself', async () => {
    const { client, jobs } = await serveClient({ initialization: { trusted: false } });
    for (const path of [x, y]) await client.sendNotification('nnsim/shown', { path, visible: true });
    await client.sendRequest('nnsim/measures', {});
    assert.equal(jobs.plans.length, 0);
    await client.sendNotification('nnsim/trusted', { trusted: true });
    await jobs.nextRunning();
  });

  it('keep what they were when the client sends nonsense', async () => {
    const { request, client } = await serveClient({
      configuration: () => ({ workers: 'many', background: 5 }),
    });
    await client.sendNotification('nnsim/shown', { path: 'no path', visible: 'maybe' });
    const report = await request('workspace/executeCommand', { command: 'nnsim.server.diagnostics' });
    assert.match(String(report), /"workers":0/);
  });
});

describe('A second initialize', () => {
  it('is refused', async () => {
    const { request } = await serveClient();
    assert.equal(
      (await failure(request('initialize', { capabilities: {} }))).code,
      ErrorCodes.InvalidRequest,
    );
  });
});
