import assert from 'node:assert/strict';
import { isCancelled, sentence } from '../../../client/failures';

const withCode = (code: number, message = 'text'): Error => Object.assign(new Error(message), { code });

describe('Failures', () => {
  it('tell what somebody called off from what went wrong', () => {
    assert.ok(isCancelled(withCode(-32800)));
    assert.ok(isCancelled(Object.assign(new Error('Canceled'), { name: 'Canceled' })));
    assert.ok(!isCancelled(withCode(-32803)));
    assert.ok(!isCancelled(undefined));
  });

  it('say the sentence of the server', () => {
    assert.equal(sentence(withCode(-32803, 'a.npy ends early.')), 'a.npy ends early.');
    assert.equal(sentence('plain'), 'plain');
  });

  it('say what to do when the server went away', () => {
    assert.match(sentence(withCode(-32097)), /server stopped .* repeat/);
    assert.match(sentence(new Error('Connection got disposed.')), /server stopped/);
  });
});
