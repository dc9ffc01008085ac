import assert from 'node:assert/strict';
import { Histogram } from '../../../server/tensors/histogram';

function histogramOf(...pieces: number[][]): { edges: number[]; counts: number[] } {
  const histogram = new Histogram();
  for (const piece of pieces) histogram.add(Float64Array.from(piece), Math.min(...piece), Math.max(...piece));
  const result = histogram.result();
  assert.ok(result);
  return result;
}

/** Every count must be the number of values in its half-open bin. */
function assertExact({ edges, counts }: { edges: number[]; counts: number[] }, values: number[]): void {
  assert.equal(edges.length, counts.length + 1);
  const expected = counts.map(
    (_, i) => values.filter((v) => v >= (edges[i] ?? NaN) && v < (edges[i + 1] ?? NaN)).length,
  );
  assert.deepEqual(counts, expected);
  assert.equal(
    counts.reduce((a, b) => a + b),
    values.length,
  );
}

describe('Histogram', () => {
  it('counts exactly in bins of equal width that span the values', () => {
    const values = Array.from({ length: 5000 }, (_, i) => Math.sin(i) * 3 + Math.cos(i * i));
    const result = histogramOf(values.slice(0, 10), values.slice(10, 1000), values.slice(1000));
    assertExact(result, values);
    assert.ok(result.counts.length > 16 && result.counts.length <= 64, `${result.counts.length} bins`);
    assert.ok((result.counts[0] ?? 0) > 0 && (result.counts.at(-1) ?? 0) > 0, 'no empty bins at the ends');
  });

  it('stays exact when ever larger values arrive on both sides', () => {
    const pieces = Array.from({ length: 40 }, (_, k) => [(-3) ** k, 2 ** k, -(2 ** -k)]);
    assertExact(histogramOf(...pieces), pieces.flat());
  });

  it('begins with equal values and widens at the first other one', () => {
    assertExact(histogramOf([5, 5], [5], [5, 6]), [5, 5, 5, 5, 6]);
    assertExact(histogramOf([0, 0, 0], [1e-300, 1e300]), [0, 0, 0, 1e-300, 1e300]);
  });

  it('puts equal values into one bin around them', () => {
    assert.deepEqual(histogramOf([3, 3], [3]), { edges: [2.5, 3.5], counts: [3] });
    const [low = 0, high = 0] = histogramOf([1e30]).edges;
    assert.ok(low < 1e30 && high > 1e30);
  });

  it('is empty without values', () => {
    const histogram = new Histogram();
    histogram.add(new Float64Array(0), Infinity, -Infinity);
    assert.equal(histogram.result(), undefined);
  });

  it('takes the extremes of float64', () => {
    const largest = Number.MAX_VALUE;
    const { edges, counts } = histogramOf([-largest, 0, largest]);
    assert.ok(edges.every(Number.isFinite));
    assert.equal(
      counts.reduce((a, b) => a + b),
      3,
    );
    assertExact(histogramOf([5e-324, 0]), [5e-324, 0]);
    assertExact(histogramOf([1, 1 + 2 ** -52]), [1, 1 + 2 ** -52]);
  });
});
