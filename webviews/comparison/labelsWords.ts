import type { PairKnowledge } from '../messages';
import { plural } from '../numbers';

/** "Labels: labels.npy (10 classes)". How many classes there are is known from the scores that depend on them. */
export function labelsWords({ labels, scores }: Pick<PairKnowledge, 'labels' | 'scores'>): string {
  if (labels === undefined) return '';
  if (labels.name === null) return 'No labels';
  if (!labels.fits) return `Labels: ${labels.name} (does not fit)`;
  const classes = scores.flatMap(({ details = [] }) => details).find(({ name }) => name === 'classes')?.value;
  const count = classes === undefined ? '' : ` (${plural(classes, 'class', 'classes')})`;
  return `Labels: ${labels.name}${count}`;
}
