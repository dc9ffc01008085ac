import assert from 'node:assert/strict';
import type { Matrix } from '../../../server/linalg/matrix';
import { parseCall } from '../../../server/measures/call';
import { Prepared } from '../../../server/measures/prepared';
import { score } from '../../../server/measures/score';
import type { Score } from '../../../server/protocol';
import { build, engine, entryOf, prepared, random, scoreOf } from './inputs';

const noise = random(20, 4, 1);

function labelled(values: Matrix, classOf: (i: number) => number = (i) => i % 3): Prepared {
  const labels = { classes: Int32Array.from({ length: values.rows }, (_, i) => classOf(i)), count: 3 };
  return new Prepared({ values, meaning: 'activations', labels }, engine);
}

const withLabels = (call: string, x: Matrix, y: Matrix): Score =>
  score(parseCall(call), labelled(x), labelled(y));

describe('The statistics of one input', () => {
  const reasons: readonly (readonly [call: string, x: Matrix, reason: RegExp])[] = [
    ['concentricity', build(20, 4, () => 0), /^The first input is zero in every entry/],
    [
      'concentricity',
      build(20, 4, (i, j) => (i % 2 === 0 ? 1 : -1) * (j + 0.1)),
      /mean over all instances of the first input is zero/,
    ],
    ['tolerance', build(20, 4, () => 0), /^The first input is zero in every entry/],
    [
      'instance_modularity',
      build(20, 20, (i, j) => (i === j ? 1 : 0)),
      /^No instance of the first input has a positive cosine/,
    ],
    ['intrinsic_dim', build(20, 4, () => 3), /^Too few instances of the first input/],
    ['intrinsic_dim', build(20, 20, (i, j) => (i === j ? 1 : 0)), /at distances that differ/],
    ['intrinsic_dim(estimator: mle)', build(20, 2, (i, j) => (i >> 1) * (j + 1)), /^Too few instances/],
    ['neuron_modularity', build(20, 4, (_, j) => j), /^No two columns of the first input vary together/],
    ['neuron_modularity', random(20, 1, 3), /^No two columns of the first input vary together/],
  ];
  for (const [call, x, reason] of reasons) {
    it(`say why there is no ${call}: ${reason.source}`, () => {
      const found = withLabels(
        call,
        x,
        build(x.rows, x.cols, (i, j) => Math.sin(i * i + 3 * j)),
      );
      assert.deepEqual([found.value, found.status], [null, 'degenerate']);
      assert.match(found.reason ?? '', reason);
    });
  }

  it('have no dimension from more neighbours than there are', () => {
    const { reason } = scoreOf('intrinsic_dim(estimator: mle, k: 20)', noise, noise);
    assert.match(reason ?? '', /needs more rows than neighbours: k is 20 and there are 20 rows\.$/);
  });

  it('say that labels are needed where none are given', () => {
    for (const call of ['tolerance', 'instance_modularity']) {
      const { value, reason } = scoreOf(call, noise, noise);
      assert.equal(value, null);
      assert.match(reason ?? '', /needs labels: give a file with one class number for each row\.$/);
    }
  });

  it('tell that labels say nothing where all instances are of one class, or each of its own', () => {
    const classes = (count: number) => (values: Matrix) =>
      new Prepared(
        {
          values,
          meaning: 'activations',
          labels: { classes: Int32Array.from({ length: 20 }, (_, i) => i % count), count },
        },
        engine,
      );
    const notesOf = (call: string, count: number): readonly string[] =>
      score(parseCall(call), classes(count)(noise), classes(count)(random(20, 4, 2))).notes;
    assert.match(notesOf('instance_modularity', 1).join(' '), /All instances are of one class/);
    assert.match(notesOf('tolerance', 20).join(' '), /No two instances are of one class/);
    for (const call of ['instance_modularity', 'tolerance'])
      assert.doesNotMatch(notesOf(call, 4).join(' '), /of one class/);
  });

  it('tell that uniformity says nothing where only each instance itself is near', () => {
    const far = build(20, 4, (i, j) => 100 * entryOf(noise, i, j));
    const { value, notes, details = [] } = scoreOf('uniformity', far, noise);
    assert.ok(value !== null && Math.abs((details[0]?.value ?? NaN) + Math.log(20)) < 1e-12);
    assert.match(
      notes[0] ?? '',
      /^At t = 2 no two instances of the first input are near enough .* rows: unit/,
    );
    assert.deepEqual(scoreOf('uniformity(rows: unit)', far, noise).notes, []);
  });

  it('have uniformity 0 where all instances coincide, however large the numbers', () => {
    for (const size of [1, 1e150, 1e300, 1e-300]) {
      const { value, details = [] } = scoreOf(
        'uniformity',
        build(20, 4, (_, j) => size * j),
        noise,
      );
      assert.ok(value !== null);
      assert.equal(details[0]?.value, 0);
    }
  });

  it('have magnitude in the units of the input, however large or small', () => {
    for (const size of [1e150, 1e-150, 1e300, 1e-300]) {
      const x = build(20, 4, (i, j) => size * entryOf(noise, i, j));
      const zero = build(20, 4, () => 0);
      const [scaled, plain] = [scoreOf('magnitude', x, zero).value, scoreOf('magnitude', noise, zero).value];
      assert.ok(scaled !== null && plain !== null && Math.abs(scaled / size / plain - 1) < 1e-12);
    }
  });

  it('leave out rows without direction and say so', () => {
    const holed = build(20, 4, (i, j) => (i < 3 ? 0 : 1 + entryOf(noise, i, j)));
    const kept = build(17, 4, (i, j) => entryOf(holed, i + 3, j));
    const whole = scoreOf('concentricity', holed, noise);
    assert.match(whole.notes[0] ?? '', /^The first input has 3 zero rows/);
    assert.ok(
      Math.abs(
        (whole.details?.[0]?.value ?? 0) - (scoreOf('concentricity', kept, kept).details?.[0]?.value ?? 1),
      ) < 1e-12,
    );
    assert.match(withLabels('tolerance', noise, holed).notes[0] ?? '', /^The second input has 3 zero rows/);
  });

  it('leave out coinciding instances from the dimension and say how many', () => {
    const base = random(40, 3, 7);
    const twice = build(40, 3, (i, j) => entryOf(base, i < 6 ? i >> 1 : i, j));
    const { notes, value } = scoreOf('intrinsic_dim', twice, twice);
    assert.equal(value, 0);
    // The six, and two others whose two nearest are a doubled instance.
    assert.match(notes[0] ?? '', /^8 instances of the first input coincide with another/);
  });

  it('tell of negative cosines that cannot be weights', () => {
    const few = random(5, 3, 2);
    assert.match(
      withLabels('instance_modularity(k: 4)', few, few).notes[0] ?? '',
      /^\d+ of 20 cosines between neighbours of the first input are negative: counted as 0\.$/,
    );
  });

  it('tell of the graph of instances what zero rows, lost digits and equal rows do to it', () => {
    const zero = build(20, 4, (i, j) => (i < 3 ? 0 : entryOf(noise, i, j)));
    const told = (call: string, x: Matrix): string => withLabels(call, x, noise).notes.join(' ');
    assert.match(told('instance_modularity', zero), /first input has 3 zero rows, .* edges weigh nothing/);
    assert.match(told('instance_modularity(weights: none)', zero), /joined to the first rows/);
    assert.doesNotMatch(told('instance_modularity', noise), /zero rows|few digits/);
    const far = build(20, 4, (i, j) => 1e7 + entryOf(noise, i, j));
    assert.match(told('instance_modularity', far), /Cosines of the first input .* few digits/);
    const { status, reason } = withLabels(
      'instance_modularity',
      noise,
      build(20, 4, (_, j) => j),
    );
    assert.equal(status, 'degenerate');
    assert.match(reason ?? '', /^All instances of the second input point the same way/);
  });

  it('tell of columns that vary with no other', () => {
    const x = build(20, 5, (i, j) => (j === 4 ? 7 : entryOf(noise, i, j)));
    assert.match(
      scoreOf('neuron_modularity', x, noise).notes[0] ?? '',
      /^1 columns of the first input vary with no other/,
    );
  });

  it('give correlations of neurons of very different size their due', () => {
    const x = build(20, 4, (i, j) => 10 ** (-6 * j) * entryOf(noise, i, j));
    const call = 'neuron_modularity(association: corr)';
    const [scaled, plain] = [scoreOf(call, x, x), scoreOf(call, noise, noise)];
    assert.ok(Math.abs((scaled.details?.[0]?.value ?? 0) - (plain.details?.[0]?.value ?? 1)) < 1e-9);
  });

  it('are 0 apart for inputs in which the rows are in another order, where no labels are needed', () => {
    const turned = build(20, 4, (i, j) => entryOf(noise, (i * 7) % 20, j));
    for (const call of ['magnitude', 'concentricity', 'uniformity', 'intrinsic_dim', 'neuron_modularity']) {
      const { value } = score(parseCall(call), prepared(noise), prepared(turned));
      assert.ok(value !== null && value < 1e-12, call);
    }
  });
});
