import assert from 'node:assert/strict';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { integer, list, object, oneOf, path, text } from '../../../server/features/parameters';
import { comparison, comparisonRequest, measureCall } from '../../../server/features/shapes';

function refused(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ResponseError);
    assert.equal(error.code, ErrorCodes.InvalidParams);
    return error.message;
  }
  return assert.fail('it was accepted');
}

describe('Parameters of a request', () => {
  const read = object({ path, first: integer(0, 10) }, { mode: oneOf('fast', 'slow') });

  it('are taken without what they should not have', () => {
    assert.deepEqual(read({ path: '/x', first: 3, other: 1 }, 'params'), { path: '/x', first: 3 });
    assert.deepEqual(read({ path: '/x', first: 3, mode: 'fast' }, 'params'), {
      path: '/x',
      first: 3,
      mode: 'fast',
    });
  });

  it('are refused with a sentence that names the place', () => {
    const say = (value: unknown): string => refused(() => read(value, 'params'));
    assert.equal(say(null), 'params must be an object.');
    assert.equal(say({ first: 1 }), 'params.path must be a text.');
    assert.equal(say({ path: 'x', first: 1 }), 'params.path must be an absolute file path.');
    assert.equal(say({ path: '/x\0', first: 1 }), 'params.path must be an absolute file path.');
    assert.equal(say({ path: '/x', first: 1.5 }), 'params.first must be a whole number from 0 to 10.');
    assert.equal(say({ path: '/x', first: 1, mode: 'no' }), 'params.mode must be fast or slow.');
    assert.equal(
      refused(() => list(text)(['a', 1], 'params')),
      'params[1] must be a text.',
    );
  });

  it('take nothing from a prototype', () => {
    const inherited = Object.create({ path: '/x', first: 1 }) as object;
    assert.equal(
      refused(() => read(inherited, 'params')),
      'params.path must be a text.',
    );
  });
});

describe('A measure in a request', () => {
  it('is brought to its full id and the parameters that differ from the defaults', () => {
    assert.equal(measureCall({ id: 'cka', parameters: {} }, 'measure').id, 'rsm.cka');
  });

  it('is refused when there is none of that name or no such parameter', () => {
    assert.match(
      refused(() => measureCall({ id: 'ckaa', parameters: {} }, 'measure')),
      /cka/,
    );
    assert.match(
      refused(() => measureCall({ id: 'cka', parameters: { nope: 1 } }, 'measure')),
      /nope/,
    );
    refused(() => measureCall({ id: 'cka', parameters: { __proto__: null, constructor: 1 } }, 'measure'));
  });

  it('belongs to a request with two absolute paths', () => {
    const measure = { id: 'cka', parameters: {} };
    assert.equal(comparisonRequest({ x: '/a', y: '/b', measure, kind: 'weights' }, 'params').kind, 'weights');
    assert.match(
      refused(() => comparisonRequest({ x: '/a', y: 'b', measure }, 'params')),
      /params\.y/,
    );
  });
});

describe('A comparison sent back for export', () => {
  const score = {
    ...{ measure: 'rsm.cka', parameters: {}, value: 1, status: 'ok', n: 3, notes: [] },
    ...{ seed: 1, chance: 0.1, standardError: 0.2, details: [{ name: 'rank', value: 3 }] },
    ...{ curve: { parameter: 'tolerance', points: [[0, 1]] }, perInstance: [1, 0] },
  };

  const side = { path: '/x', layers: [{ tensor: 'a', shape: [3, 2] }] };
  const whole = (x: number): unknown => ({
    kind: 'activations',
    x: side,
    y: side,
    pairs: [[0, 0]],
    measure: { id: 'rsm.cka', parameters: {} },
    notes: [],
    range: [0, 1],
    estimate: { seconds: 1, bytes: 1, cached: 0, cells: 1 },
    cells: [{ x, y: 0, score, cached: false }],
    seconds: 1,
  });

  it('keeps everything that is told of a score', () => {
    assert.deepEqual(comparison(whole(0), 'comparison'), whole(0));
  });

  it('may not name layers it does not list', () => {
    assert.equal(comparison(whole(0), 'comparison').cells.length, 1);
    assert.match(
      refused(() => comparison(whole(1), 'comparison')),
      /names a layer/,
    );
  });
});
