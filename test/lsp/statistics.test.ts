import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cleanUp, Server, temporaryFolder } from './client';
import { type Tensor, noise, writeSafetensors } from './fixtures';

describe('nnsim/computeStatistics over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  const odd: Tensor = { name: 'odd', shape: [4], values: Float32Array.of(1, NaN, 3, Infinity) };
  before(async () => {
    folder = await temporaryFolder();
    const tensors = [odd, ...Array.from({ length: 20 }, (_, i) => noise(`t${i}`, [8], i))];
    await writeSafetensors(join(folder, 'm.safetensors'), tensors);
    server = await Server.start(folder);
  });
  after(() => cleanUp(server, folder));

  it('sends the statistics of every tensor before it answers, under the name of the request', async () => {
    const params = { path: join(folder, 'm.safetensors'), id: 'mine' };
    assert.equal(await server.request('nnsim/computeStatistics', params), null);
    const news = server.all('nnsim/statistics');
    assert.ok(news.every(({ id }) => id === 'mine'));
    const all = news.flatMap(({ statistics }) => statistics);
    assert.deepEqual(
      all.map(({ index }) => index),
      Array.from({ length: 21 }, (_, i) => i),
    );
    const [first] = all;
    assert.ok(first);
    assert.deepEqual(
      [first.count, first.mean, first.min, first.max, first.notANumber, first.infinite],
      [4, 2, 1, 3, 1, 1],
    );
  });
});
