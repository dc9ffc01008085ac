import assert from 'node:assert/strict';
import { findMeasure } from '../../../../server/measures/catalogue';
import { describeMeasure } from '../../../../server/measures/describe';
import type { GroupReport, Score } from '../../../../server/protocol';
import { pairGridOf } from '../../../../webviews/group/pairGrid';

const member = { path: '/a.npy', tensor: 'logits', shape: [20, 3], why: 'chosen', accuracy: null };
const report: GroupReport = {
  ...{ found: true, stamp: 'a', of: 'outputs', models: [member, member, member], hasOutputs: true },
  ...{ layers: [], rows: 20, scores: [], notes: [] },
};

function known(id: string, pairs: readonly (readonly [number, number, number])[]) {
  const measure = { id, parameters: {} };
  const score = (value: number): Score => {
    return { measure: id, parameters: {}, value, status: 'ok', n: 20, notes: [] };
  };
  return {
    ...({ names: ['a', 'b', 'c'], report, state: 'done', measure } as const),
    measures: [describeMeasure(findMeasure(id))],
    pairs: { measure, mean: score(0), pairs: pairs.map(([x, y, value]) => ({ x, y, score: score(value) })) },
  } as const;
}

describe('The grid of the pairs of a set', () => {
  it('has each pair of a symmetric measure in both places, and no model with itself', () => {
    const grid = pairGridOf(
      known('hard.disagreement', [
        [0, 1, 0.03],
        [0, 2, 0.04],
        [1, 2, 0.05],
      ]),
    );
    assert.equal(grid?.score(0, 1)?.value, 0.03);
    assert.equal(grid.score(1, 0)?.value, 0.03);
    assert.equal(grid.score(2, 1)?.value, 0.05);
    assert.equal(grid.score(1, 1)?.value, null);
    assert.match(grid.score(1, 1)?.reason ?? '', /not compared with itself/);
    assert.ok(grid.pairs.every(([x, y]) => x !== y));
    assert.deepEqual([grid.blank?.(1, 1), grid.blank?.(0, 1)], [true, false]);
  });

  it('tells both ways apart where the measure does', () => {
    const grid = pairGridOf(known('soft.kl', [[0, 1, 0.3]]));
    assert.equal(grid?.score(0, 1)?.value, 0.3);
    assert.equal(grid.score(1, 0), undefined);
  });

  it('ends the colours of a distance where the distances end', () => {
    const grid = pairGridOf(known('hard.disagreement', [[0, 1, 0.034]]));
    assert.deepEqual([grid?.scale.low, grid?.scale.high], [0, 0.04]);
  });

  it('is none before it is known what is compared', () => {
    const { report: _, ...rest } = known('hard.disagreement', []);
    assert.equal(_.found, true);
    assert.equal(pairGridOf(rest), null);
  });
});
