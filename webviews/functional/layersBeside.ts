/** Layers beside outputs: what of the grid stands for each layer. Pure: no document. */
import type { OutputsReport } from '../../server/protocol';
import type { ScoreGrid } from '../charts/scoreGrid';

export interface LayerMatch {
  readonly layer: string;
  /** The layer of the other model. */
  readonly other: string;
  readonly value: number;
}

/**
 * For each layer of the first model the most similar one of the second by the grid that is there, and its value; layers
 * without any value are left out.
 */
export function bestMatches(grid: ScoreGrid): readonly LayerMatch[] {
  const similarity = grid.measure.direction === 'similarity';
  return grid.rows.flatMap(({ tensor }, row) => {
    let best: { readonly column: number; readonly value: number } | undefined;
    for (const column of grid.columns.keys()) {
      const value = grid.score(row, column)?.value ?? null;
      if (value === null) continue;
      if (best === undefined || (similarity ? value > best.value : value < best.value))
        best = { column, value };
    }
    const other = grid.columns[best?.column ?? -1]?.tensor;
    return best === undefined || other === undefined ? [] : [{ layer: tensor, other, value: best.value }];
  });
}

/** Both files hold outputs and no other layers: what is to be said of them is about outputs. */
export function holdsOnlyOutputs(
  { x, y }: Pick<OutputsReport, 'x' | 'y'>,
  grid: Pick<ScoreGrid, 'rows' | 'columns'>,
): boolean {
  return (
    grid.rows.every(({ tensor }) => tensor === x.tensor) &&
    grid.columns.every(({ tensor }) => tensor === y.tensor)
  );
}
