import assert from 'node:assert/strict';
import { score } from '../../../../server/measures/score';
import { transformations } from '../../../properties/transformations';
import { build, entryOf, prepared, random, scoreOf, valueOf } from '../inputs';

const x = random(40, 5, 1);
const noise = random(40, 5, 2);
const y = transformations.orthogonal(
  build(40, 5, (i, j) => entryOf(x, i, j) + 0.4 * entryOf(noise, i, j)),
  3,
);
const perInstance = (a: typeof x, b: typeof x): readonly number[] =>
  score({ id: 'align.aligned_cosine', parameters: {} }, prepared(a), prepared(b), { perInstance: true })
    .perInstance ?? [];

describe('aligned cosine similarity', () => {
  it('finds one instance that moved, in the values by instance', () => {
    const turned = transformations.orthogonal(x, 7);
    const moved = build(40, 5, (i, j) => (i === 11 ? -1 : 1) * entryOf(turned, i, j));
    const cosines = perInstance(x, moved);
    assert.equal(cosines.length, 40);
    assert.equal(cosines.indexOf(Math.min(...cosines)), 11);
    assert.ok((cosines[11] ?? 1) < -0.9);
  });

  it('is the mean of the values by instance', () => {
    const cosines = perInstance(x, y);
    const mean = cosines.reduce((sum, value) => sum + value, 0) / 40;
    assert.ok(Math.abs(mean - valueOf('aligned_cosine', x, y)) < 1e-12);
    const { details = [] } = scoreOf('aligned_cosine', x, y);
    assert.equal(details.find(({ name }) => name === 'lowest cosine')?.value, Math.min(...cosines));
  });

  it('leaves zero rows out and counts them', () => {
    const withZeros = (rows: readonly number[]): typeof x =>
      build(40, 5, (i, j) => (rows.includes(i) ? 0 : entryOf(x, i, j)));
    const { value, notes } = scoreOf('aligned_cosine', withZeros([3, 8]), withZeros([8, 9]));
    assert.ok(Math.abs((value ?? NaN) - 1) < 1e-12);
    assert.match(notes.join(' '), /^3 rows are zero .* left out/);
  });

  it('has no value where no row is without zeros in both', () => {
    const half = (parity: number): typeof x =>
      build(40, 5, (i, j) => (i % 2 === parity ? entryOf(x, i, j) : 0));
    const { value, status } = scoreOf('aligned_cosine', half(0), half(1));
    assert.deepEqual([value, status], [null, 'degenerate']);
  });

  it('of a narrow input sees only what fits into it', () => {
    const narrow = build(40, 2, (i, j) => entryOf(x, i, j));
    const padded = build(40, 5, (i, j) => (j < 2 ? entryOf(x, i, j) : 0));
    const value = valueOf('aligned_cosine', x, narrow);
    assert.ok(Math.abs(value - valueOf('aligned_cosine', x, padded)) < 1e-12);
    // Two of five independent directions of equal size are left.
    assert.ok(value > 0.5 && value < 0.7, `${value}`);
  });

  it('is the same with rows of very different lengths, which cosines do not see, under a known rotation', () => {
    const lengths = build(40, 5, (i, j) => 10 ** ((i % 5) - 2) * entryOf(x, i, j));
    assert.ok(
      Math.abs(valueOf('aligned_cosine', lengths, transformations.orthogonal(lengths, 4)) - 1) < 1e-12,
    );
  });

  it('works with fewer rows than columns, where a rotated copy is found', () => {
    const wide = random(12, 40, 5);
    assert.ok(Math.abs(valueOf('aligned_cosine', wide, transformations.orthogonal(wide, 6)) - 1) < 1e-12);
  });
});
