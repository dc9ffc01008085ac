import assert from 'node:assert/strict';
import { cleanUp, Server, temporaryFolder } from './client';
import { writeLargeActivations } from './networks';

const measure = { id: 'align.procrustes', parameters: {} };

describe('A server that is killed during a comparison', () => {
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
    await server.next('nnsim/cells', ({ id }) => id === '1');
    const finished = server.all('nnsim/cells').flatMap(({ cells }) => cells).length;
    server.process.kill('SIGKILL');
    assert.equal(await server.exited, null);
    server.connection.dispose();
    await lost;

    server = await Server.start(folder, { settings: { workers: 2 } });
    const { estimate } = await server.request('nnsim/plan', { ...large, measure });
    assert.ok(estimate.cached >= finished, `${estimate.cached} of ${finished}`);
    assert.ok(estimate.cached < estimate.cells);
  });

  it('does not start what killed it by itself', async () => {
    for (const path of [large.x, large.y]) await server.notify('nnsim/shown', { path, visible: true });
    const news = await server.next('nnsim/partnership');
    assert.equal(news.state, 'failed');
    assert.match(news.caption, /stopped while it worked/);
  });
});
