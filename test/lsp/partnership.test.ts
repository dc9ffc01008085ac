import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cleanUp, Server, temporaryFolder } from './client';
import { near, noise, writeSafetensors } from './fixtures';
import { writeActivations } from './networks';

describe('nnsim/shown over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  let files = { x: '', y: '' };
  beforeEach(async () => {
    folder = await temporaryFolder();
    files = await writeActivations(folder);
  });
  afterEach(() => cleanUp(server, folder));

  it('has activations of two open models compared, and tells both tabs', async () => {
    server = await Server.start(folder);
    for (const path of [files.x, files.y]) await server.notify('nnsim/shown', { path, visible: true });
    for (const [path, partner] of [
      [files.x, files.y],
      [files.y, files.x],
    ]) {
      const news = await server.next('nnsim/partnership', (one) => one.state === 'done' && one.path === path);
      assert.equal(news.partner, partner);
      assert.equal(news.label, 'CKA');
      assert.ok((news.value ?? 0) > 0.8 && (news.value ?? 2) <= 1);
      assert.equal(news.caption, 'mean debiased linear CKA of 3 pairs of layers of equal names');
      assert.deepEqual(
        news.cells.map(({ tensor }) => tensor),
        ['layer1', 'layer2', 'layer3'],
      );
    }
  });

  it('compares a checkpoint with the previous step of its run', async () => {
    const weights = [noise('0.weight', [16, 12], 1), noise('0.bias', [16], 2)];
    const [one, two] = [join(folder, 'step-500.safetensors'), join(folder, 'step-1000.safetensors')];
    await writeSafetensors(one, weights);
    await writeSafetensors(
      two,
      weights.map((tensor, i) => near(tensor, 0.2, 10 + i)),
    );
    server = await Server.start(folder);
    await server.notify('nnsim/shown', { path: two, visible: true });
    const news = await server.next('nnsim/partnership', ({ state }) => state !== 'running');
    assert.equal(news.state, 'done', news.caption);
    assert.deepEqual([news.partner, news.reason, news.label], [one, 'previous step', 'relative change']);
    // Noise of a fifth of the width of the weights themselves: the change is near a fifth.
    assert.ok(Math.abs((news.value ?? 0) - 0.2) < 0.05, String(news.value));
    assert.match(news.caption, /2 tensors .* cosine 0\.9.*no common axes/);
  });

  it('starts nothing in a workspace without trust until trust is given', async () => {
    server = await Server.start(folder, { trusted: false });
    for (const path of [files.x, files.y]) await server.notify('nnsim/shown', { path, visible: true });
    await server.request('nnsim/measures', {});
    await server.request('nnsim/open', { path: files.x });
    assert.deepEqual(server.all('nnsim/partnership'), []);
    await server.notify('nnsim/trusted', { trusted: true });
    await server.next('nnsim/partnership', ({ state }) => state === 'done');
  });

  it('leaves alone what costs more than the budget', async () => {
    server = await Server.start(folder, { settings: { background: { enabled: true, budgetSeconds: 0 } } });
    for (const path of [files.x, files.y]) await server.notify('nnsim/shown', { path, visible: true });
    const news = await server.next('nnsim/partnership');
    assert.equal(news.state, 'too costly');
  });
});
