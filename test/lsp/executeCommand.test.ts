import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { Server } from './client';
import { cka, servedActivations } from './networks';

describe('workspace/executeCommand over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  async function failure(command: string, ...args: unknown[]): Promise<ResponseError> {
    const error: unknown = await served.server.connection
      .sendRequest('workspace/executeCommand', { command, arguments: args })
      .catch((reason: unknown) => reason);
    assert.ok(error instanceof ResponseError);
    return error;
  }

  it('compares two models', async () => {
    const comparison = await served.server.command('nnsim.server.compare', { ...served.files, measure: cka });
    assert.equal(comparison.cells.length, 9);
  });

  it('reports about the server in Markdown', async () => {
    const report = await served.server.command('nnsim.server.diagnostics');
    assert.match(report, /^# nnsim diagnostics/);
    assert.ok(report.includes(process.version));
  });

  it('clears the cache, so that nothing is cached any more', async () => {
    await served.server.command('nnsim.server.compare', { ...served.files, measure: cka });
    const { entries, bytes } = await served.server.command('nnsim.server.clearCache');
    assert.ok(entries > 0 && bytes > 0);
    const { estimate } = await served.server.request('nnsim/plan', { ...served.files, measure: cka });
    assert.equal(estimate.cached, 0);
  });

  it('sets the baseline, tells it, and keeps it for the next start', async () => {
    await served.server.command('nnsim.server.setBaseline', served.files.x);
    await served.server.next('nnsim/activity', ({ baseline }) => baseline === served.files.x);
    await served.server.stop();
    served.server = await Server.start(served.folder);
    await served.server.next('nnsim/activity', ({ baseline }) => baseline === served.files.x);
    await served.server.command('nnsim.server.setBaseline', null);
    await served.server.next('nnsim/activity', ({ baseline }) => baseline === null);
  });

  it('refuses a baseline that cannot be read', async () => {
    const { code, message } = await failure('nnsim.server.setBaseline', join(served.folder, 'missing.npy'));
    assert.equal(code, LSPErrorCodes.RequestFailed);
    assert.match(message, /missing\.npy/);
  });

  it('refuses what is no command of ours', async () => {
    assert.equal((await failure('nnsim.server.nothing')).code, ErrorCodes.InvalidParams);
    assert.equal((await failure('__proto__')).code, ErrorCodes.InvalidParams);
  });
});
