import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { noise, writeNpy } from './fixtures';
import { cka, servedActivations } from './networks';

describe('nnsim/plan over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();
  before(() => writeNpy(join(served.folder, 'short.npy'), noise('', [7, 3], 1)));

  it('pairs every layer with every layer and estimates the cost', async () => {
    const plan = await served.server.request('nnsim/plan', { ...served.files, measure: cka });
    assert.equal(plan.kind, 'activations');
    assert.deepEqual(
      plan.x.layers.map(({ tensor }) => tensor),
      ['layer1', 'layer2', 'layer3'],
    );
    assert.equal(plan.pairs.length, 9);
    assert.equal(plan.estimate.cells, 9);
    assert.ok(plan.estimate.seconds > 0 && plan.estimate.seconds < 60);
  });

  it('is answered with a sentence when the two files have nothing in common', async () => {
    const failure = await served.server
      .request('nnsim/plan', { x: served.files.x, y: join(served.folder, 'short.npy'), measure: cka })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestFailed);
    assert.match(failure.message, /\.$/);
  });

  it('is refused for a measure there is not', async () => {
    const failure = await served.server
      .request('nnsim/plan', { ...served.files, measure: { id: 'ckka', parameters: {} } })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, ErrorCodes.InvalidParams);
    assert.match(failure.message, /cka/);
  });
});
