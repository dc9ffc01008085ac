import assert from 'node:assert/strict';
import type { Matrix } from '../../../server/linalg/matrix';
import { Prepared } from '../../../server/measures/prepared';
import { score } from '../../../server/measures/score';
import type { Meaning } from '../../../server/tensors/representation';
import { build, engine, entryOf, random, scoreOf } from './inputs';
import { meaningFor } from '../../properties/samples';
import { variants } from '../../properties/variants';

const noise = random(20, 4, 1);
const column = (x: Matrix, j: number): Matrix => build(x.rows, 1, (i) => entryOf(x, i, j));

const identity = (n: number): Matrix => build(n, n, (i, j) => (i === j ? 1 : 0));
const oneApart = (n: number): Matrix => build(n, 4, (i, j) => (i === 3 ? 1 + j : j));

/** Inputs with something wrong or odd about them, and what they are called. */
const odd: readonly (readonly [name: string, x: Matrix, y: Matrix])[] = [
  ['a constant matrix against noise', build(20, 4, () => 0.1), noise],
  ['noise against a constant matrix', noise, build(20, 4, () => 0.1)],
  ['two constant matrices', build(20, 4, () => 2), build(20, 4, () => 3)],
  ['a zero matrix against noise', build(20, 4, () => 0), noise],
  ['noise against a zero matrix', noise, build(20, 4, () => 0)],
  ['two zero matrices', build(20, 4, () => 0), build(20, 4, () => 0)],
  ['a single row', random(1, 4, 2), random(1, 4, 3)],
  ['two rows', random(2, 4, 2), random(2, 4, 3)],
  ['three rows', random(3, 4, 2), random(3, 4, 3)],
  ['no rows', build(0, 4, () => 0), build(0, 4, () => 0)],
  ['no columns', build(20, 0, () => 0), build(20, 0, () => 0)],
  ['a single column', column(noise, 0), column(noise, 1)],
  ['fewer rows than columns', random(12, 40, 4), random(12, 40, 5)],
  ['duplicate rows', build(20, 4, (i, j) => entryOf(noise, i >> 1, j)), noise],
  ['rows that are all the same but one', oneApart(20), noise],
  ['rank one', build(20, 4, (i, j) => (i + 1) * (j + 1)), noise],
  ['identity matrices', identity(12), identity(12)],
  ['unequal rows', random(20, 4, 6), random(19, 4, 7)],
  ['unequal columns', random(20, 4, 6), random(20, 5, 7)],
  ['a NaN', build(20, 4, (i, j) => (i === 3 && j === 2 ? NaN : i - j)), noise],
  ['an infinity', noise, build(20, 4, (i, j) => (i === 3 && j === 2 ? -Infinity : i - j))],
  ['numbers of size 1e150', build(20, 4, (i, j) => 1e150 * entryOf(noise, i, j)), noise],
  ['numbers of size 1e-150', noise, build(20, 4, (i, j) => 1e-150 * entryOf(noise, i, j))],
  [
    'the largest numbers there are',
    build(20, 4, (i, j) => ((i + j) % 2 === 0 ? 1 : -1) * Number.MAX_VALUE),
    noise,
  ],
  ['the smallest numbers there are', build(20, 4, (i, j) => ((i * j) % 3) * Number.MIN_VALUE), noise],
  ['one row beyond all others', build(20, 4, (i, j) => (i === 0 ? 1e100 : entryOf(noise, i, j))), noise],
];

describe('a score', () => {
  for (const [name, x, y] of odd) {
    it(`has a finite value within its range or a reason for ${name}`, () => {
      for (const { measure, call, parameters, name: variant } of variants) {
        for (const meaning of new Set<Meaning>([
          meaningFor(measure),
          'probabilities',
          'classes',
          'weights',
        ])) {
          const labels = { classes: Int32Array.from({ length: x.rows }, (_, i) => i % 3), count: 3 };
          const of = (values: Matrix): Prepared => {
            return new Prepared({ values, meaning, ...(measure.needs.labels && { labels }) }, engine);
          };
          const { value, status, reason, chance, notes } = score(call, of(x), of(y));
          const where = `${variant} on ${meaning}: ${value}, ${reason ?? ''}`;
          if (value === null) {
            assert.ok(status !== 'ok' && reason !== undefined && /^[A-Zk].*\.$/.test(reason), where);
          } else {
            const [low, high] = measure.range(parameters);
            assert.ok(status === 'ok' && reason === undefined && value >= low && value <= high, where);
            assert.ok(Number.isFinite(value), where);
          }
          assert.ok(chance === undefined || (chance >= 0 && chance <= 1), `${where}, chance ${chance}`);
          const sentences = [reason ?? '', ...notes].join(' ');
          assert.ok(!/NaN|Infinity|undefined[^;]/.test(sentences), `${where} ${sentences}`);
        }
      }
    }).timeout(60_000);
  }

  const reasons: readonly (readonly [call: string, x: Matrix, y: Matrix, status: string, reason: RegExp])[] =
    [
      ['cka', build(20, 4, () => 7), noise, 'degenerate', /^All instances of the first input are the same/],
      [
        'svcca',
        noise,
        build(20, 4, () => 7),
        'degenerate',
        /^All instances of the second input are the same/,
      ],
      [
        'cka(estimator: debiased)',
        random(3, 4, 2),
        random(3, 4, 3),
        'undefined',
        /at least 4 rows to be debiased: 3/,
      ],
      ['cka(estimator: debiased)', identity(12), identity(12), 'degenerate', /equally far from one another/],
      ['rsa', build(20, 4, () => 3), noise, 'degenerate', /^All instances of the first input are the same/],
      ...['jaccard', 'rank', 'joint', 'second_order_cos', 'rsa(inner: cosine)'].map(
        (call) =>
          [call, noise, build(20, 4, (_, j) => j + 1), 'degenerate', /^All instances of the second/] as const,
      ),
      ['jaccard', build(20, 4, () => 0), noise, 'degenerate', /first input point the same way/],
      [
        'jaccard',
        build(20, 4, (i, j) => (i + 1) * (j + 0.1)),
        noise,
        'degenerate',
        /mean of each column first/,
      ],
      [
        'rank(similarity: euclidean)',
        noise,
        build(20, 4, () => 3),
        'degenerate',
        /second input are the same/,
      ],
      ['soft_matching', random(1, 4, 2), random(1, 4, 3), 'undefined', /at least 2 rows with centre: yes/],
      [
        'procrustes(centre: yes, scale: frobenius)',
        random(1, 4, 2),
        random(1, 4, 3),
        'undefined',
        /at least 2 rows/,
      ],
      [
        'contrasim',
        random(4, 3, 1),
        random(4, 3, 2),
        'undefined',
        /at least 6 rows, 4 to train on and 2 held out: 4 given/,
      ],
      ['contrasim(train: 0.5)', random(4, 3, 1), random(4, 3, 2), 'undefined', /at least 7 rows, 4 /],
      ['cka(kernel: rbf)', oneApart(20), noise, 'degenerate', /the median distance, .* is 0\.$/],
      [
        'rsa',
        build(20, 4, (i, j) => (i === 5 ? 2 : i * j)),
        noise,
        'undefined',
        /^Row 0 .* use inner: euclidean\.$/,
      ],
      ['rsa(inner: euclidean)', identity(12), identity(12), 'degenerate', /equally dissimilar/],
      ['rsa', random(20, 1, 2), noise, 'undefined', /needs at least 2 columns: 1/],
      [
        'jaccard(k: 20)',
        noise,
        noise,
        'undefined',
        /more rows than neighbours: k is 20 and there are 20 rows/,
      ],
      ['angular', build(20, 4, () => 0), noise, 'degenerate', /first input is zero in every entry/],
      [
        'procrustes(centre: yes, scale: frobenius)',
        noise,
        build(20, 4, () => 1),
        'degenerate',
        /second input is zero once/,
      ],
      [
        'cka',
        random(20, 4, 6),
        random(19, 4, 7),
        'undefined',
        /needs the same rows on both sides: 20 and 19\.$/,
      ],
      [
        'cka',
        noise,
        build(20, 4, (i, j) => (i === 3 && j === 2 ? NaN : i)),
        'undefined',
        /second .*\(row 3, column 2\)/,
      ],
      ['pwcca(compat: google)', random(20, 5, 1), noise, 'undefined', /no wider than the second: 5 and 4/],
      [
        'pwcca(compat: google)',
        build(20, 4, (i, j) => Math.sin(i) * j),
        noise,
        'undefined',
        /that are independent/,
      ],
    ];
  for (const [call, x, y, status, reason] of reasons) {
    it(`of ${call} says why there is none: ${reason.source}`, () => {
      const found = scoreOf(call, x, y);
      assert.equal(found.value, null);
      assert.equal(found.status, status);
      assert.match(found.reason ?? '', reason);
    });
  }
});
