import type { Tensor } from '@tensorflow/tfjs-core';
import { BadInput, quoted } from '../../tensors/badInput';
import type { NumericArray, Slot } from '../runtime';
import { fromTensor, toTensor } from './arrays';
import { type Starting, tidied } from './starting';

/**
 * The gradient by the first input of the weighted sum of what `outputOf` makes of it. Throws BadInput where the input takes
 * no real numbers, and whatever the library throws where it knows no gradient.
 */
export function gradient(
  starting: Starting,
  inputs: ReadonlyMap<string, NumericArray>,
  weighting: NumericArray,
  outputOf: (x: Tensor, slot: Slot) => Tensor | undefined,
): NumericArray {
  const { tf, model, anatomy } = starting;
  const [slot] = anatomy.inputs;
  const given = slot === undefined ? undefined : inputs.get(slot.name);
  if (slot === undefined || given === undefined) throw new BadInput(`${model.path} has no input.`);
  if (slot.dtype !== 'float32')
    throw new BadInput(
      `${model.path} has no gradients: its input ${quoted(slot.name)} takes whole numbers (${slot.dtype}).`,
    );
  return tidied(starting, () => {
    const by = tf.grad((x) => {
      const y = outputOf(x, slot);
      if (y === undefined) throw new TypeError('the output is missing');
      return y;
    });
    const weights = tf.tensor(Float32Array.from(weighting.values), [...weighting.shape], 'float32');
    const found = fromTensor(by(toTensor(tf, slot, given), weights));
    if (found === undefined) throw new TypeError('the gradient is no numbers');
    return found;
  });
}
