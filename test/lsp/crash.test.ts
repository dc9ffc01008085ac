import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { Cell } from '../../server/protocol';
import { cleanUp, Server, temporaryFolder } from './client';
import { writeLargeActivations } from './networks';

const measure = { id: 'align.procrustes', parameters: {} };

describe('A server that is killed during a comparison', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  let large = { x: '', y: '' };
  before(async () => {
    folder = await temporaryFolder();
    large = await writeLargeActivations(folder);
    server = await Server.start(folder, { settings: { workers: 2 } });
  });
  after(() => cleanUp(server, folder));

  it('finds the finished cells in the cache when it is started again', async () => {
    const lost = server
      .request('nnsim/compare', { ...large, measure, id: '1' })
      .catch((error: unknown) => error);
    // With the second message, what the first one told has long been written down.
    const [first] = await server.several('nnsim/cells', 2);
    server.process.kill('SIGKILL');
    assert.equal(await server.exited, null);
    server.connection.dispose();
    await lost;

    server = await Server.start(folder, { settings: { workers: 2 } });
    const source = new CancellationTokenSource();
    const again = server
      .request('nnsim/compare', { ...large, measure, id: '2' }, source.token)
      .catch((error: unknown) => error);
    for (const { x, y, score } of first?.cells ?? []) {
      const isSame = (cell: Cell): boolean => cell.x === x && cell.y === y;
      const { cells } = await server.next('nnsim/cells', (news) => news.cells.some(isSame));
      const cell = cells.find(isSame);
      assert.ok(cell?.cached, `${x}, ${y}`);
      assert.equal(cell.score.value, score.value);
    }
    source.cancel();
    await again;
  });

  it('does not start what killed it by itself', async () => {
    for (const path of [large.x, large.y]) await server.notify('nnsim/shown', { path, visible: true });
    const news = await server.next('nnsim/partnership');
    assert.equal(news.state, 'failed');
    assert.match(news.caption, /stopped while it worked/);
  });
});
