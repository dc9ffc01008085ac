import { defaultsOf } from '../complete';
import type { Measure } from '../measure';
import type { ParameterValues } from '../../protocol';

/** A measure with one of its choices or flags changed. */
export interface Variant {
  /** What differs from the defaults. */
  readonly changed: ParameterValues;
  /** All parameters. */
  readonly parameters: ParameterValues;
}

/**
 * Every way to change one choice or flag of a measure. Parameters that take the measure to what other code computes
 * (`compat`) are left out: they exist for comparing numbers, not for choosing a measure.
 */
export function variantsOf(measure: Measure): readonly Variant[] {
  const defaults = defaultsOf(measure);
  return measure.parameters.flatMap((parameter) => {
    if (parameter.kind === 'number' || parameter.name === 'compat') return [];
    // It has no effect as long as the other parameter is at its default.
    if (parameter.only !== undefined && defaults[parameter.only.parameter] !== parameter.only.value)
      return [];
    const others =
      parameter.kind === 'flag'
        ? [!parameter.default]
        : parameter.choices.filter((choice) => choice !== parameter.default);
    return others.map((value) => ({
      changed: { [parameter.name]: value },
      parameters: { ...defaults, [parameter.name]: value },
    }));
  });
}
