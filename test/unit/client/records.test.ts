import assert from 'node:assert/strict';
import { isRecord, keyOf, recordOf } from '../../../client/comparisons/records';
import type { Cell, Comparison } from '../../../server/protocol';

const cell = (x: number, y: number, value: number | null): Cell => ({
  x,
  y,
  cached: false,
  score: {
    measure: 'm',
    parameters: {},
    value,
    status: value === null ? 'degenerate' : 'ok',
    n: 10,
    notes: [],
  },
});

function comparison(kind: Comparison['kind'], cells: readonly Cell[], layers = 2): Comparison {
  const names = Array.from({ length: layers }, (_, i) => ({ tensor: `layer${i}`, shape: [10, 4] }));
  return {
    kind,
    x: { path: '/x', layers: names },
    y: { path: '/y', layers: names },
    pairs: cells.map(({ x, y }) => [x, y] as const),
    measure: { id: 'm', parameters: {} },
    notes: [],
    range: [0, 1],
    estimate: { seconds: 1, bytes: 1, cached: 0, cells: cells.length },
    cells,
    seconds: 1,
  };
}

describe('The record of a comparison', () => {
  const cells = [cell(1, 0, 0.9), cell(0, 0, 0.2), cell(0, 1, 0.6), cell(1, 1, 0.1)];

  it('has the most similar counterpart of each layer, in the order of the model', () => {
    const { highlights, mean } = recordOf(comparison('activations', cells), 'similarity', 0);
    assert.deepEqual(highlights, [
      { x: 'layer0', y: 'layer1', value: 0.6 },
      { x: 'layer1', y: 'layer0', value: 0.9 },
    ]);
    assert.equal(mean, 0.75);
  });

  it('has the nearest counterpart where the measure is a distance', () => {
    const { highlights } = recordOf(comparison('activations', cells), 'distance', 0);
    assert.deepEqual(
      highlights.map(({ value }) => value),
      [0.2, 0.1],
    );
  });

  it('has all tensors of two checkpoints', () => {
    const { highlights } = recordOf(
      comparison('weights', [cell(0, 0, 0.2), cell(1, 1, 0.9)]),
      'similarity',
      0,
    );
    assert.equal(highlights.length, 2);
  });

  it('leaves out cells without a value and has no mean when none has one', () => {
    const record = recordOf(comparison('activations', [cell(0, 0, null), cell(0, 1, null)]), 'similarity', 0);
    assert.deepEqual(record.highlights, []);
    assert.equal(record.mean, undefined);
  });

  it('keeps a hundred lines and counts the rest; the mean is of all', () => {
    const many = Array.from({ length: 150 }, (_, i) => cell(i, i, i));
    const record = recordOf(comparison('weights', many, 150), 'similarity', 0);
    assert.equal(record.highlights.length, 100);
    assert.equal(record.more, 50);
    assert.equal(record.mean, 74.5);
  });

  it('is told from what else a store may hold', () => {
    assert.ok(isRecord(recordOf(comparison('weights', []), 'similarity', 0)));
    for (const other of [null, 'x', {}, { x: 1, y: 2 }, { x: 'a', y: 'b', state: 'done' }]) {
      assert.ok(!isRecord(other));
    }
  });

  it('belongs to an ordered pair of files', () => {
    assert.notEqual(keyOf({ x: 'a', y: 'b' }), keyOf({ x: 'b', y: 'a' }));
    assert.notEqual(keyOf({ x: 'a,', y: 'b' }), keyOf({ x: 'a', y: ',b' }));
  });
});
