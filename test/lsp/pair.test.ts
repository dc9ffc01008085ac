import assert from 'node:assert/strict';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { servedActivations } from './networks';

describe('nnsim/pair over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  it('answers with every measure that applies to the two layers', async () => {
    const scores = await served.server.request('nnsim/pair', {
      ...served.files,
      kind: 'activations',
      tensorX: 'layer1',
      tensorY: 'layer1',
    });
    const known = new Map(scores.map(({ measure, value }) => [measure, value]));
    for (const id of ['rsm.cka', 'cca.mean', 'align.procrustes', 'rsm.rsa', 'nn.jaccard']) {
      assert.equal(typeof known.get(id), 'number', id);
    }
    assert.ok(!known.has('soft.jsd'));
    assert.ok(scores.every(({ n }) => n === 60));
  });

  it('answers with the measures asked for, and tells each as soon as it is known', async () => {
    const measures = ['nn.jaccard', 'rsm.cka'].map((id) => ({ id, parameters: {} }));
    const scores = await served.server.request('nnsim/pair', {
      ...served.files,
      kind: 'activations',
      tensorX: 'layer2',
      tensorY: 'layer3',
      measures,
      id: 'early',
    });
    assert.deepEqual(
      scores.map(({ measure }) => measure),
      ['nn.jaccard', 'rsm.cka'],
    );
    const early = served.server.all('nnsim/pairScores').filter(({ id }) => id === 'early');
    const told = early.flatMap((news) => news.scores);
    assert.deepEqual(new Set(told), new Set(scores));
    assert.equal(told.length, 2);
  });

  it('is answered with a sentence when there is no such layer', async () => {
    const failure = await served.server
      .request('nnsim/pair', { ...served.files, kind: 'activations', tensorX: 'layer9', tensorY: 'layer1' })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestFailed);
    assert.match(failure.message, /layer9/);
  });
});
