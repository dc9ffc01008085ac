import assert from 'node:assert/strict';
import { createWasmEngine } from '../../../server/linalg/engines/wasm';
import { Prepared } from '../../../server/measures/prepared';
import { rowAgreement } from '../../../server/measures/rowAgreement';
import { score } from '../../../server/measures/score';
import type { Meaning } from '../../../server/tensors/representation';

const [rows, cols] = [40, 12];

/** Uniform noise around 0, the same for a seed. */
function matrix(seed: number): { rows: number; cols: number; data: Float64Array } {
  let state = seed;
  const data = Float64Array.from({ length: rows * cols }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  return { rows, cols, data };
}

function prepared(values: ReturnType<typeof matrix>, meaning: Meaning): Prepared {
  return new Prepared({ values, meaning }, createWasmEngine());
}

describe('The agreement of the rows of two weight tensors', () => {
  it('is 1 for the same rows, whatever offset all of them share', () => {
    const x = matrix(1);
    const shifted = { ...x, data: x.data.map((value) => 3 * value + 5) };
    assert.ok(Math.abs((rowAgreement(x, shifted) ?? 0) - 1) < 1e-12);
  });

  it('is small for unrelated rows, and for the same rows in another order', () => {
    const x = matrix(1);
    const reversed = { ...x, data: x.data.slice().reverse() };
    assert.ok(Math.abs(rowAgreement(x, matrix(2)) ?? 1) < 0.2);
    assert.ok(Math.abs(rowAgreement(x, reversed) ?? 1) < 0.2);
  });

  it('cannot be told for unequal shapes or constant rows', () => {
    assert.equal(rowAgreement(matrix(1), { rows: 1, cols: 1, data: new Float64Array(1) }), null);
    const zeros = { rows, cols, data: new Float64Array(rows * cols) };
    assert.equal(rowAgreement(zeros, zeros), null);
  });
});

describe('A score of weights by a measure of representations', () => {
  const call = { id: 'rsm.cka', parameters: {} };
  const warned = (meaning: Meaning, seed: number): boolean =>
    score(call, prepared(matrix(1), meaning), prepared(matrix(seed), meaning)).notes.some((note) =>
      note.includes('no common axes'),
    );

  it('warns that separately trained networks have no common axes when the rows do not agree', () => {
    assert.ok(warned('weights', 2));
  });

  it('does not warn within one run, nor for activations', () => {
    assert.ok(!warned('weights', 1));
    assert.ok(!warned('activations', 2));
  });
});
