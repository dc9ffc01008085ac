import type { Family, Invariances } from './measure';

/** The heading of each family, in plain words. */
const families: Readonly<Record<Family, string>> = {
  cca: 'Canonical correlation (CCA)',
  alignment: 'Alignment',
  similarityMatrix: 'Similarity matrices',
  neighbours: 'Neighbours',
  topology: 'Topology',
  statistics: 'Descriptive statistics',
  performance: 'Performance',
  hardPrediction: 'Predicted classes',
  softPrediction: 'Class probabilities',
  gradient: 'Gradients',
  adversarial: 'Attacked instances',
  stitching: 'Stitching',
  weights: 'Weights',
};

export function familyTitle(family: Family): string {
  return families[family];
}

/** A change to one of the two inputs that a measure may not see, in words. */
export const changes: readonly (readonly [keyof Invariances, string])[] = [
  ['permutation', 'permutation of neurons'],
  ['orthogonal', 'rotation and reflection'],
  ['isotropicScaling', 'scaling'],
  ['invertibleLinear', 'invertible linear maps'],
  ['translation', 'translation'],
  ['affine', 'affine maps'],
];

/** Changes that are special cases of another. */
const specialCases: Readonly<Record<keyof Invariances, readonly (keyof Invariances)[]>> = {
  permutation: [],
  orthogonal: ['permutation'],
  isotropicScaling: [],
  invertibleLinear: ['permutation', 'orthogonal', 'isotropicScaling'],
  translation: [],
  affine: ['permutation', 'orthogonal', 'isotropicScaling', 'invertibleLinear', 'translation'],
};

/** The widest changes a measure does not see, and those that are special cases of them, each in words. */
export function unseen(invariances: Invariances): {
  readonly widest: readonly string[];
  readonly implied: readonly string[];
} {
  const held = changes.filter(([id]) => invariances[id]);
  const special = new Set(held.flatMap(([id]) => specialCases[id]));
  const words = (listed: typeof changes) => listed.map(([, title]) => title);
  return {
    widest: words(held.filter(([id]) => !special.has(id))),
    implied: words(changes.filter(([id]) => special.has(id))),
  };
}

/** What the letters of a definition stand for; null where the inputs are no representations. */
export function notation({ compares }: { readonly compares: string }): string | null {
  if (compares !== 'representations') return null;
  return 'X and Y, also written R and R′: the two representations, one row per instance, n rows, d and d′ columns.';
}
