import type { MeasureCall, Score } from '../protocol';
import { complete } from './complete';
import { labelsNeeded } from './labelsNeeded';
import { none, type Measure, type Outcome } from './measure';
import { obstacle } from './obstacle';
import { magnitude } from './preparations/magnitude';
import { otherClasses, takenFor } from './outputs';
import type { Prepared } from './prepared';

/**
 * Scores a set of models as a whole with a measure that has a definition for sets. The value is finite or absent with a
 * reason. Throws BadInput for a call that names no measure or has wrong parameters, RangeError for a measure without
 * such a definition.
 */
export function scoreGroup(
  call: MeasureCall,
  inputs: readonly Prepared[],
  options: { readonly perInstance?: boolean } = {},
): Score {
  const { measure, parameters } = complete(call);
  const { group } = measure;
  if (group === undefined) throw new RangeError(`${measure.id} is not defined for sets of models`);
  const reason = hindrance(measure, group, call, inputs);
  const found = reason === null ? group.compare(inputs, parameters) : none('undefined', reason);
  const { perInstance, perClass, ...outcome } = finite(found, measure);
  return {
    measure: measure.id,
    parameters,
    n: Math.min(...inputs.map(({ n }) => n)),
    ...outcome,
    ...(outcome.value !== null && { notes: [...takenFor(inputs), ...outcome.notes] }),
    ...(options.perInstance === true && perInstance !== undefined ? { perInstance } : {}),
    ...(options.perInstance === true && perClass !== undefined ? { perClass } : {}),
  };
}

/** Why there is no value, whatever the inputs hold, as a sentence; null when there may be one. */
function hindrance(
  measure: Measure,
  { models, because }: NonNullable<Measure['group']>,
  call: MeasureCall,
  inputs: readonly Prepared[],
): string | null {
  const { parameters } = complete(call);
  if (inputs.length < models) {
    const why = because === undefined ? '' : `, ${because}`;
    return `${measure.title} of a set needs at least ${models} models: ${inputs.length} given${why}.`;
  }
  const different = otherClasses(measure, inputs);
  if (different !== null) return different;
  const shapes = inputs.map((input) => {
    return { rows: input.n, cols: input.d, meaning: input.representation.meaning };
  });
  for (const shape of shapes) {
    const reason = shapes[0] === undefined ? null : obstacle(measure, parameters, shapes[0], shape);
    if (reason !== null) return `${measure.title} ${reason}.`;
  }
  if (measure.needs.labels && inputs[0]?.representation.labels === undefined) {
    return `${measure.title} ${labelsNeeded}`;
  }
  for (const [at, input] of inputs.entries()) {
    const { firstBad } = input.get(magnitude);
    if (firstBad === null) continue;
    const where = `row ${Math.floor(firstBad / input.d)}, column ${firstBad % input.d}`;
    return `Model ${at + 1} holds a value that is not finite (${where}).`;
  }
  return null;
}

function finite(outcome: Outcome, measure: Measure): Outcome {
  return outcome.value === null || Number.isFinite(outcome.value)
    ? outcome
    : none('undefined', `${measure.title} overflows on numbers this large.`);
}
