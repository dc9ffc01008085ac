/** What the charts draw, from what the page knows. Pure: no document. */
import type { Score } from '../../server/protocol';
import { colourScale, scoreDomain } from '../charts/colourScale';
import type { ScoreGrid } from '../charts/scoreGrid';
import { measureWords } from './caption';
import { cellKey, plannedMeasure, type ComparisonState } from './state';

function* values(scores: Iterable<Score>): Generator<number> {
  for (const { value } of scores) if (value !== null) yield value;
}

/** Null while there is nothing to draw. */
export function scoreGridOf(state: ComparisonState): ScoreGrid | null {
  const { plan, scores, xName, yName, instances } = state;
  const measure = plannedMeasure(state);
  if (plan === null || measure === undefined) return null;
  return {
    kind: plan.kind,
    title: measureWords(measure, plan.measure),
    measure,
    xName,
    yName,
    instances,
    rows: plan.x.layers,
    columns: plan.y.layers,
    pairs: plan.pairs,
    score: (row, column) => scores.get(cellKey(plan, row, column)),
    scale: colourScale(scoreDomain(measure, values(scores.values())), measure.direction),
    running: state.state === 'running',
  };
}
