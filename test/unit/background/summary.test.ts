import assert from 'node:assert/strict';
import { summariseLayers, summariseWeights } from '../../../server/background/summary';
import type { Cell, Comparison, Score } from '../../../server/protocol';

function score(value: number | null, reason?: string): Score {
  const status = value === null ? 'undefined' : 'ok';
  return {
    measure: 'm',
    parameters: {},
    value,
    status,
    n: 9,
    notes: [],
    ...(reason !== undefined && { reason }),
  };
}

function comparison(x: string[], y: string[], cells: [number, number, Score][]): Comparison {
  const layer = (tensor: string): Comparison['x']['layers'][number] => ({ tensor, shape: [9, 2] });
  return {
    kind: 'activations',
    x: { path: '/x', layers: x.map(layer) },
    y: { path: '/y', layers: y.map(layer) },
    pairs: cells.map(([i, j]) => [i, j] as const),
    measure: { id: 'm', parameters: {} },
    notes: [],
    range: [0, 1],
    estimate: { seconds: 0, bytes: 0, cached: 0, cells: cells.length },
    cells: cells.map(([i, j, s]): Cell => ({ x: i, y: j, score: s, cached: false })),
    seconds: 0,
  };
}

describe('The summary of two activation files', () => {
  it('is the mean over layers of equal names, wherever they stand', () => {
    const cells: [number, number, Score][] = [
      [0, 0, score(0.1)],
      [0, 1, score(0.8)],
      [1, 0, score(0.6)],
      [1, 1, score(0.2)],
    ];
    const summary = summariseLayers(comparison(['a', 'b'], ['b', 'a'], cells), 'linear CKA', 'CKA');
    assert.ok(Math.abs((summary.value ?? 0) - 0.7) < 1e-15);
    assert.equal(summary.caption, 'mean linear CKA of 2 pairs of layers of equal names');
    const joined = { ...comparison(['a', 'b'], ['b', 'a'], cells), joined: { common: 7, left: [2, 2] } };
    assert.equal(
      summariseLayers(joined, 'linear CKA', 'CKA').caption,
      'mean linear CKA of 2 pairs of layers of equal names, over 7 rows joined by id',
    );
    assert.deepEqual(
      summary.cells.map((cell) => cell.tensor),
      ['a', 'b'],
    );
  });

  it('pairs layers by place when no names are equal but the numbers are', () => {
    const summary = summariseLayers(comparison(['a'], ['b'], [[0, 0, score(0.5)]]), 'linear CKA', 'CKA');
    assert.equal(summary.value, 0.5);
    assert.equal(summary.caption, 'linear CKA of one pair of layers in the same place');
  });

  it('has no value when nothing corresponds or nothing is defined, and says so', () => {
    const none = summariseLayers(comparison(['a'], ['b', 'c'], [[0, 0, score(0.5)]]), 'CKA', 'CKA');
    assert.equal(none.value, undefined);
    assert.match(none.caption, /^No layer/);
    const constant = comparison(['a'], ['a'], [[0, 0, score(null, 'All rows are the same.')]]);
    assert.equal(summariseLayers(constant, 'CKA', 'CKA').caption, 'No CKA: All rows are the same.');
  });

  it('counts the layers without a value', () => {
    const cells: [number, number, Score][] = [
      [0, 0, score(0.5)],
      [1, 1, score(null)],
    ];
    const { caption } = summariseLayers(comparison(['a', 'b'], ['a', 'b'], cells), 'CKA', 'CKA');
    assert.equal(caption, 'CKA of one pair of layers of equal names (1 more without a value)');
  });
});

describe('The summary of two checkpoints', () => {
  it('is the change and the cosine of all tensors as one vector', () => {
    // x = (3, 4 | 0, 5), y = (3, 0 | 0, 10): change² = 16 + 25, ‖x‖² = 50, ‖y‖² = 109, x·y = 9 + 50.
    const names = ['w', 'b'];
    const change = comparison(names, names, [
      [0, 0, score(4 / 5)],
      [1, 1, score(1)],
    ]);
    const cosine = comparison(names, names, [
      [0, 0, score(9 / 15)],
      [1, 1, score(1)],
    ]);
    const norms = new Map([
      ['w', { x: 5, y: 3 }],
      ['b', { x: 5, y: 10 }],
    ]);
    const summary = summariseWeights(change, cosine, norms);
    assert.ok(Math.abs((summary.value ?? 0) - Math.sqrt(41 / 50)) < 1e-12);
    assert.ok(summary.caption.includes(`cosine ${(59 / Math.sqrt(50 * 109)).toFixed(4)}`));
    assert.match(summary.caption, /no common axes/);
  });

  it('leaves out tensors without scores and says how many', () => {
    const change = comparison(
      ['w', 'v'],
      ['w', 'v'],
      [
        [0, 0, score(0.5)],
        [1, 1, score(null)],
      ],
    );
    const summary = summariseWeights(change, change, new Map([['w', { x: 1, y: 1 }]]));
    assert.equal(summary.value, 0.5);
    assert.match(summary.caption, /1 more without a value/);
  });
});
