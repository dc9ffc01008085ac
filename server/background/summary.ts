import type { Comparison, Partnership, Score } from '../protocol';

/** One number for a comparison, the words for it, and the scores it is made of. */
export type Summary = Pick<Partnership, 'value' | 'label' | 'caption' | 'cells'>;

/** How large a tensor is on both sides: Frobenius norms. */
export interface Norms {
  readonly x: number;
  readonly y: number;
}

type Named = Partnership['cells'][number];

/**
 * Activations: the mean over layers of equal names; where no names are equal but the numbers of layers are, over layers
 * in the same place. `title` is the measure's ("debiased linear CKA"), `label` its short name ("CKA").
 */
export function summariseLayers(comparison: Comparison, title: string, label: string): Summary {
  const { x, y } = comparison;
  const cells = comparison.cells.map((cell) => ({ ...cell, named: x.layers[cell.x]?.tensor ?? '' }));
  const equal = cells.filter((cell) => cell.named === y.layers[cell.y]?.tensor);
  const inPlace = equal.length === 0 && x.layers.length === y.layers.length;
  const paired = inPlace ? cells.filter((cell) => cell.x === cell.y) : equal;
  const named = paired.map(({ named: tensor, score }) => ({ tensor, score }));
  const values = named.map(({ score }) => score.value).filter((value) => value !== null);
  if (named.length === 0) {
    return {
      caption: 'No layer of one has the name of a layer of the other: the grid shows all pairs.',
      cells: [],
    };
  }
  if (values.length === 0) return { caption: withoutValue(title, named), cells: named };
  const { joined } = comparison;
  const byId = joined === undefined ? '' : `, over ${joined.common} rows joined by id`;
  const which = inPlace ? 'in the same place' : 'of equal names';
  const layers =
    values.length === 1 ? `one pair of layers ${which}` : `${values.length} pairs of layers ${which}`;
  return {
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    label,
    caption: `${values.length === 1 ? '' : 'mean '}${title} of ${layers}${undefinedOnes(named.length - values.length)}${byId}`,
    cells: named,
  };
}

/**
 * Weights: ‖Y − X‖ / ‖X‖ and the cosine over all tensors of equal names as one long vector, from the scores per tensor
 * and the norms. A tensor without scores or norms is left out and counted in the caption.
 */
export function summariseWeights(
  change: Comparison,
  cosine: Comparison,
  norms: ReadonlyMap<string, Norms>,
): Summary {
  const cosines = new Map(cosine.cells.map((cell) => [cosine.x.layers[cell.x]?.tensor, cell.score.value]));
  const cells: Named[] = change.cells.map(({ x, score }) => ({
    tensor: change.x.layers[x]?.tensor ?? '',
    score,
  }));
  let [moved, xx, yy, xy, used] = [0, 0, 0, 0, 0];
  for (const { tensor, score } of cells) {
    const norm = norms.get(tensor);
    if (score.value === null || !norm) continue;
    used++;
    moved += (score.value * norm.x) ** 2;
    xx += norm.x ** 2;
    yy += norm.y ** 2;
    xy += (cosines.get(tensor) ?? 0) * norm.x * norm.y;
  }
  if (used === 0 || xx === 0) return { caption: withoutValue('relative change', cells), cells };
  const alike = yy === 0 ? '' : `, cosine ${(xy / Math.sqrt(xx * yy)).toFixed(4)}`;
  const tensors = used === 1 ? 'one tensor of equal name' : `${used} tensors of equal names`;
  return {
    value: Math.sqrt(moved / xx),
    label: 'relative change',
    caption:
      `relative change of ${tensors} taken together${alike}${undefinedOnes(cells.length - used)}; ` +
      'weights of separately trained networks have no common axes, so this says something only within one run',
    cells,
  };
}

function undefinedOnes(count: number): string {
  return count === 0 ? '' : ` (${count} more without a value)`;
}

function withoutValue(title: string, cells: readonly { readonly score: Score }[]): string {
  const reason = cells.find(({ score }) => score.reason !== undefined)?.score.reason;
  return `No ${title}: ${reason ?? 'there is nothing to compare.'}`;
}
