import { allMeasures } from '../../server/measures/catalogue';
import { printCall } from '../../server/measures/call';
import { complete } from '../../server/measures/complete';
import type { Measure } from '../../server/measures/measure';
import type { MeasureCall, ParameterValue, ParameterValues } from '../../server/protocol';

/** A measure with one combination of its choices and flags; numbers at their defaults, or at some other values. */
export interface Variant {
  readonly measure: Measure;
  readonly call: MeasureCall;
  /** All parameters. */
  readonly parameters: ParameterValues;
  /** As a person writes it. */
  readonly name: string;
}

/**
 * Numbers by measure for the properties, where the defaults would take too long for hundreds of small inputs or, as
 * without shrinkage, have no value for more rows than columns.
 */
const cheaper: Readonly<Record<string, ParameterValues>> = {
  'cca.svcca': { components: 2, variance: 0.9 },
  'align.contrasim': { epochs: 3, width: 8 },
  'rsm.riemann': { shrinkage: 0.5 },
  'topo.gs': { fraction: 0.25, landmarks: 12, trials: 3 },
  'topo.imd': { steps: 4, vectors: 3 },
  'stat.neuron_modularity': { steps: 200 },
};

/**
 * Sets of numbers at which the properties are checked beside the defaults, by measure: each with every combination of
 * choices and flags.
 */
const extra: Readonly<Record<string, readonly ParameterValues[]>> = {
  'cca.mean': [{ ridge: 0.1 }],
  'cca.mean_sq': [{ ridge: 0.1 }],
  'align.partial_whitening': [{ alpha: 0 }, { alpha: 0.5 }],
  'align.linreg': [{ ridge: 0.1 }, { folds: 5 }, { ridge: 0.1, folds: 5 }],
  'rsm.gulp': [{ lambda: 0.1 }, { lambda: 1 }],
};

/** The measures that have numbers of their own here. */
export const measuresWithNumbers: readonly string[] = [...Object.keys(cheaper), ...Object.keys(extra)];

/** Every combination of choices and flags of every measure in the catalogue. */
export const variants: readonly Variant[] = allMeasures.flatMap((measure) => {
  return combinations(measure).map((parameters) => {
    const call = { id: measure.id, parameters };
    return { measure, call, parameters: complete(call).parameters, name: printCall(call) };
  });
});

function combinations(measure: Measure): readonly ParameterValues[] {
  let all: readonly ParameterValues[] = [cheaper[measure.id] ?? {}, ...(extra[measure.id] ?? [])];
  for (const parameter of measure.parameters) {
    if (parameter.kind === 'number') continue;
    const values: readonly ParameterValue[] = parameter.kind === 'flag' ? [false, true] : parameter.choices;
    const { only, name } = parameter;
    all = all.flatMap((chosen) => {
      // A parameter without effect would only repeat the same combination.
      if (only !== undefined && only.parameter in chosen && chosen[only.parameter] !== only.value)
        return [chosen];
      return values.map((value) => ({ ...chosen, [name]: value }));
    });
  }
  return all;
}
