import assert from 'node:assert/strict';
import type { Matrix } from '../../../../server/linalg/matrix';
import { thinSvd } from '../../../../server/linalg/thinSvd';
import { build, engine, entryOf, random, scoreOf, valueOf } from '../inputs';

const neurons = (rows: readonly (readonly number[])[]): Matrix =>
  build(6, rows.length, (i, j) => rows[j]?.[i] ?? 0);
const x = neurons([
  [1, 0.5],
  [0, 1],
  [0, 0, 0, 1],
  [0, 0, 0, 0, 1],
]);
const y = neurons([[0, 0, 1], [1], [0.5, 1], [0, 0, 0, 1], [0, 0, 0, 0, 1]]);

const detail = (call: string, a: Matrix, b: Matrix, name: RegExp): number =>
  scoreOf(call, a, b).details?.find((found) => name.test(found.name))?.value ?? NaN;

/** 10 neurons that mix 5 shared signals, and as many of their own as asked for. */
function partlyShared(own: number, seed: number): Matrix {
  const mixed = engine.multiply(random(300, 5, 1), random(5, 10, seed));
  const noise = random(300, own, seed + 1);
  return build(300, 10 + own, (i, j) => (j < 10 ? entryOf(mixed, i, j) : entryOf(noise, i, j - 10)));
}

describe('maximum matching similarity', () => {
  it('is 8/9 of the example that the authors’ code tests', () => {
    const { value, details = [] } = scoreOf('max_match(epsilon: 0.1)', x, y);
    assert.ok(Math.abs((value ?? NaN) - 8 / 9) < 1e-15);
    assert.deepEqual(
      details.slice(0, 2).map((found) => found.value),
      [4, 4],
    );
    // The third axis of the second input is at right angles to all of the first.
    assert.ok(Math.abs(detail('max_match', x, y, /all neurons/) - 1) < 1e-6);
    assert.ok(detail('max_match', x, y, /any neurons/) < 2e-4);
  });

  it('finds the neurons of a shared subspace among others, exactly', () => {
    const [a, b] = [partlyShared(7, 2), partlyShared(3, 20)];
    assert.equal(valueOf('max_match(epsilon: 0.05)', a, b), 20 / 30);
    assert.equal(detail('max_match(epsilon: 0.05)', a, b, /first input/), 10);
    // Neurons of noise are nearly at right angles to everything.
    assert.equal(valueOf('max_match(epsilon: 0.9)', a, b), 20 / 30);
  });

  it('does not see the size of single neurons, not even of 1e-150', () => {
    const [a, b] = [random(40, 5, 3), random(40, 6, 4)];
    const mixed = build(40, 6, (i, j) => entryOf(a, i, j % 5) + 0.5 * entryOf(b, i, j));
    const scaled = build(40, 5, (i, j) => (j === 2 ? 1e-150 : -(3 ** j)) * entryOf(a, i, j));
    const value = valueOf('max_match', a, mixed);
    assert.ok(value > 0 && value < 1, `${value}`);
    assert.deepEqual(scoreOf('max_match', scaled, mixed).curve, scoreOf('max_match', a, mixed).curve);
  });

  it('changes when the neurons of one input are rotated among each other', () => {
    const [a, b] = [partlyShared(10, 5), partlyShared(10, 30)];
    // Each rotated neuron is half shared and half noise.
    const rotated = build(300, 20, (i, j) => {
      const partner = (j + 10) % 20;
      return (entryOf(a, i, j) + (j < 10 ? 1 : -1) * entryOf(a, i, partner)) / Math.SQRT2;
    });
    assert.equal(valueOf('max_match(epsilon: 0.2)', a, b), 1 / 2);
    assert.equal(valueOf('max_match(epsilon: 0.2)', rotated, b), 0);
  });

  it('has a curve that never falls, through its own value and from its smallest epsilon on', () => {
    const a = random(60, 8, 6);
    const noise = random(60, 8, 7);
    const b = build(60, 8, (i, j) => entryOf(a, i, j) + 0.15 * (j + 1) * entryOf(noise, i, j));
    const { curve, value } = scoreOf('max_match(epsilon: 0.6)', a, b);
    const points = curve?.points ?? [];
    assert.deepEqual(
      points.map(([epsilon]) => epsilon),
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    );
    for (const [at, [, share]] of points.entries()) assert.ok(share >= (points[at - 1]?.[1] ?? 0));
    assert.equal(points[5]?.[1], value);
    for (const [epsilon, share] of points) {
      assert.equal(valueOf(`max_match(epsilon: ${epsilon})`, a, b), share);
    }
    const smallest = detail('max_match', a, b, /any neurons/);
    assert.ok(valueOf(`max_match(epsilon: ${smallest})`, a, b) > 0);
    assert.equal(valueOf(`max_match(epsilon: ${smallest - 2e-4})`, a, b), 0);
    const largest = detail('max_match', a, b, /all neurons/);
    assert.equal(valueOf(`max_match(epsilon: ${largest + 1e-9})`, a, b), 1);
    assert.ok(valueOf(`max_match(epsilon: ${largest - 1e-9})`, a, b) < 1);
  });

  it('removes whom removing neurons one at a time by least squares removes', () => {
    const a = random(30, 6, 8);
    const noise = random(30, 7, 9);
    const b = build(30, 7, (i, j) => entryOf(a, i, j % 6) + 0.2 * j * entryOf(noise, i, j));
    const columns = (m: Matrix, of: readonly number[]): Matrix =>
      build(m.rows, of.length, (i, k) => entryOf(m, i, of[k] ?? NaN));
    const residual = (m: Matrix, j: number, span: Matrix): number => {
      const column = columns(m, [j]);
      const { u } = thinSvd(engine, span);
      const inside = engine.multiply(u, engine.multiply(u, column, { transposeA: true }));
      const [left, length] = [0, 1].map((power) =>
        Math.sqrt(
          column.data.reduce((sum, v, i) => sum + (power === 1 ? v : v - (inside.data[i] ?? 0)) ** 2, 0),
        ),
      );
      return (left ?? NaN) / (length ?? NaN);
    };
    for (const epsilon of [0.2, 0.35, 0.5, 0.7]) {
      let [p, q] = [
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 3, 4, 5, 6],
      ];
      for (;;) {
        const out = p.find((j) => residual(a, j, columns(b, q)) > epsilon);
        const alsoOut = q.find((j) => residual(b, j, columns(a, p)) > epsilon);
        if (out !== undefined) p = p.filter((j) => j !== out);
        else if (alsoOut !== undefined) q = q.filter((j) => j !== alsoOut);
        else break;
      }
      assert.equal(valueOf(`max_match(epsilon: ${epsilon})`, a, b), (p.length + q.length) / 13);
    }
  });

  it('counts zero neurons as unmatched and says so', () => {
    const dead = build(40, 5, (i, j) => (j === 1 ? 0 : Math.sin(i * (j + 1.3))));
    const { value, notes } = scoreOf('max_match', dead, dead);
    assert.equal(value, 8 / 10);
    assert.match(notes.join(' '), /First input has 1 zero neuron: counted as unmatched\./);
  });

  it('copes with neurons that are there many times', () => {
    const a = random(50, 4, 11);
    const often = build(50, 40, (i, j) => (1 + j) * entryOf(a, i, j % 4));
    assert.equal(valueOf('max_match(epsilon: 0.05)', often, a), 1);
    assert.equal(valueOf('max_match(epsilon: 0.05)', often, often), 1);
  });
});
