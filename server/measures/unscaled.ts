import { none, ok, type Outcome } from './measure';

/** The smallest number with all its digits. */
const smallest = 2 ** -1022;

/**
 * The outcome of a measure that is a square of activations, computed in a unit of them. Far below numbers of ordinary
 * size the square is less than any number with all its digits: 0, or noise, where the inputs do differ.
 */
export function unscaledSquare(value: number, unit: number): Outcome {
  const unscaled = value * unit * unit;
  if (value === 0 || unscaled >= smallest) return ok(unscaled);
  return none(
    'undefined',
    'The value, a square of activations, is too small for a number to hold: multiply the activations of both inputs ' +
      'by the same number first, such as 1e150.',
  );
}
