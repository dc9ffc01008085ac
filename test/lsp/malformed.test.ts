import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { cleanUp, Server, temporaryFolder } from './client';
import { noise, writeNpy } from './fixtures';

describe('Malformed input over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  beforeEach(async () => {
    folder = await temporaryFolder();
    await writeNpy(join(folder, 'x.npy'), noise('x', [5, 2], 3));
    server = await Server.start(folder);
  });
  afterEach(() => cleanUp(server, folder));

  async function serves(): Promise<void> {
    const { tensorCount } = await server.request('nnsim/open', { path: join(folder, 'x.npy') });
    assert.equal(tensorCount, 1);
  }

  it('that is no JSON is answered with a parse error, and the next request is served', async () => {
    const answered = new Promise<string>((resolve) => {
      server.process.stdout.on('data', (data: Buffer) => {
        if (data.includes('-32700')) resolve(data.toString());
      });
    });
    const text = '{"jsonrpc": "2.0", "id": 1, "method": ';
    server.process.stdin.write(`Content-Length: ${text.length}\r\n\r\n${text}`);
    assert.match(await answered, /"id":null/);
    await serves();
  });

  it('that is no message is survived', async () => {
    for (const text of ['[]', '5', 'null', '{}', '{"jsonrpc":"2.0","id":{"a":1},"method":5}']) {
      server.process.stdin.write(`Content-Length: ${text.length}\r\n\r\n${text}`);
    }
    await serves();
  });

  it('in the parameters of any request is answered with an error', async () => {
    const methods = [
      'nnsim/open',
      'nnsim/tensors',
      'nnsim/computeStatistics',
      'nnsim/plan',
      'nnsim/compare',
      'nnsim/pair',
      'nnsim/export',
      'textDocument/hover',
      'textDocument/documentLink',
      'textDocument/codeLens',
      'codeLens/resolve',
      'workspace/executeCommand',
    ];
    const hostile = [{}, [], { path: 5 }, { path: 'a', x: [], id: {} }, { textDocument: null, command: [] }];
    for (const method of methods) {
      for (const params of hostile) {
        const error: unknown = await server.connection
          .sendRequest(method, params)
          .catch((reason: unknown) => reason);
        assert.ok(error instanceof ResponseError, `${method} ${JSON.stringify(params)}`);
        assert.equal(error.code, ErrorCodes.InvalidParams, `${method}: ${error.message}`);
      }
    }
    await serves();
  });

  it('in notifications is survived', async () => {
    for (const method of [
      'nnsim/shown',
      'nnsim/trusted',
      'textDocument/didOpen',
      'textDocument/didChange',
      'textDocument/didClose',
      'workspace/didChangeWatchedFiles',
      'workspace/didChangeConfiguration',
      'workspace/didChangeWorkspaceFolders',
      'window/workDoneProgress/cancel',
      '$/cancelRequest',
      '$/nothing',
    ]) {
      for (const params of [{}, { path: 5, visible: 'x' }, { textDocument: 5, changes: 5, event: 5 }]) {
        await server.connection.sendNotification(method, params);
      }
    }
    await serves();
  });
});
