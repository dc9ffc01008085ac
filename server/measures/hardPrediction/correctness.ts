import { whyUnfit } from './predicted';
import { classCount } from '../outputs';
import { quoted } from '../../tensors/badInput';
import { predictions } from '../preparations/predictions';
import type { Prepared } from '../prepared';
import type { Labels } from '../../tensors/representation';

/** The labels that a measure which needs some is given. Throws `TypeError` without. */
export function labelsOf({ representation: { labels } }: Prepared): Labels {
  if (labels === undefined) throw new TypeError('labels are missing');
  return labels;
}

/** The true class of each instance, numbered as the outputs number theirs. */
export function truth({ classes, numbers }: Labels): Float64Array {
  return Float64Array.from(classes, (at) => numbers?.[at] ?? at);
}

/**
 * Why the predictions of these models cannot be judged by the labels, as a sentence; null when they can. Scores number
 * their classes from 0: a label without a column is a label by another numbering.
 */
export function whyUnjudged(inputs: readonly Prepared[], labels: Labels): string | null {
  const unfit = whyUnfit(inputs);
  if (unfit !== null) return unfit;
  const scored = inputs.map(classCount);
  const counts = inputs.map(({ representation: { classes } }, at) => classes?.names.length ?? scored[at]);
  const count = counts.find((each) => each !== undefined);
  if (count === undefined) return null;
  const numbers = truth(labels);
  const at = numbers.findIndex((label) => label < 0 || label >= count);
  const odd = numbers[at];
  if (odd === undefined) return null;
  const name = labels.names?.[labels.classes[at] ?? -1];
  return name === undefined
    ? `A label is ${odd} but the outputs score classes 0 to ${count - 1}: number the labels in the order of the columns, from 0.`
    : `A label is ${quoted(name)}, and the outputs have no class of this name: name the classes alike.`;
}

/** For each instance 1 where the model is wrong, 0 where it is right. */
export function mistakes(x: Prepared, labels: Labels): readonly number[] {
  const right = truth(labels);
  return Array.from(x.get(predictions), (predicted, i) => (predicted === right[i] ? 0 : 1));
}
