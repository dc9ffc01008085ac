import type { MeasureCall, ParameterValues, Score } from '../protocol';
import { obstacle, type Shape } from './obstacle';
import { complete } from './complete';
import { labelsNeeded } from './labelsNeeded';
import { none, type Measure, type Outcome } from './measure';
import { magnitude } from './preparations/magnitude';
import { otherClasses, takenFor } from './outputs';
import type { Prepared } from './prepared';
import { rowWarning } from './rowAgreement';

/** Values this close to the end of a measure's range are rounding of that end; relative to the range's bound. */
const rounding = 1e-9;

/**
 * Scores one pair with one measure, after the checks that all measures share. The value is finite and in the measure's
 * range or absent with a reason. Throws BadInput for a call that names no measure or has wrong parameters.
 */
export function score(
  call: MeasureCall,
  x: Prepared,
  y: Prepared,
  options: { readonly perInstance?: boolean } = {},
): Score {
  const { measure, parameters } = complete(call);
  const { perInstance, perClass, notes, ...outcome } = attempt(measure, parameters, x, y);
  return {
    measure: measure.id,
    parameters,
    n: Math.min(x.n, y.n),
    ...outcome,
    notes:
      outcome.value === null
        ? notes
        : [
            ...takenFor([x, y]),
            ...notes,
            ...rowsOfWeights(measure, x, y),
            ...trust(measure, parameters, x, y),
          ],
    ...(options.perInstance === true && perInstance !== undefined ? { perInstance } : {}),
    ...(options.perInstance === true && perClass !== undefined ? { perClass } : {}),
  };
}

function attempt(measure: Measure, parameters: ParameterValues, x: Prepared, y: Prepared): Outcome {
  const different = otherClasses(measure, [x, y]);
  if (different !== null) return none('undefined', different);
  const reason = obstacle(measure, parameters, shapeOf(x), shapeOf(y));
  if (reason !== null) return none('undefined', `${measure.title} ${reason}.`);
  if (measure.needs.labels && x.representation.labels === undefined) {
    return none('undefined', `${measure.title} ${labelsNeeded}`);
  }
  for (const [which, input] of [
    ['first', x],
    ['second', y],
  ] as const) {
    const { firstBad } = input.get(magnitude);
    if (firstBad !== null) {
      const where = `row ${Math.floor(firstBad / input.d)}, column ${firstBad % input.d}`;
      return none('undefined', `The ${which} input holds a value that is not finite (${where}).`);
    }
  }
  const outcome = inRange(measure, parameters, measure.compare(x, y, parameters));
  const { labels } = x.representation;
  if (!measure.needs.labels || labels === undefined || outcome.value === null) return outcome;
  return { ...outcome, details: [...(outcome.details ?? []), { name: 'classes', value: labels.count }] };
}

/** The outcome with rounding beyond the range cut off, and without a value that is not a number. */
function inRange(measure: Measure, parameters: ParameterValues, outcome: Outcome): Outcome {
  const { value } = outcome;
  if (value === null) return outcome;
  if (!Number.isFinite(value)) {
    const advice = 'divide the activations of both inputs by the same number first, such as 1e150';
    return none('undefined', `${measure.title} overflows on numbers this large: ${advice}.`);
  }
  const [low, high] = measure.range(parameters);
  const slack = (bound: number): number => rounding * Math.max(1, Math.abs(bound));
  if (value < low && value >= low - slack(low)) return { ...outcome, value: low };
  if (value > high && value <= high + slack(high)) return { ...outcome, value: high };
  return outcome;
}

/** How far to trust the value, from the sizes alone. */
function trust(measure: Measure, parameters: ParameterValues, x: Prepared, y: Prepared): readonly string[] {
  const certain = measure.uninformative?.(x.n, x.d, y.d, parameters) ?? null;
  if (certain !== null) return [`${measure.title} ${certain}.`];
  const advised = measure.rowsAdvised?.(x.d, y.d, parameters) ?? 0;
  if (x.n >= advised) return [];
  const widest = Math.max(x.d, y.d);
  const few = x.n < widest ? 'Fewer rows than columns' : 'Few rows for this many columns';
  const alike = measure.direction === 'similarity' ? 'score high' : 'come out close';
  return [
    `${few} (${x.n} against ${widest}): unrelated data ${alike} too; ${advised} rows or more are advised.`,
  ];
}

/** Weights compared as representations: are their rows the same things? */
function rowsOfWeights(measure: Measure, x: Prepared, y: Prepared): readonly string[] {
  // A single row is in no order.
  const weights = x.n > 1 && [x, y].some(({ representation }) => representation.meaning === 'weights');
  const warning = weights && measure.compares === 'representations' ? rowWarning(x, y) : null;
  return warning === null ? [] : [warning];
}

function shapeOf(x: Prepared): Shape {
  return { rows: x.n, cols: x.d, meaning: x.representation.meaning };
}
