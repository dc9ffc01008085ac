import type { Matrix } from '../../server/linalg/matrix';
import type { Measure } from '../../server/measures/measure';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import type { Score } from '../../server/protocol';
import type { Meaning } from '../../server/tensors/representation';
import { build, engine, entryOf, random } from '../unit/measures/inputs';
import { type Variant, variants } from './variants';

/** Rows of the sample pairs: more than the default number of neighbours. */
export const rows = 26;

/** What the columns of a measure's sample inputs mean. */
export function meaningFor(measure: Measure): Meaning {
  return measure.compares === 'outputs' || measure.compares === 'stitched outputs'
    ? 'logits'
    : measure.compares === 'weights'
      ? 'weights'
      : 'activations';
}

/** Two inputs that share something: y is a random mixture of x and noise. Widths differ where the measure allows. */
export function samplePair(measure: Measure, seed: number): readonly [Matrix, Matrix] {
  // With some of its choices a measure may ask for equal widths although with others it does not.
  const refuses = variants.some(
    (variant) =>
      variant.measure === measure && (measure.obstacle?.(rows, 4, 5, variant.parameters) ?? null) !== null,
  );
  const anyWidths = measure.compares === 'representations' && !measure.needs.equalWidths && !refuses;
  if (!anyWidths) return [inputOf(measure, seed), inputOf(measure, seed, seed + 50)];
  return [related(4, seed), related(5, seed, seed + 50)];
}

/** An input of the width that both may have. Of answers to attacks: three blocks of three classes, the clean ones mostly right. */
export function inputOf(measure: Measure, signalSeed: number, noiseSeed = signalSeed + 1): Matrix {
  if (measure.compares !== 'answers to attacks') return related(4, signalSeed, noiseSeed);
  const x = related(9, signalSeed, noiseSeed);
  return build(rows, 9, (i, j) => entryOf(x, i, j) + (j === classes[i] ? 3 : 0));
}

/** Two inputs that share nothing, but for the instances that both classify rightly where a measure needs some. */
export function unrelatedPair(measure: Measure, seed: number): readonly [Matrix, Matrix] {
  return measure.compares === 'answers to attacks'
    ? [inputOf(measure, seed), inputOf(measure, seed + 7)]
    : [random(rows, 4, seed), random(rows, 4, seed + 1)];
}

/** The same twice. Of answers to attacks: those of a model beside itself, where the attacks on both are the same. */
export function sameTwice(measure: Measure, seed: number): readonly [Matrix, Matrix] {
  const [x] = samplePair(measure, seed);
  const isAttacked = measure.compares === 'answers to attacks';
  const of = (): Matrix => build(x.rows, x.cols, (i, j) => entryOf(x, i, isAttacked && j >= 6 ? j - 3 : j));
  return [of(), of()];
}

/** A matrix of the given width whose columns mix three signals that the seed fixes, with noise of its own. */
export function related(width: number, signalSeed: number, noiseSeed = signalSeed + 1): Matrix {
  const signal = random(rows, 3, signalSeed);
  const mixing = random(3, width, noiseSeed + 2);
  const noise = random(rows, width, noiseSeed + 3);
  const mixed = engine.multiply(signal, mixing);
  return build(rows, width, (i, j) => entryOf(mixed, i, j) + 0.7 * entryOf(noise, i, j) + 0.3 * j);
}

/** The labels of the sample inputs, in the order of their rows. */
export const classes: readonly number[] = Array.from({ length: rows }, (_, i) => i % 3);

/** The value of a score that must be defined. */
export function valueOf(variant: Variant, x: Matrix, y: Matrix, labelled?: readonly number[]): number {
  const { value, reason } = scoreOf(variant, x, y, labelled);
  if (value === null) throw new Error(`${variant.name}: ${reason ?? 'no value and no reason'}`);
  return value;
}

/** A score; labels are given to measures that need them. */
export function scoreOf(
  { measure, call }: Variant,
  x: Matrix,
  y: Matrix,
  labelled: readonly number[] = classes,
): Score {
  const labels = { classes: Int32Array.from(labelled), count: 3 };
  const of = (values: Matrix): Prepared => {
    const given = measure.needs.labels ? { labels } : {};
    return new Prepared({ values, meaning: meaningFor(measure), ...given }, engine);
  };
  return score(call, of(x), of(y));
}
