import type { OutputsKind } from '../../protocol';
import type { Representation } from '../../tensors/representation';

/** What the columns of outputs were taken for. */
export function kindOf({ meaning, classCount }: Pick<Representation, 'meaning' | 'classCount'>): OutputsKind {
  if (classCount !== undefined) return 'one-hot';
  return meaning === 'classes' || meaning === 'probabilities' ? meaning : 'logits';
}
