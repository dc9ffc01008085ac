import assert from 'node:assert/strict';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { servedActivations } from './networks';

describe('nnsim/guide over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  it('asks questions and ranks every measure of representations, with reasons', async () => {
    const { questions, suggestions, rules } = await served.server.request('nnsim/guide', { answers: {} });
    assert.ok(questions.some(({ id }) => id === 'rows'));
    assert.ok(suggestions.length >= 9 && rules.length > 0);
    for (const { evidence } of suggestions) assert.match(evidence, /\.$/);
  });

  it('asks two files what they can tell themselves', async () => {
    const { questions } = await served.server.request('nnsim/guide', {
      answers: {},
      comparison: served.files,
    });
    assert.ok(!questions.some(({ id }) => id === 'rows' || id === 'widths'));
    assert.ok(questions.some(({ id }) => id === 'orthogonal'));
  });

  it('is answered with a sentence for an answer that is no choice', async () => {
    const failure = await served.server
      .request('nnsim/guide', { answers: { orthogonal: ['perhaps'] } })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestFailed);
    assert.equal(failure.message, 'orthogonal cannot be "perhaps": ignore, notice, open.');
  });
});
