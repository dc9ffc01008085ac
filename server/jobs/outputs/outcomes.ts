import { score } from '../../measures/score';
import type { Disagreement, InstanceDistribution, Outcome, Score } from '../../protocol';
import { findMeasure } from '../../measures/catalogue';
import { Histogram } from '../../tensors/histogram';
import { BadInput } from '../../tensors/badInput';
import { type Answers, hasScores, outcomeOf } from './answers';

const judged: readonly Outcome[] = ['bothRight', 'onlyX', 'onlyY', 'bothWrongSame', 'bothWrongDifferent'];
const unjudged: readonly Outcome[] = ['same', 'different'];

/** How many instances have each outcome; together they are all instances. */
export function outcomesOf(
  answers: Answers,
): readonly { readonly outcome: Outcome; readonly count: number }[] {
  const counts = new Map<Outcome, number>();
  for (let i = 0; i < answers.x.n; i++) {
    const outcome = outcomeOf(answers, i);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const all = answers.truth === undefined ? unjudged : judged;
  return all.map((outcome) => ({ outcome, count: counts.get(outcome) ?? 0 }));
}

/** Disagreement, what chance and what the accuracies allow: as the measures of the catalogue have them. */
export function disagreementOf({ x, y, labels }: Answers): Disagreement {
  const differ = valued(score({ id: 'hard.disagreement', parameters: {} }, x, y));
  const kappa = valued(score({ id: 'hard.kappa', parameters: {} }, x, y));
  const found = { share: differ.value, byChance: differ.chance ?? 0, kappa: kappa.value };
  if (labels === undefined) return found;
  const call = { id: 'hard.minmax', parameters: { most: 'attainable' } };
  const { details = [] } = score(call, x.labelled(labels), y);
  const detail = (name: string): number | undefined => details.find((one) => one.name === name)?.value;
  const [least, most] = [detail('least possible'), detail('most possible')];
  return least === undefined || most === undefined ? found : { ...found, least, most };
}

function valued(found: Score): Score & { readonly value: number } {
  if (found.value === null) throw new BadInput(found.reason ?? 'The outputs cannot be compared.');
  return { ...found, value: found.value };
}

/** What measures with a value for each instance say, as histograms: of class probabilities, where there are some. */
export function distributionsOf({ x, y, scored }: Answers): readonly InstanceDistribution[] {
  const measures = hasScores(x) && hasScores(y) ? ['soft.jsd', 'soft.norm_diff', 'soft.surrogate_churn'] : [];
  return measures.flatMap((id) => {
    const known = scored.measure === id ? scored : undefined;
    const { value, perInstance } = known ?? score({ id, parameters: {} }, x, y, { perInstance: true });
    if (value === null || perInstance === undefined) return [];
    const values = Float64Array.from(perInstance);
    const most = values.reduce((largest, one) => Math.max(largest, one), -Infinity);
    const least = values.reduce((smallest, one) => Math.min(smallest, one), Infinity);
    const histogram = new Histogram();
    histogram.add(values, least, most);
    const counted = histogram.result();
    if (counted === undefined) return [];
    return [{ measure: id, title: findMeasure(id).title, mean: value, most, histogram: counted }];
  });
}

/** Share of right answers of one of the models; null without labels. */
export function rightShare({ truth: right, ...answers }: Answers, side: 'x' | 'y'): number | null {
  if (right === undefined || right.length === 0) return null;
  const classes = side === 'x' ? answers.classesX : answers.classesY;
  return classes.reduce((sum, answer, i) => sum + (answer === right[i] ? 1 : 0), 0) / right.length;
}
