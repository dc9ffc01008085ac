import assert from 'node:assert/strict';
import type { Matrix } from '../../../../server/linalg/matrix';
import { contrast, split } from '../../../../server/measures/alignment/contrastiveTraining';
import { Encoder, normaliseRows } from '../../../../server/measures/alignment/encoder';
import { score } from '../../../../server/measures/score';
import { transformations } from '../../../properties/transformations';
import { build, engine, entryOf, prepared, random, scoreOf, valueOf } from '../inputs';

const n = 240;
/** A rotated look at the same six signals, with noise of its own. */
function view(cols: number, seed: number): Matrix {
  const mixed = engine.multiply(random(n, 6, 1), random(6, cols, 2));
  const noise = random(n, cols, seed);
  const noisy = build(n, cols, (i, j) => entryOf(mixed, i, j) + 0.3 * entryOf(noise, i, j));
  return transformations.orthogonal(noisy, seed + 9);
}
const [x, y, unrelated] = [view(16, 10), view(16, 20), random(n, 16, 77)];
const detail = ({ details = [] }: ReturnType<typeof scoreOf>, name: RegExp): number =>
  details.find((found) => name.test(found.name))?.value ?? NaN;

describe('ContraSim', function () {
  this.timeout(20_000);

  for (const sharing of ['one', 'two']) {
    it(`with ${sharing} encoder${sharing === 'one' ? '' : 's'} tells two looks at one signal from unrelated data on rows it has not seen`, () => {
      const alike = scoreOf(`contrasim(sharing: ${sharing})`, x, y);
      const apart = scoreOf(`contrasim(sharing: ${sharing})`, x, unrelated);
      assert.ok((alike.value ?? 0) > 0.65, `${alike.value}`);
      assert.ok(Math.abs(apart.value ?? 1) < 4 * (apart.standardError ?? 0), `${apart.value}`);
      assert.ok(Math.abs(detail(alike, /unmatched/)) < 0.1);
    });
  }

  it('learned unrelated data by heart where it trained, and does not count that', () => {
    const found = scoreOf('contrasim(epochs: 120, sharing: two)', random(60, 16, 5), random(60, 16, 6));
    // Guessing among the 42 rows of a step would cost log 42 = 3.7.
    assert.ok(detail(found, /loss/) < 1);
    assert.ok(Math.abs(found.value ?? 1) < 4 * (found.standardError ?? 0), `${found.value}`);
  });

  it('compares inputs of different widths, in either order', () => {
    const wide = view(30, 40);
    const value = valueOf('contrasim', x, wide);
    assert.ok(value > 0.65, `${value}`);
    assert.ok(Math.abs(value - valueOf('contrasim', wide, x)) < 1e-9);
  });

  it('tells the rows it trained on and held out, a standard error and a value for each row held out', () => {
    const call = { id: 'align.contrasim', parameters: { epochs: 2 } };
    const found = score(call, prepared(x), prepared(y), { perInstance: true });
    assert.deepEqual([detail(found, /trained on/), detail(found, /held out/)], [168, 72]);
    assert.equal(found.seed, 1);
    const cosines = found.perInstance ?? [];
    assert.equal(cosines.length, 72);
    assert.ok(Math.abs(cosines.reduce((sum, cosine) => sum + cosine, 0) / 72 - (found.value ?? NaN)) < 1e-12);
    assert.ok((found.standardError ?? 0) > 0.001);
  });

  it('is another value for another seed and the same bits for the same', () => {
    const [first, again, other] = ['1', '1', '2'].map((seed) =>
      valueOf(`contrasim(epochs: 3, seed: ${seed})`, x, y),
    );
    assert.equal(first, again);
    assert.notEqual(first, other);
  });

  it('never holds out a row that trains', () => {
    const { train, held } = split(prepared(x), prepared(y), 0.7, 5);
    assert.deepEqual(
      [...train, ...held].sort((p, q) => p - q),
      Array.from({ length: n }, (_, i) => i),
    );
  });

  it('says how many rows it needs, and which widths without an encoder', () => {
    assert.match(
      scoreOf('contrasim', random(5, 3, 1), random(5, 3, 2)).reason ?? '',
      /at least 6 rows, 4 to train on and 2 held out: 5 given make 4 and 1/,
    );
    assert.match(scoreOf('contrasim(encoder: none)', x, view(5, 3)).reason ?? '', /16 and 5 columns/);
  });

  it('without an encoder is the mean cosine of matched rows', () => {
    const angles = [0, 0.3, 1, 2];
    const [p, q] = [0, 1].map((k) =>
      build(4, 2, (i, j) => (i + 1) * Math.cos(k * (angles[i] ?? 0) - (j * Math.PI) / 2)),
    );
    assert.ok(p !== undefined && q !== undefined);
    const expected = angles.reduce((sum, angle) => sum + Math.cos(angle), 0) / 4;
    const { value, standardError, seed } = scoreOf('contrasim(encoder: none)', p, q);
    assert.ok(Math.abs((value ?? NaN) - expected) < 1e-12);
    assert.deepEqual([standardError, seed], [undefined, undefined]);
  });

  it('leaves out rows without direction', () => {
    const zero = build(4, 2, (i, j) => (i === 2 ? 0 : i + j));
    const { value, notes } = scoreOf('contrasim(encoder: none)', zero, zero);
    assert.ok(Math.abs((value ?? NaN) - 1) < 1e-12);
    assert.match(notes.join(' '), /left out: 1\./);
  });
});

describe('the loss that encoders are trained by', () => {
  const unit = (rows: number, seed: number): Matrix => {
    const m = random(rows, 3, seed);
    normaliseRows(m);
    return m;
  };

  it('is the logarithm of the number of rows where all are alike, and near 0 where matched rows alone are', () => {
    const alike = build(5, 3, (_, j) => (j === 0 ? 1 : 0));
    assert.ok(Math.abs(contrast(engine, alike, alike, 0.1).loss - Math.log(5)) < 1e-12);
    const axes = build(3, 3, (i, j) => (i === j ? 1 : 0));
    assert.ok(contrast(engine, axes, axes, 0.05).loss < 1e-7);
  });

  it('has the gradients that differences give', () => {
    const [p, q] = [unit(6, 1), unit(6, 2)];
    const { left, right } = contrast(engine, p, q, 0.3);
    for (const [moved, gradient] of [
      [p, left],
      [q, right],
    ] as const) {
      for (const at of [0, 4, 11, 17]) {
        const kept = moved.data[at] ?? NaN;
        const [up, down] = [1e-6, -1e-6].map((step) => {
          moved.data[at] = kept + step;
          return contrast(engine, p, q, 0.3).loss;
        });
        moved.data[at] = kept;
        assert.ok(Math.abs(((up ?? NaN) - (down ?? NaN)) / 2e-6 - (gradient.data[at] ?? NaN)) < 1e-8);
      }
    }
  });
});

describe('an encoder', () => {
  it('goes down the slope of what is asked of its outputs', () => {
    const encoder = new Encoder(engine, { input: 4, hidden: 8, output: 3 }, 1);
    const input = random(20, 4, 3);
    const target = random(20, 3, 4);
    const loss = (): number => {
      const { output } = encoder.forward(input);
      return -output.data.reduce((sum, value, at) => sum + value * (target.data[at] ?? NaN), 0);
    };
    const losses = Array.from({ length: 300 }, () => {
      const passed = encoder.forward(input);
      encoder.backward(passed, { ...target, data: target.data.map((value) => -value) });
      encoder.step();
      return loss();
    });
    // A hundred steps of 0.001 each: far along, and each stretch further than the one before.
    const at = (step: number): number => losses[step] ?? NaN;
    assert.ok(at(299) < at(150) && at(150) < at(50) && at(50) < at(0));
    assert.ok(at(299) < at(0) - 5, `${at(0)} to ${at(299)}`);
  });

  it('gives centred outputs of length 1', () => {
    const { output, lengths } = new Encoder(engine, { input: 4, hidden: 8, output: 3 }, 2).forward(
      random(9, 4, 5),
    );
    for (let j = 0; j < 3; j++) {
      let sum = 0;
      for (let i = 0; i < 9; i++) sum += entryOf(output, i, j) * (lengths[i] ?? NaN);
      assert.ok(Math.abs(sum) < 1e-12);
    }
    for (let i = 0; i < 9; i++) {
      assert.ok(Math.abs(Math.hypot(...[0, 1, 2].map((j) => entryOf(output, i, j))) - 1) < 1e-12);
    }
  });
});
