/** The pairs of a set as a grid that charts draw. Pure: no document. */
import type { MeasureDescription, Score } from '../../server/protocol';
import { colourScale, scoreDomain } from '../charts/colourScale';
import type { ScoreGrid } from '../charts/scoreGrid';
import { measureWords } from '../comparison/caption';
import type { GroupKnowledge } from '../messages';
import { subjectLine } from './words';

type Known = Pick<GroupKnowledge, 'names' | 'report' | 'pairs' | 'measure' | 'measures' | 'state'>;

/** Null while nothing is known of the models, or of what their pairs are compared by. */
export function pairGridOf({
  names,
  report,
  pairs,
  measure: call,
  measures,
  state,
}: Known): ScoreGrid | null {
  const measure = measures.find(({ id }) => id === call?.id);
  if (call === undefined || measure === undefined || report?.found !== true) return null;
  const rows = report.models.map(({ shape }, at) => ({ tensor: names[at] ?? '', shape }));
  const scores = new Map(pairs?.pairs.map(({ x, y, score }) => [x * rows.length + y, score]));
  const scoreAt = (x: number, y: number): Score | undefined => {
    if (x === y) return ofItself(call.id, report.rows);
    const other = measure.symmetric ? scores.get(y * rows.length + x) : undefined;
    return scores.get(x * rows.length + y) ?? other;
  };
  const values = [...scores.values()].flatMap(({ value }) => value ?? []);
  const title = measureWords(measure, call);
  return {
    kind: 'activations',
    title,
    measure,
    xName: '',
    yName: '',
    rows,
    columns: rows,
    pairs: rows.flatMap((_, x) => rows.flatMap((_, y) => (x === y ? [] : [[x, y] as const]))),
    score: scoreAt,
    blank: (x, y) => x === y,
    scale: colourScale(scoreDomain(shown(measure), values), measure.direction),
    running: state === 'running',
    label: `${title} of each pair of ${rows.length} models. Arrow keys move, Enter compares the two models.`,
    subject: subjectLine(report),
    unit: 'Model',
  };
}

/** Models of one kind are far from the largest distance there is: the scale ends where their distances end. */
function shown(measure: MeasureDescription): MeasureDescription {
  const [low, high] = measure.range;
  const ends = measure.direction === 'distance' && low === 0 && high !== null;
  return ends ? { ...measure, range: [0, null], identity: 0 } : measure;
}

function ofItself(measure: string, n: number): Score {
  const reason = 'a model is not compared with itself.';
  return { measure, parameters: {}, value: null, status: 'undefined', reason, n, notes: [] };
}
