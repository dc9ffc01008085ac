import type { Comparison } from '../protocol';
import { columnsOf, table } from './table';
import { scoreText, shapeText } from './text';

/**
 * Comparisons of the same two checkpoints, tensor by tensor: a row for each tensor, a column for each comparison
 * under its given title. Reasons for missing scores stand at the end of their row.
 */
export function perTensor(
  comparisons: readonly (readonly [title: string, comparison: Comparison])[],
): string {
  const [, first] = comparisons[0] ?? [];
  const scores = comparisons.map(([, { cells }]) => new Map(cells.map(({ x, score }) => [x, score])));
  const rows = (first?.pairs ?? []).map(([x]) => {
    const layer = first?.x.layers[x];
    const found = scores.map((byRow) => byRow.get(x));
    const reasons = new Set(found.flatMap((score) => (score?.reason === undefined ? [] : [score.reason])));
    return [
      layer?.tensor ?? '',
      shapeText(layer?.shape ?? []),
      ...found.map((score) => scoreText(score?.value ?? null)),
      [...reasons].join('; '),
    ];
  });
  const titles = columnsOf('right', ...comparisons.map(([title]) => title));
  return table([...columnsOf('left', 'tensor', 'shape'), ...titles, ...columnsOf('left', '')], rows);
}
