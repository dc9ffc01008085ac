import assert from 'node:assert/strict';
import { build, scoreOf, valueOf } from '../inputs';

const rows = (...values: readonly (readonly number[])[]) =>
  build(values.length, values[0]?.length ?? 0, (i, j) => values[i]?.[j] ?? NaN);

// Clean, own and other answers of two models to two instances.
const f = rows([3, 4, 4, 3, 0, 1], [1, 0, 1, 1, 5, 12]);
const g = rows([1, 0, 0, 1, 1, 1], [2, 2, 0, 3, 1, 7]);
const close = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-14, `${actual} for ${expected}`);
const cosine = ([a = 0, b = 0]: readonly number[], [c = 0, d = 0]: readonly number[]): number =>
  (a * c + b * d) / Math.sqrt((a * a + b * b) * (c * c + d * d));
const root = Math.SQRT1_2;

describe('ModelDiff', () => {
  it('is the cosine of how near attacked answers stay, for attacks against the first model', () => {
    // Of f its own attacks: 24/25 and 1/√2; of g the same instances: 1/√2 and 8/10.
    close(valueOf('modeldiff', f, g), cosine([24 / 25, root], [root, 8 / 10]));
    // The other way round: 0 and 1/√2 of g, 4/5 and 5/13 of f.
    close(valueOf('modeldiff', g, f), cosine([0, root], [4 / 5, 5 / 13]));
  });

  it('takes the attacks against either model, as the authors’ code does', () => {
    const [v, w] = [
      [24 / 25, root, 4 / 5, 5 / 13],
      [root, 8 / 10, 0, root],
    ] as const;
    const of = (p: readonly number[], q: readonly number[]): number => {
      const dot = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, one, i) => sum + one * (b[i] ?? NaN), 0);
      return dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
    };
    close(valueOf('modeldiff(seeds: both)', f, g), of(v, w));
    close(
      valueOf('modeldiff(seeds: both, entries: distance)', f, g),
      of(
        v.map((one) => 1 - one),
        w.map((one) => 1 - one),
      ),
    );
  });

  it('is 1 for a model and itself', () => {
    const same = rows([3, 4, 4, 3, 4, 3], [1, 0, 1, 1, 1, 1]);
    close(valueOf('modeldiff', same, same), 1);
    close(valueOf('modeldiff(entries: distance)', same, same), 1);
  });

  it('compares models of different classes', () => {
    const wide = rows([1, 0, 0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 0, 1, 0, 0, 2]);
    close(valueOf('modeldiff', f, wide), cosine([24 / 25, root], [1, 1]));
  });

  it('leaves out instances with an answer that is zero, and says how many', () => {
    const { value, notes } = scoreOf('modeldiff', rows([0, 0, 4, 3, 0, 1], [1, 0, 1, 1, 5, 12]), g);
    close(value ?? NaN, 1);
    assert.deepEqual(notes, [
      'Answers that are zero throughout have no direction; instances with one are left out: 1.',
    ]);
    const zero = rows([0, 0, 0, 0, 0, 0]);
    assert.equal(
      scoreOf('modeldiff', zero, zero).reason,
      'Every instance has an answer that is zero throughout.',
    );
  });

  it('has no value where no attack turns an answer', () => {
    const still = rows([3, 4, 3, 4, 4, 3], [5, 12, 5, 12, 0, 1]);
    const found = scoreOf('modeldiff(entries: distance)', still, g);
    assert.equal(found.status, 'undefined');
    assert.equal(found.reason, 'No attack turns any answer of the first model: its description is zero.');
    assert.match(
      scoreOf('modeldiff', rows([1, 0, 0, 1, 0, 1]), rows([1, 0, 0, 1, 1, 1])).reason ?? '',
      /^Every attack turns every answer by a right angle of the first model/,
    );
  });

  it('refuses columns that are no three blocks, and class numbers', () => {
    assert.match(scoreOf('modeldiff', rows([1, 2]), rows([1, 2])).reason ?? '', /three blocks of columns: 2/);
    assert.match(
      scoreOf('modeldiff', rows([1, 2, 1]), rows([1, 2, 1])).reason ?? '',
      /three columns are class numbers\.$/,
    );
    assert.match(
      scoreOf('modeldiff', f, g, 'logits').reason ?? '',
      /compares answers to attacks, not logits/,
    );
  });

  it('neither overflows nor vanishes', () => {
    for (const size of [1e-300, 1e300]) {
      const scaled = build(2, 6, (i, j) => size * (f.data[i * 6 + j] ?? NaN));
      close(valueOf('modeldiff', scaled, g), valueOf('modeldiff', f, g));
    }
  });
});
