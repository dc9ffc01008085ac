import type { MeasureDescription, ParameterValues } from '../protocol';
import { defaultsOf } from './complete';
import { isSymmetric, type Measure, type Parameter } from './measure';
import { familyTitle, unseen } from './words';

/** A measure's metadata as plain data; what depends on parameters is told for their defaults. */
export function describeMeasure(measure: Measure): MeasureDescription {
  const defaults = defaultsOf(measure);
  const unchanged = unseen(measure.invariances(defaults));
  return {
    id: measure.id,
    title: measure.title,
    family: measure.family,
    familyTitle: familyTitle(measure.family),
    compares: measure.compares,
    direction: measure.direction,
    range: plainRange(measure, defaults),
    ...identityOf(measure, defaults),
    symmetric: isSymmetric(measure, defaults),
    metric: measure.metric(defaults),
    invariances: { ...measure.invariances(defaults) },
    unchangedBy: unchanged.widest,
    impliedUnchangedBy: unchanged.implied,
    ...(measure.group !== undefined && {
      group: {
        title: measure.group.title ?? measure.title,
        models: measure.group.models,
        summary: measure.group.summary,
      },
    }),
    needs: measure.needs,
    parameters: measure.parameters.map(describeParameter),
    deterministic: measure.deterministic(defaults),
    formula: measure.formula,
    tex: measure.tex,
    summary: measure.summary,
    caveats: measure.caveats,
    reference: measure.reference,
  };
}

function describeParameter(parameter: Parameter): MeasureDescription['parameters'][number] {
  const { name, kind, summary, default: value } = parameter;
  const only = parameter.only === undefined ? {} : { only: parameter.only };
  const common = { name, kind, default: value, summary, ...only };
  if (parameter.kind === 'choice') return { ...common, choices: parameter.choices };
  if (parameter.kind === 'flag') return common;
  const min = Number.isFinite(parameter.min) ? { min: parameter.min } : {};
  const max = Number.isFinite(parameter.max) ? { max: parameter.max } : {};
  const integer = parameter.integer === true ? { integer: true as const } : {};
  return { ...common, ...min, ...max, ...integer };
}

function identityOf(
  measure: Measure,
  parameters: ParameterValues,
): Pick<MeasureDescription, 'identity' | 'identityVaries'> {
  const identity = measure.identity(parameters, 1);
  return Number.isNaN(identity) ? { identity: null, identityVaries: true } : { identity };
}

/** The range with these parameters as plain data: null stands for an infinity. */
export function plainRange(measure: Measure, parameters: ParameterValues): MeasureDescription['range'] {
  const [low, high] = measure.range(parameters);
  return [finiteOrNull(low), finiteOrNull(high)];
}

function finiteOrNull(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}
