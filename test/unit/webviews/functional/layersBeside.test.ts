import assert from 'node:assert/strict';
import { scoreGridOf } from '../../../../webviews/comparison/scoreGridOf';
import { emptyState, reduce } from '../../../../webviews/comparison/state';
import { bestMatches, holdsOnlyOutputs } from '../../../../webviews/functional/layersBeside';
import { cellOf, describeMeasure, planOf } from '../comparison/fixture';

/** A grid of 3 x 2 layers by a measure of this direction. */
function gridOf(direction: 'similarity' | 'distance', cells: readonly ReturnType<typeof cellOf>[]) {
  const measures = [describeMeasure({ direction })];
  const messages = [
    { type: 'measures', measures, selected: { id: 'rsm.cka', parameters: {} } },
    { type: 'plan', run: 1, plan: planOf(3, 2), xName: 'a', yName: 'b' },
    { type: 'cells', run: 1, cells },
  ] as const;
  const grid = scoreGridOf(messages.reduce(reduce, emptyState));
  assert.ok(grid !== null);
  return grid;
}

describe('Layers beside outputs', () => {
  const cells = [
    cellOf(0, 0, 0.2),
    cellOf(0, 1, 0.7),
    cellOf(1, 0, null),
    cellOf(1, 1, 0.4),
    cellOf(2, 0, null),
  ];

  it('are told by the most similar layer of the other model, by similarities and by distances', () => {
    assert.deepEqual(bestMatches(gridOf('similarity', cells)), [
      { layer: 'layer0', other: 'layer1', value: 0.7 },
      { layer: 'layer1', other: 'layer1', value: 0.4 },
    ]);
    assert.deepEqual(bestMatches(gridOf('distance', cells))[0], {
      layer: 'layer0',
      other: 'layer0',
      value: 0.2,
    });
  });

  it('are none where the files hold their outputs only', () => {
    const side = (tensor: string) =>
      ({
        ...{ tensor, path: '', shape: [], why: '', kindWhy: '', accuracy: null, choices: 1 },
        kind: 'logits',
      }) as const;
    const layer = (tensor: string) => ({ tensor, shape: [20, 4] });
    const report = { x: side('array'), y: side('logits') };
    const only = { rows: [layer('array')], columns: [layer('logits')] };
    assert.equal(holdsOnlyOutputs(report, only), true);
    assert.equal(holdsOnlyOutputs(report, { ...only, rows: [layer('layer1'), layer('array')] }), false);
  });
});
