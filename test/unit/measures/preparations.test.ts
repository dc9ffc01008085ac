import assert from 'node:assert/strict';
import type { Matrix } from '../../../server/linalg/matrix';
import { ascending } from '../../../server/measures/preparations/ascending';
import { averageRanks } from '../../../server/measures/preparations/averageRanks';
import { firstEqualRows } from '../../../server/measures/preparations/equalRows';
import { medianOfMirrored } from '../../../server/measures/preparations/median';
import { neighbours, type Similarity } from '../../../server/measures/preparations/neighbours';
import { forEachBlockOfDistances } from '../../../server/measures/preparations/pairwise';
import { probabilities } from '../../../server/measures/preparations/probabilities';
import { rowDirections } from '../../../server/measures/preparations/rowDirections';
import { unitRows } from '../../../server/measures/preparations/unitRows';
import { kendallTauB } from '../../../server/measures/similarityMatrix/kendall';
import { build, engine, entryOf, gaussian, prepared, random } from './inputs';

/** Numbers with many ties. */
function coarse(count: number, seed: number): Float64Array {
  const next = gaussian(seed);
  return Float64Array.from({ length: count }, () => Math.round(2 * next()));
}

describe('average ranks', () => {
  it('share the ranks of equal values', () => {
    assert.deepEqual([...averageRanks(Float64Array.of(10, 30, 20, 30, 5))], [2, 4.5, 3, 4.5, 1]);
  });
});

describe('average ranks of any finite numbers', () => {
  it('order them as comparing does', () => {
    const next = gaussian(4);
    const values = Float64Array.from({ length: 500 }, () => next() * 10 ** Math.round(40 * next()));
    values.set([
      0,
      -0,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      Number.MIN_VALUE,
      -Number.MIN_VALUE,
      values[7] ?? 0,
    ]);
    const expected = Array.from(values, (value) => {
      const [smaller, equal] = [
        values.filter((v) => v < value).length,
        values.filter((v) => v === value).length,
      ];
      return smaller + (equal + 1) / 2;
    });
    assert.deepEqual([...averageRanks(values)], expected);
  });
});

describe("Kendall's tau-b", () => {
  const byPairs = (x: Float64Array, y: Float64Array): number => {
    let [agreement, untiedX, untiedY] = [0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < i; j++) {
        const [p, q] = [Math.sign((x[i] ?? 0) - (x[j] ?? 0)), Math.sign((y[i] ?? 0) - (y[j] ?? 0))];
        agreement += p * q;
        untiedX += p * p;
        untiedY += q * q;
      }
    }
    return agreement / Math.sqrt(untiedX * untiedY);
  };
  for (const count of [2, 3, 17, 64, 301]) {
    it(`of ${count} values with ties is that of all pairs`, () => {
      const [x, y] = [coarse(count, count + 5), coarse(count, count + 9)];
      const tau = kendallTauB(x, y, () => undefined);
      assert.ok(tau !== null ? Math.abs(tau - byPairs(x, y)) < 1e-12 : Number.isNaN(byPairs(x, y)));
    });
  }

  it('has no value when one side is constant', () => {
    assert.equal(
      kendallTauB(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3), () => undefined),
      null,
    );
  });
});

describe('the median of a mirrored triangle', () => {
  const packed = Float64Array.of(0, 4, 0, 1, 3, 0);
  it('counts each entry twice and, where asked, the zeros of the diagonal', () => {
    assert.equal(medianOfMirrored([{ packed: packed, n: 3 }], false), 3);
    assert.equal(medianOfMirrored([{ packed: packed, n: 3 }], true), 1);
  });
  it('is the mean of the middle two of an even count', () => {
    const four = Float64Array.of(0, 6, 0, 5, 4, 0, 3, 2, 1, 0);
    assert.equal(medianOfMirrored([{ packed: four, n: 4 }], false), 3.5);
    assert.equal(medianOfMirrored([{ packed: four, n: 4 }], true), 2.5);
  });
});

describe('the median of many values', () => {
  it('is that of the sorted ones, with ties and without', () => {
    for (const values of [coarse(1275, 3), random(1275, 1, 4).data]) {
      const packed = values.map((value, at) => ((Math.sqrt(8 * at + 9) - 3) % 2 === 0 ? 0 : value));
      const below = packed.filter((_, at) => (Math.sqrt(8 * at + 9) - 3) % 2 !== 0).sort();
      assert.equal(below.length, 1225);
      assert.equal(medianOfMirrored([{ packed: packed, n: 50 }], false), below[612]);
    }
  });
});

describe('pairwise distances', () => {
  it('agree with subtraction, over more rows than a block holds', () => {
    const x = random(300, 5, 3);
    let worst = 0;
    forEachBlockOfDistances(engine, x, (first, rows, block) => {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < 300; j++) {
          worst = Math.max(worst, Math.abs((block[i * 300 + j] ?? NaN) - squaredDistance(x, first + i, j)));
        }
      }
    });
    assert.ok(worst < 1e-12);
  });

  it('are exactly zero between equal rows, wherever they stand', () => {
    const x = build(260, 7, (i, j) => Math.sin(1 + (i % 130) * 7 + j));
    forEachBlockOfDistances(engine, x, (first, rows, block) => {
      for (let i = 0; i < rows; i++) assert.equal(block[i * 260 + ((first + i + 130) % 260)], 0);
    });
  });
});

describe('nearest neighbours', () => {
  for (const similarity of ['cosine', 'euclidean'] satisfies Similarity[]) {
    for (const k of [1, 4, 39]) {
      it(`by ${similarity} are the ${k} nearest of 40 rows, ties by the smaller number`, () => {
        // Every third row repeats an earlier one.
        const noise = random(40, 3, 8);
        const x = build(40, 3, (i, j) => entryOf(noise, i % 3 === 2 ? i - 2 : i, j));
        const lists = prepared(x).get(neighbours(k, similarity));
        for (let i = 0; i < 40; i++) {
          assert.deepEqual([...lists.subarray(i * k, (i + 1) * k)], nearestByLooking(x, i, k, similarity));
        }
      });
    }
  }

  it('of rows that are all the same are the first others', () => {
    const lists = prepared(build(4, 2, () => 3)).get(neighbours(2, 'euclidean'));
    assert.deepEqual([...lists], [1, 2, 0, 2, 0, 1, 0, 1]);
  });
});

describe('unit rows', () => {
  it('keep the direction of rows of very different size and count those that have none', () => {
    const x = build(4, 2, (i, j) => [3e-160, 4e-160, 3e100, 4e100, 0, 0, 5, 5][2 * i + j] ?? NaN);
    const { matrix, zeroRows, firstZeroRow } = prepared(x).get(unitRows);
    assert.ok(Math.abs(entryOf(matrix, 1, 1) - 0.8) < 1e-15);
    assert.ok(Math.abs(entryOf(matrix, 0, 1) - 0.8) < 1e-15);
    assert.deepEqual([zeroRows, firstZeroRow], [1, 2]);
    assert.equal(prepared(x).get(rowDirections(true)).zeroRows, 2);
  });
});

describe('class probabilities', () => {
  it('take rounding of half precision and refuse negative entries', () => {
    const of = (rows: readonly number[]) =>
      prepared(
        build(1, rows.length, (_, j) => rows[j] ?? NaN),
        'probabilities',
      ).get(probabilities);
    assert.deepEqual(
      [...of([0.25, 0.751]).values].map((p) => p.toFixed(6)),
      ['0.249750', '0.750250'],
    );
    assert.equal(of([-0.2, 1.2]).badRow, 0);
    assert.equal(of([0.5, 0.4]).badRow, 0);
  });
});

function squaredDistance(x: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let c = 0; c < x.cols; c++) sum += (entryOf(x, i, c) - entryOf(x, j, c)) ** 2;
  return sum;
}

function nearestByLooking(x: Matrix, i: number, k: number, similarity: Similarity): number[] {
  const product = (p: number, q: number): number => {
    let sum = 0;
    for (let c = 0; c < x.cols; c++) sum += entryOf(x, p, c) * entryOf(x, q, c);
    return sum;
  };
  const far = (j: number): number =>
    similarity === 'euclidean'
      ? squaredDistance(x, i, j)
      : -product(i, j) / Math.sqrt(product(i, i) * product(j, j));
  return Array.from({ length: x.rows }, (_, j) => j)
    .filter((j) => j !== i)
    .sort((p, q) => far(p) - far(q) || p - q)
    .slice(0, k);
}

describe('the order of many values', () => {
  const check = (values: Float64Array): void => {
    const { items, tied } = ascending(values, () => undefined);
    const positions = Array.from(values, (_, k) => items[2 * k + 1] ?? NaN);
    const expected = Array.from(values, (_, k) => k).sort(
      (i, j) => (values[i] ?? NaN) - (values[j] ?? NaN) || i - j,
    );
    assert.deepEqual(positions, expected);
    const equal = expected.map((i, k) => (k > 0 && values[i] === values[expected[k - 1] ?? 0] ? 1 : 0));
    assert.deepEqual([...tied], equal);
  };

  it('is that of comparing, with ties in place, also where one value is far from all others', () => {
    const next = gaussian(8);
    const near = Float64Array.from({ length: 3000 }, () => 1 + 1e-9 * Math.round(500 * next()));
    check(near);
    // Thousands of values share the key that is left to them.
    near[17] = 1e6;
    check(near);
    near[18] = -1e300;
    check(near);
  });

  it('is that of comparing for equal values, the smallest, the largest and none', () => {
    check(new Float64Array(100).fill(3));
    check(Float64Array.from({ length: 90 }, (_, k) => ((k * 7) % 5) * Number.MIN_VALUE));
    check(Float64Array.from({ length: 90 }, (_, k) => (((k * 7) % 5) - 2) * (Number.MAX_VALUE / 2)));
    check(new Float64Array());
  });
});

describe('the first equal rows', () => {
  it('are found for rows with the same entries, -0 and 0 being one', () => {
    const rows = [1, 2, 0, 5, 1, 2, 1, 3, -0, 5, 1, 2];
    assert.deepEqual([...firstEqualRows(build(6, 2, (i, j) => rows[2 * i + j] ?? NaN))], [0, 1, 0, 3, 1, 0]);
  });
});
