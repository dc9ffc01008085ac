/** Says in words what is compared and how far to trust it. Pure: no document. */
import type { MeasureCall, MeasureDescription, Score } from '../../server/protocol';
import { directionWords, identityWords, rangeWords } from '../measureFacts';
import { exactCount, plural, significant } from '../numbers';
import { plannedMeasure, type ComparisonState } from './state';

/** "CKA (kernel: rbf)": the title and the parameters that differ from their defaults. */
export function measureWords(measure: MeasureDescription, call: MeasureCall): string {
  const changed = measure.parameters
    .filter((parameter) => {
      const value = call.parameters[parameter.name];
      return value !== undefined && value !== parameter.default;
    })
    .map((parameter) => `${parameter.name}: ${String(call.parameters[parameter.name])}`);
  return changed.length === 0 ? measure.title : `${measure.title} (${changed.join(', ')})`;
}

/**
 * "Estimator: biased", where it is the default and so not in the title: one measure has very different values by
 * another estimator, and a grid may go by that. Null when there is nothing to tell apart.
 */
export function estimatorWords(measure: MeasureDescription, call: MeasureCall): string | null {
  const estimator = measure.parameters.find(({ name }) => name === 'estimator');
  if (estimator === undefined) return null;
  const value = call.parameters.estimator ?? estimator.default;
  return value === estimator.default ? `Estimator: ${String(value)}` : null;
}

/** "2,000 rows", "1,990 to 2,000 rows", nothing when no score is known. */
function rowsWords(scores: readonly Score[]): string {
  const counts = scores.filter((score) => score.n > 0).map((score) => score.n);
  const least = counts.reduce((a, b) => Math.min(a, b), Infinity);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (counts.length === 0) return '';
  return least === most ? plural(most, 'row') : `${exactCount(least)} to ${plural(most, 'row')}`;
}

/** The sentence above the chart: what it is a value of, and of what. */
export function sentenceParts(state: ComparisonState): { readonly title: string; readonly rest: string } {
  const { plan, xName, yName } = state;
  const measure = plannedMeasure(state);
  if (plan === null || measure === undefined) return { title: '', rest: '' };
  const title = measureWords(measure, plan.measure);
  const rows = rowsWords(Array.from(state.scores.values()));
  if (plan.kind === 'weights') {
    return {
      title,
      rest: ` of ${plural(plan.pairs.length, 'tensor')} of equal name in ${xName} and ${yName}.`,
    };
  }
  const over = rows === '' ? '' : `, over ${rows}`;
  const rest = ` of ${plural(plan.x.layers.length, 'layer')} of ${xName} (rows) with ${plural(plan.y.layers.length, 'layer')} of ${yName} (columns)${over}.`;
  return { title, rest };
}

/** "unrelated data would score about 0.012": of the closed form, where there is one. */
function chanceWords(scores: readonly Score[]): string {
  let least = Infinity;
  let most = -Infinity;
  for (const { chance } of scores) {
    if (chance === undefined) continue;
    least = Math.min(least, chance);
    most = Math.max(most, chance);
  }
  if (least > most) return 'no known chance level';
  const [low, high] = [significant(least, 2), significant(most, 2)];
  // The number stays with its word where the line breaks.
  return `unrelated data would score about\u00a0${low === high ? low : `${low} to ${high}`}`;
}

/** The run is over and not one of its pairs has a value: what matters then is why. */
export function hasNoValue({ state, scores }: ComparisonState): boolean {
  if (state === 'running' || state === 'waiting' || scores.size === 0) return false;
  for (const { value } of scores.values()) if (value !== null) return false;
  return true;
}

/** Short facts that tell how to read a value. */
export function captionFacts(state: ComparisonState): readonly string[] {
  const measure = plannedMeasure(state);
  if (measure === undefined) return [];
  const facts = [directionWords(measure), rangeWords(measure.range), identityWords(measure)];
  const scores = Array.from(state.scores.values());
  if (hasNoValue(state)) return facts;
  facts.push(scores.length === 0 ? 'chance level: follows with the values' : chanceWords(scores));
  return facts;
}

/** Notes of the plan, then those of the scores with the number of pairs they concern, the most frequent first. */
export function captionNotes(state: ComparisonState): readonly string[] {
  // What is so of the whole comparison is said once, not again of each of its pairs.
  const said = new Set(state.plan?.notes);
  const counts = new Map<string, number>();
  const reasons = new Map<string, number>();
  for (const score of state.scores.values()) {
    for (const note of score.notes) if (!said.has(note)) counts.set(note, (counts.get(note) ?? 0) + 1);
    if (score.value === null) {
      const reason = score.reason ?? score.status;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  const frequent = (found: ReadonlyMap<string, number>) => Array.from(found).sort(([, a], [, b]) => b - a);
  return [
    ...said,
    ...frequent(reasons).map(([reason, count]) => `No value for ${plural(count, 'pair')}: ${reason}`),
    ...frequent(counts).map(([note, count]) => `${note} (${plural(count, 'pair')})`),
  ];
}

/** Seconds as people say them. */
export function durationWords(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return plural(Math.round(seconds), 'second');
  return plural(Math.round(seconds / 60), 'minute');
}

/** Seconds after which it is known how fast a run is. */
const knownAfter = 2;

/**
 * What is going on, for the line beside the progress bar.
 * @param elapsed seconds since the run began: where it is slower than was estimated, that is said
 */
export function progressWords(state: ComparisonState, elapsed = 0): string {
  const total = state.plan?.pairs.length ?? 0;
  const known = state.scores.size;
  switch (state.state) {
    case 'waiting':
      return 'Planning…';
    case 'running': {
      const atThisRate = known > 0 && elapsed > knownAfter ? (elapsed * total) / known : 0;
      const seconds = Math.max(state.plan?.estimate.seconds ?? 0, atThisRate);
      const about = seconds >= 1 ? `, about ${durationWords(seconds)} in all` : '';
      return `${exactCount(known)} of ${plural(total, 'pair')}${about}`;
    }
    case 'done':
      return `${plural(total, 'pair')} in ${durationWords(state.seconds)}`;
    case 'cancelled':
      if (total === 0) return 'Cancelled while it was planned';
      return `Cancelled after ${exactCount(known)} of ${plural(total, 'pair')}`;
    case 'failed':
      return 'Failed';
  }
}
