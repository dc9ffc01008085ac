import type { Matrix } from '../../server/linalg/matrix';
import type { Measure } from '../../server/measures/measure';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import type { Meaning } from '../../server/tensors/representation';
import { build, engine, entryOf, random } from '../unit/measures/inputs';
import { type Variant, variants } from './variants';

/** Rows of the sample pairs: more than the default number of neighbours. */
export const rows = 26;

/** What the columns of a measure's sample inputs mean. */
export function meaningFor(measure: Measure): Meaning {
  return measure.compares === 'outputs'
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
  const widths = anyWidths ? [4, 5] : [4, 4];
  return [related(widths[0] ?? 0, seed), related(widths[1] ?? 0, seed, seed + 50)];
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

/** The value of a score that must be defined; labels are given to measures that need them. */
export function valueOf(
  { measure, call, name }: Variant,
  x: Matrix,
  y: Matrix,
  labelled: readonly number[] = classes,
): number {
  const labels = { classes: Int32Array.from(labelled), count: 3 };
  const of = (values: Matrix): Prepared => {
    const given = measure.needs.labels ? { labels } : {};
    return new Prepared({ values, meaning: meaningFor(measure), ...given }, engine);
  };
  const { value, reason } = score(call, of(x), of(y));
  if (value === null) throw new Error(`${name}: ${reason ?? 'no value and no reason'}`);
  return value;
}
