import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { PairFactor } from '../../server/measures/moments/pairFactor';
import { PairMoments } from '../../server/measures/moments/pairMoments';
import { givesBases, reducedPair } from '../../server/measures/moments/reduced';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { build, engine, entryOf, random, relativeError } from '../unit/measures/inputs';
import { variants } from './variants';

const rows = 203;

/** Two inputs that share three signals, each with an offset of its own in every column. */
function pair(widths: readonly [number, number], seed: number, offset: number): readonly [Matrix, Matrix] {
  const signal = random(rows, 3, seed);
  const of = (width: number, own: number): Matrix => {
    const mixed = engine.multiply(signal, random(3, width, own));
    const noise = random(rows, width, own + 1);
    return build(
      rows,
      width,
      (i, j) => entryOf(mixed, i, j) + 0.5 * entryOf(noise, i, j) + offset * (j - 1.3),
    );
  };
  return [of(widths[0], seed + 10), of(widths[1], seed + 20)];
}

/** The rows of both in blocks of 37, the last of which is shorter. */
function eachBlock(x: Matrix, y: Matrix, add: (x: Matrix, y: Matrix) => void): void {
  const part = ({ cols, data }: Matrix, from: number): Matrix => {
    const count = Math.min(37, rows - from);
    return { rows: count, cols, data: data.slice(from * cols, (from + count) * cols) };
  };
  for (let from = 0; from < rows; from += 37) add(part(x, from), part(y, from));
}

function inBlocks(x: Matrix, y: Matrix, factorise: boolean): readonly [Prepared, Prepared] {
  const moments = new PairMoments(engine, x.cols, y.cols);
  const factor = new PairFactor(engine, x.cols, y.cols);
  eachBlock(x, y, (a, b) => moments.add(a, b));
  if (factorise) eachBlock(x, y, (a, b) => factor.add(a, b));
  return reducedPair(engine, moments.finish(), factorise ? factor.finish() : null);
}

describe('what depends on second moments only', () => {
  for (const { name, measure, parameters, call } of variants) {
    const needed = measure.secondMoments?.(parameters) ?? null;
    if (needed === null) continue;
    const widths = measure.needs.equalWidths ? ([4, 4] as const) : ([4, 6] as const);

    const check = (offset: number, factorise: boolean, tolerance: number): void => {
      for (const seed of [1, 2, 3]) {
        const [x, y] = pair(widths, seed, offset);
        const whole = (values: Matrix): Prepared => new Prepared({ values, meaning: 'activations' }, engine);
        const expected = score(call, whole(x), whole(y));
        const found = score(call, ...inBlocks(x, y, factorise));
        assert.ok(expected.value !== null && found.value !== null, found.reason);
        assert.ok(relativeError(found.value, expected.value) < tolerance, `${found.value} ${expected.value}`);
        assert.equal(found.n, rows);
        if (expected.chance !== undefined) {
          assert.ok(relativeError(found.chance ?? NaN, expected.chance) < tolerance);
        }
        assert.deepEqual(found.notes, expected.notes);
      }
    };

    it(`${name} is the same from accumulated moments`, () => {
      check(1, false, 1e-9);
    });

    it(`${name} is the same from a factor made block by block`, () => {
      check(1, true, 1e-10);
    });

    it(`${name} keeps its digits under offsets of a thousand`, () => {
      check(1000, needed === 'bases', 1e-8);
    });
  }
});

describe('accumulated moments', () => {
  it('tell the second moments and the products of squared lengths', () => {
    const [x, y] = pair([3, 2], 5, 7);
    const moments = new PairMoments(engine, 3, 2);
    eachBlock(x, y, (a, b) => moments.add(a, b));
    const { n, means, gram, lengths } = moments.finish();
    assert.equal(n, rows);
    const all = build(rows, 5, (i, j) => (j < 3 ? entryOf(x, i, j) : entryOf(y, i, j - 3)));
    const mean = (j: number): number => {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += entryOf(all, i, j);
      return sum / rows;
    };
    const centred = build(rows, 5, (i, j) => entryOf(all, i, j) - mean(j));
    const direct = engine.gram(centred, 'columns');
    for (let j = 0; j < 5; j++) assert.ok(relativeError(means[j] ?? NaN, mean(j)) < 1e-13);
    for (const [at, value] of direct.data.entries()) {
      assert.ok(Math.abs((gram.data[at] ?? NaN) - value) < 1e-11 * rows);
    }
    const length = (i: number, from: number, to: number): number => {
      let sum = 0;
      for (let j = from; j < to; j++) sum += entryOf(centred, i, j) ** 2;
      return sum;
    };
    let expected = [0, 0, 0];
    for (let i = 0; i < rows; i++) {
      const [a, b] = [length(i, 0, 3), length(i, 3, 5)];
      expected = [a * a, a * b, b * b].map((term, at) => term + (expected[at] ?? 0));
    }
    for (const [at, value] of expected.entries()) assert.ok(relativeError(lengths[at] ?? NaN, value) < 1e-11);
  });

  it('say when they cannot tell the subspaces: dead columns and nearly dependent ones', () => {
    const given = (x: Matrix): boolean => {
      const moments = new PairMoments(engine, x.cols, x.cols);
      eachBlock(x, x, (a, b) => moments.add(a, b));
      return givesBases(engine, moments.finish());
    };
    const [x] = pair([4, 4], 1, 1);
    assert.equal(given(x), true);
    assert.equal(given(build(rows, 4, (i, j) => (j === 2 ? 0 : entryOf(x, i, j)))), false);
    assert.equal(
      given(build(rows, 4, (i, j) => entryOf(x, i, j === 3 ? 0 : j) + (j === 3 ? 1e-5 * i : 0))),
      false,
    );
  });
});

describe('a factor made block by block', () => {
  it('finds the rank of dependent columns as the whole matrix does', () => {
    const [x, y] = pair([5, 4], 8, 100);
    const dependent = build(rows, 5, (i, j) =>
      j === 4 ? entryOf(x, i, 0) - entryOf(x, i, 1) : entryOf(x, i, j),
    );
    for (const measure of ['cca.mean', 'cca.svcca', 'cca.pwcca']) {
      const call = { id: measure, parameters: {} };
      const whole = (values: Matrix): Prepared => new Prepared({ values, meaning: 'activations' }, engine);
      const expected = score(call, whole(dependent), whole(y));
      const found = score(call, ...inBlocks(dependent, y, true));
      assert.ok(relativeError(found.value ?? NaN, expected.value ?? NaN) < 1e-9);
      assert.deepEqual(found.notes, expected.notes);
    }
  });
});

describe('constant columns of a pair in blocks', () => {
  it('stay constant, whatever their offset, and are told of as with all rows at once', () => {
    const [x, y] = pair([5, 5], 4, 2);
    const constant = build(rows, 5, (i, j) => (j === 1 ? 1e7 / 3 : j === 3 ? 0 : entryOf(x, i, j)));
    for (const measure of ['align.corr_match', 'cca.mean', 'rsm.cka', 'align.procrustes']) {
      const call = { id: measure, parameters: measure === 'align.procrustes' ? { centre: true } : {} };
      const whole = (values: Matrix): Prepared => new Prepared({ values, meaning: 'activations' }, engine);
      const expected = score(call, whole(constant), whole(y));
      for (const factorise of measure === 'cca.mean' ? [true] : [false, true]) {
        const found = score(call, ...inBlocks(constant, y, factorise));
        assert.ok(relativeError(found.value ?? NaN, expected.value ?? NaN) < 1e-9, measure);
        assert.deepEqual(found.notes.filter(isOfColumns), expected.notes.filter(isOfColumns));
      }
    }
  });
});

/** Which instance decides can be told only with all of them. */
function isOfColumns(note: string): boolean {
  return !note.startsWith('One instance decides');
}
