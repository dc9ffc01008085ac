import assert from 'node:assert/strict';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { cleanUp, Server, temporaryFolder } from './client';
import { cka, writeActivations, writeLargeActivations } from './networks';

describe('nnsim/compare over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  let files = { x: '', y: '' };
  let large = { x: '', y: '' };
  before(async () => {
    folder = await temporaryFolder();
    files = await writeActivations(folder);
    large = await writeLargeActivations(folder);
    server = await Server.start(folder, { settings: { workers: 2 } });
  });
  after(() => cleanUp(server, folder));

  it('sends the plan, then every cell once, then answers with all of it', async () => {
    const comparison = await server.request('nnsim/compare', {
      ...files,
      measure: cka,
      id: 'first',
      workDoneToken: 'bar',
    });
    const planned = await server.next('nnsim/planned', ({ id }) => id === 'first');
    assert.equal(planned.plan.pairs.length, 9);
    const cells = server.all('nnsim/cells').flatMap((news) => (news.id === 'first' ? news.cells : []));
    const place = ({ x, y }: { x: number; y: number }): string => `${x},${y}`;
    assert.deepEqual(cells.map(place).sort(), comparison.cells.map(place).sort());
    assert.equal(new Set(cells.map(place)).size, 9);
    assert.deepEqual([server.progress('bar').at(0), server.progress('bar').at(-1)], ['begin', 'end']);
  });

  it('finds layers of equal names more alike than others', async () => {
    const { cells } = await server.request('nnsim/compare', { ...files, measure: cka, id: 'second' });
    for (const { x, y, score } of cells) {
      assert.equal(score.status, 'ok');
      if (x === y) assert.ok((score.value ?? 0) > 0.8, `${x}: ${score.value}`);
      else assert.ok((score.value ?? 1) < 0.5, `${x},${y}: ${score.value}`);
    }
  });

  it('takes what is known from the cache the second time', async () => {
    const { cells, estimate } = await server.request('nnsim/compare', {
      ...files,
      measure: cka,
      id: 'third',
    });
    assert.equal(estimate.cached, 9);
    assert.ok(cells.every(({ cached }) => cached));
  });

  it('is cancelled within a fifth of a second, and the workers are free again', async () => {
    const source = new CancellationTokenSource();
    const measure = { id: 'align.procrustes', parameters: {} };
    const answer = server
      .request('nnsim/compare', { ...large, measure, id: 'long' }, source.token)
      .catch((error: unknown) => error);
    await server.next('nnsim/cells', ({ id }) => id === 'long');
    const start = performance.now();
    source.cancel();
    const failure = await answer;
    const took = performance.now() - start;
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestCancelled);
    assert.ok(took < 200, `${took} ms`);
    const again = await server.request('nnsim/compare', { ...files, measure, id: 'after' });
    assert.equal(again.cells.length, 9);
  });

  it('is cancelled by its progress token too', async () => {
    const measure = { id: 'cca.pwcca', parameters: {} };
    const answer = server
      .request('nnsim/compare', { ...large, measure, id: 'token', workDoneToken: 'stop me' })
      .catch((error: unknown) => error);
    await server.next('nnsim/planned', ({ id }) => id === 'token');
    await server.connection.sendNotification('window/workDoneProgress/cancel', { token: 'stop me' });
    const failure = await answer;
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestCancelled);
    assert.equal(server.progress('stop me').at(-1), 'end');
  });
});
