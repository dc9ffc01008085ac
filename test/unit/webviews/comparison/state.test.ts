import assert from 'node:assert/strict';
import { choosePair, emptyState, reduce, type ComparisonState } from '../../../../webviews/comparison/state';
import { scoreGridOf } from '../../../../webviews/comparison/scoreGridOf';
import { cellOf, describeMeasure, planOf } from './fixture';

const measures = {
  type: 'measures',
  measures: [describeMeasure()],
  selected: { id: 'rsm.cka', parameters: {} },
} as const;
const planned = (run: number, plan = planOf(2, 3)) =>
  ({ type: 'plan', run, plan, xName: 'a', yName: 'b' }) as const;
const cells = (run: number, ...list: ReturnType<typeof cellOf>[]) =>
  ({ type: 'cells', run, cells: list }) as const;

function play(...messages: Parameters<typeof reduce>[1][]): ComparisonState {
  return messages.reduce(reduce, emptyState);
}

describe('what the comparison page knows', () => {
  it('shows partial scores where they belong and leaves the rest unknown', () => {
    const grid = scoreGridOf(play(measures, planned(1), cells(1, cellOf(1, 2, 0.5))));
    assert.equal(grid?.score(1, 2)?.value, 0.5);
    assert.equal(grid.score(0, 2), undefined);
    assert.equal(grid.running, true);
  });

  it('passes by what belongs to an older run', () => {
    const state = play(measures, planned(2), cells(1, cellOf(0, 0, 0.5)), { type: 'cancelled', run: 1 });
    assert.equal(state.scores.size, 0);
    assert.equal(state.state, 'running');
  });

  it('passes by cells outside the grid', () => {
    assert.equal(play(measures, planned(1), cells(1, cellOf(7, 0, 0.5))).scores.size, 0);
  });

  it('forgets scores with a new run but keeps layers and the chosen pair when they are the same', () => {
    const before = choosePair(play(measures, planned(1), cells(1, cellOf(0, 0, 0.5))), 0, 1);
    const after = reduce(before, planned(2));
    assert.equal(after.scores.size, 0);
    assert.equal(after.plan?.x.layers, before.plan?.x.layers);
    assert.equal(after.pair, before.pair);
    assert.equal(reduce(before, planned(3, planOf(4, 4))).pair, null);
  });

  it('keeps what was computed when a run is cancelled or fails on the way', () => {
    const running = play(measures, planned(1), cells(1, cellOf(0, 0, 0.5)));
    const failed = reduce(running, { type: 'failed', run: 1, message: 'Out of memory.' });
    assert.deepEqual([failed.state, failed.message, failed.scores.size], ['failed', 'Out of memory.', 1]);
    assert.equal(reduce(running, { type: 'cancelled', run: 1 }).scores.size, 1);
  });

  it('does not show an old grid below the failure of a run that never had a plan', () => {
    const state = reduce(play(measures, planned(1)), { type: 'failed', run: 2, message: 'Gone.' });
    assert.equal(scoreGridOf(state), null);
  });

  it('takes only the answer to the pair that is chosen now', () => {
    const nothing = { costs: [], scores: [], computing: [], stopped: [] };
    const state = choosePair(play(measures, planned(1)), 0, 1);
    const other = reduce(state, { type: 'pair', x: 1, y: 1, ...nothing });
    assert.equal(other.pair?.knowledge, null);
    const { score } = cellOf(0, 1, 0.5);
    const answered = reduce(state, { type: 'pair', x: 0, y: 1, ...nothing, scores: [score] });
    assert.deepEqual(answered.pair?.knowledge?.scores, [score]);
  });

  it('takes the pair that was chosen before the page was made anew', () => {
    const known = { type: 'pair', scores: [], computing: ['rsm.cka'], stopped: [] } as const;
    const made = reduce(play(measures, planned(1)), { ...known, x: 1, y: 2 });
    assert.deepEqual([made.pair?.x, made.pair?.y], [1, 2]);
    assert.equal(reduce(play(measures, planned(1)), { ...known, x: 5, y: 2 }).pair, null);
  });

  it('waits for the run of a measure that was chosen outside the page', () => {
    const chosen = { id: 'nn.jaccard', parameters: {} };
    const state = reduce(play(measures, planned(1)), { type: 'selected', measure: chosen });
    assert.deepEqual([state.state, state.selected], ['waiting', chosen]);
  });

  it('keeps the list of measures the same object as long as it lists the same', () => {
    const once = play(measures);
    const again = reduce(once, { ...measures, measures: [describeMeasure()] });
    assert.equal(again.measures, once.measures);
    const other = reduce(once, { ...measures, measures: [describeMeasure({ id: 'nn.jaccard' })] });
    assert.equal(other.measures[0]?.id, 'nn.jaccard');
  });
});
