import assert from 'node:assert/strict';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { servedActivations } from './networks';

describe('nnsim/about over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  it('tells everything known about a measure', async () => {
    const { measure, variants, changes, evidence, findings, readingRules } = await served.server.request(
      'nnsim/about',
      { measure: 'align.procrustes' },
    );
    assert.equal(measure.familyTitle, 'Alignment');
    assert.ok(changes.some(({ id }) => id === 'translation'));
    const centred = variants.find(({ changed }) => changed.centre === true);
    assert.deepEqual([measure.invariances.translation, centred?.invariances.translation], [false, true]);
    assert.ok(
      evidence.some(
        ({ form, source, rank }) => form === 'centred and scaled' && source.includes('Ding') && rank === 1,
      ),
    );
    assert.ok(findings.length > 0 && readingRules.length > 0);
  });

  it('is answered with a sentence for a measure there is not', async () => {
    const failure = await served.server
      .request('nnsim/about', { measure: 'ckka' })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestFailed);
    assert.match(failure.message, /cka/);
  });
});
