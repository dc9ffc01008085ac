/** The families of measures in the survey's words, and what a measure does not see. Pure: no document. */
import type { MeasureDescription } from '../../server/protocol';

const families: ReadonlyMap<string, string> = new Map([
  ['cca', 'Canonical correlation'],
  ['alignment', 'Alignment'],
  ['similarityMatrix', 'Similarity matrices'],
  ['neighbours', 'Neighbourhoods'],
  ['topology', 'Topology'],
  ['statistics', 'Descriptive statistics'],
  ['performance', 'Performance'],
  ['hardPrediction', 'Hard predictions'],
  ['softPrediction', 'Soft predictions'],
  ['gradient', 'Gradients'],
  ['stitching', 'Stitching'],
  ['weights', 'Weights'],
]);

export function familyTitle(family: string): string {
  return families.get(family) ?? family;
}

const invariances: readonly (readonly [string, string])[] = [
  ['permutation', 'permutation of neurons'],
  ['orthogonal', 'rotation and reflection'],
  ['isotropicScaling', 'scaling'],
  ['invertibleLinear', 'invertible linear maps'],
  ['translation', 'translation'],
  ['affine', 'affine maps'],
];

/** "unchanged by permutation of neurons, scaling"; what a wider invariance implies is not said twice. */
export function invarianceWords(measure: Pick<MeasureDescription, 'invariances'>): string {
  const holds = (id: string) => measure.invariances[id] === true;
  const implied = new Set<string>();
  if (holds('affine')) for (const [id] of invariances) if (id !== 'affine') implied.add(id);
  if (holds('invertibleLinear'))
    for (const id of ['permutation', 'orthogonal', 'isotropicScaling']) implied.add(id);
  if (holds('orthogonal')) implied.add('permutation');
  const words = invariances.filter(([id]) => holds(id) && !implied.has(id)).map(([, title]) => title);
  return words.length === 0 ? 'Changed by every transformation' : `Unchanged by ${words.join(', ')}`;
}

/** Items with the same family together, families in the survey's order, unknown ones last. */
export function byFamily<T>(
  items: readonly T[],
  familyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const family = familyOf(item);
    const group = groups.get(family) ?? [];
    group.push(item);
    groups.set(family, group);
  }
  const order = Array.from(families.keys());
  const rank = (family: string) => (order.includes(family) ? order.indexOf(family) : order.length);
  return Array.from(groups).sort(([a], [b]) => rank(a) - rank(b));
}
