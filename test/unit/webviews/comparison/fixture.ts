import type { Cell, ComparisonPlan, MeasureDescription, Score } from '../../../../server/protocol';

/** A measure as the server describes it. */
export function describeMeasure(change: Partial<MeasureDescription> = {}): MeasureDescription {
  return {
    id: 'rsm.cka',
    title: 'CKA',
    family: 'similarityMatrix',
    familyTitle: 'Similarity matrices',
    compares: 'representations',
    direction: 'similarity',
    range: [0, 1],
    identity: 1,
    symmetric: true,
    metric: false,
    invariances: { permutation: true, orthogonal: true, isotropicScaling: true },
    unchangedBy: ['rotation and reflection', 'scaling'],
    impliedUnchangedBy: ['permutation of neurons'],
    needs: { rows: 4, equalWidths: false, matchedRows: true, labels: false },
    parameters: [
      { name: 'kernel', kind: 'choice', default: 'linear', summary: '', choices: ['linear', 'rbf'] },
    ],
    deterministic: true,
    formula: '',

    tex: 'x',
    summary: '',
    caveats: [],
    reference: { text: '' },
    ...change,
  };
}

/** A plan of all pairs of so many layers. */
export function planOf(rows: number, columns: number, change: Partial<ComparisonPlan> = {}): ComparisonPlan {
  const layers = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ tensor: `layer${i}`, shape: [20, 4] }));
  return {
    kind: 'activations',
    x: { path: '/x', layers: layers(rows) },
    y: { path: '/y', layers: layers(columns) },
    pairs: layers(rows).flatMap((_, x) => layers(columns).map((__, y) => [x, y] as const)),
    measure: { id: 'rsm.cka', parameters: {} },
    notes: [],
    range: [0, 1],
    estimate: { seconds: 40, bytes: 0, cached: 0, cells: rows * columns },
    ...change,
  };
}

export function cellOf(x: number, y: number, value: number | null, change: Partial<Score> = {}): Cell {
  const score: Score = {
    measure: 'rsm.cka',
    parameters: {},
    value,
    status: value === null ? 'degenerate' : 'ok',
    n: 20,
    notes: [],
    ...change,
  };
  return { x, y, score, cached: false };
}
