import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import type { Score } from '../../server/protocol';
import { build, engine, entryOf, gaussian, random, relativeError } from '../unit/measures/inputs';
import { a, b } from '../goldens/closedForms';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const total = (n: number, entry: (i: number, j: number) => number): number =>
  sum(indices(n).flatMap((i) => indices(n).map((j) => entry(i, j))));

const classOf = (i: number): number => i % 3;

function of(values: Matrix): Prepared {
  const labels = { classes: Int32Array.from({ length: values.rows }, (_, i) => classOf(i)), count: 3 };
  return new Prepared({ values, meaning: 'activations', labels }, engine);
}

const scored = (call: string, x: Matrix, y: Matrix): Score => score(parseCall(call), of(x), of(y));

function statistic(call: string, x: Matrix): number {
  const { details = [], reason } = scored(call, x, x);
  return details[0]?.value ?? assert.fail(reason);
}

function cosine(x: Matrix, i: number, j: number): number {
  const dot = (p: number, q: number): number =>
    sum(indices(x.cols).map((at) => entryOf(x, p, at) * entryOf(x, q, at)));
  return dot(i, j) / Math.sqrt(dot(i, i) * dot(j, j));
}

/** Modularity by the letter: (1/W) sum of A_ij - d_i d_j / W over pairs of one community. */
function modularity(weights: Matrix, communityOf: (i: number) => number): number {
  const n = weights.rows;
  const degrees = indices(n).map((i) => sum(indices(n).map((j) => entryOf(weights, i, j))));
  const all = sum(degrees);
  return total(n, (i, j) => {
    const expected = ((degrees[i] ?? NaN) * (degrees[j] ?? NaN)) / all;
    return communityOf(i) === communityOf(j) ? (entryOf(weights, i, j) - expected) / all : 0;
  });
}

describe('The statistics of one input', () => {
  it('are, in a score, told for both inputs, and the score is their absolute difference', () => {
    for (const call of ['magnitude', 'concentricity', 'uniformity', 'tolerance', 'intrinsic_dim']) {
      const { value, details = [] } = scored(call, a, b);
      assert.deepEqual([details[0]?.name, details[1]?.name], ['first', 'second']);
      close(details[0]?.value ?? NaN, statistic(call, a));
      close(details[1]?.value ?? NaN, statistic(call, b));
      close(value ?? NaN, Math.abs(statistic(call, a) - statistic(call, b)));
    }
  });

  it('have tolerance as the mean cosine over all pairs, those of two classes counted as 0', () => {
    const within = (i: number, j: number): number => (classOf(i) === classOf(j) ? cosine(b, i, j) : 0);
    close(statistic('tolerance', b), total(24, within) / 24 ** 2);
    const { details = [] } = scored('tolerance', b, b);
    const pairs = total(24, (i, j) => (classOf(i) === classOf(j) ? 1 : 0));
    const part = details[2];
    assert.equal(part?.name, 'first, mean over pairs of one class');
    close(part.value, total(24, within) / pairs);
  });

  it('have uniformity as the logarithm of a mean over all pairs, also over more rows than a block holds', () => {
    for (const x of [a, random(150, 3, 4)]) {
      const far = (i: number, j: number): number =>
        sum(indices(x.cols).map((at) => (entryOf(x, i, at) - entryOf(x, j, at)) ** 2));
      for (const t of [0.5, 2]) {
        const mean = total(x.rows, (i, j) => Math.exp(-t * far(i, j))) / x.rows ** 2;
        close(statistic(`uniformity(t: ${t})`, x), Math.log(mean));
      }
    }
  });

  it('have instance-graph modularity as that of the dense graph', () => {
    const nearest = indices(24).map((i) =>
      indices(24)
        .filter((j) => j !== i)
        .sort((p, q) => cosine(b, i, q) - cosine(b, i, p))
        .slice(0, 6),
    );
    const edge = (i: number, j: number): boolean => nearest[i]?.includes(j) === true;
    const weight = (i: number, j: number): number => (edge(i, j) ? Math.max(0, cosine(b, i, j)) : 0);
    const mean = build(24, 24, (i, j) => (weight(i, j) + weight(j, i)) / 2);
    close(statistic('instance_modularity(k: 6)', b), modularity(mean, classOf));
    const union = build(24, 24, (i, j) => Math.max(weight(i, j), weight(j, i)));
    close(statistic('instance_modularity(k: 6, graph: union)', b), modularity(union, classOf));
    const plain = build(24, 24, (i, j) => (edge(i, j) || edge(j, i) ? 1 : 0));
    const call = 'instance_modularity(k: 6, graph: union, weights: none)';
    close(statistic(call, b), modularity(plain, classOf));
  });

  it('have the dimension of the space that instances fill, whatever the space around it', () => {
    for (const [dimension, tolerance] of [
      [1, 0.1],
      [2, 0.2],
      [4, 0.5],
    ] as const) {
      const inside = random(600, dimension, dimension);
      const around = engine.multiply(inside, random(dimension, 9, 5));
      for (const call of ['intrinsic_dim', 'intrinsic_dim(estimator: mle)']) {
        const found = statistic(call, around);
        assert.ok(Math.abs(found - dimension) < tolerance, `${call} of ${dimension}: ${found}`);
      }
    }
  });

  it('have as error of the dimension what it is on two halves of the rows', () => {
    const x = random(60, 3, 2);
    const [even, odd] = [0, 1].map((parity) => build(30, 3, (i, j) => entryOf(x, 2 * i + parity, j)));
    assert.ok(even !== undefined && odd !== undefined);
    const [one, other] = [statistic('intrinsic_dim', even), statistic('intrinsic_dim', odd)];
    const { details = [] } = scored('intrinsic_dim', x, x);
    const named = new Map(details.map(({ name, value }) => [name, value]));
    close(named.get('first, mean over two halves of its rows') ?? NaN, (one + other) / 2);
    close(named.get('first, standard deviation over these halves') ?? NaN, Math.abs(one - other) / 2);
  });
});

describe('Neuron-graph modularity', () => {
  /** The absolute correlations of columns, without those of a column with itself. */
  function correlations(x: Matrix): Matrix {
    const column = (j: number): number[] => {
      const values = indices(x.rows).map((i) => entryOf(x, i, j));
      return values.map((value) => value - sum(values) / x.rows);
    };
    const dot = (v: number[], w: number[]): number => sum(v.map((value, at) => value * (w[at] ?? NaN)));
    const columns = indices(x.cols).map(column);
    const by = (i: number, j: number): number => dot(columns[i] ?? [], columns[j] ?? []);
    return build(x.cols, x.cols, (i, j) =>
      i === j ? 0 : Math.abs(by(i, j)) / Math.sqrt(by(i, i) * by(j, j)),
    );
  }

  /** Every way to put `count` nodes into communities. */
  function* partitions(count: number): Generator<readonly number[]> {
    const next = function* (chosen: readonly number[]): Generator<readonly number[]> {
      if (chosen.length === count) {
        yield chosen;
        return;
      }
      for (let community = 0; community <= Math.max(-1, ...chosen) + 1; community++) {
        yield* next([...chosen, community]);
      }
    };
    yield* next([]);
  }

  const best = (weights: Matrix): number =>
    Math.max(
      ...Array.from(partitions(weights.rows), (partition) => modularity(weights, (i) => partition[i] ?? -1)),
    );

  it('is the largest of all partitions after refinement, and no larger without, for few neurons', () => {
    for (const seed of [1, 2, 3]) {
      const x = engine.multiply(random(50, 3, seed), random(3, 6, seed + 10));
      const most = best(correlations(x));
      const spectral = statistic('neuron_modularity(association: corr)', x);
      assert.ok(spectral <= most + 1e-12 && spectral > 0);
      close(statistic('neuron_modularity(association: corr, refinement: montecarlo, steps: 500)', x), most);
    }
  });

  it('finds groups of neurons that vary together', () => {
    const next = gaussian(4);
    const signals = random(200, 3, 6);
    const x = build(200, 30, (i, j) => entryOf(signals, i, j % 3) + 0.1 * next());
    const { details = [] } = scored('neuron_modularity', x, x);
    assert.equal(details.find(({ name }) => name === 'first, communities')?.value, 3);
    const planted = modularity(correlations(x), (j) => j % 3);
    close(statistic('neuron_modularity(association: corr)', x), planted);
  });

  it('gives the same bits for a seed, and what it found for others is no worse than without refinement', () => {
    const x = engine.multiply(random(80, 6, 5), random(6, 40, 6));
    const spectral = statistic('neuron_modularity', x);
    const values = [1, 1, 2, 3].map((seed) =>
      statistic(`neuron_modularity(refinement: montecarlo, seed: ${seed}, steps: 300)`, x),
    );
    assert.equal(values[0], values[1]);
    for (const value of values) assert.ok(value >= spectral);
    assert.ok(Math.max(...values) > spectral);
    assert.equal(scored('neuron_modularity(refinement: montecarlo, seed: 7)', a, b).seed, 7);
  });
});
