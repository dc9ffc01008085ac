import assert from 'node:assert/strict';
import { allMeasures } from '../../server/measures/catalogue';
import { cleanUp, Server, temporaryFolder } from './client';

describe('nnsim/measures over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  before(async () => {
    folder = await temporaryFolder();
    server = await Server.start(folder);
  });
  after(() => cleanUp(server, folder));

  it('describes every measure of the catalogue, in its order', async () => {
    const measures = await server.request('nnsim/measures', {});
    assert.deepEqual(
      measures.map(({ id }) => id),
      allMeasures.map(({ id }) => id),
    );
    const cka = measures.find(({ id }) => id === 'rsm.cka');
    assert.deepEqual(cka?.range.length, 2);
    assert.ok(cka.parameters.some(({ name }) => name === 'estimator'));
  });
});
