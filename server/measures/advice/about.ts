import type { MeasurePage } from '../../protocol';
import { findMeasure } from '../catalogue';
import { defaultsOf } from '../complete';
import { describeMeasure } from '../describe';
import { changes, notation } from '../words';
import { findingsOn } from './findings';
import { isDoubtful, ranksOf, readingRules } from './ranks';
import { variantsOf } from './variants';

/** Everything known about the measure of an id, as plain data. Throws BadInput when there is none. */
export function aboutMeasure(id: string): MeasurePage {
  const measure = findMeasure(id);
  const standard = measure.invariances(defaultsOf(measure));
  return {
    measure: describeMeasure(measure),
    notation: notation(measure),
    variants: variantsOf(measure)
      .map(({ changed, parameters }) => ({ changed, invariances: { ...measure.invariances(parameters) } }))
      .filter(({ invariances }) => changes.some(([change]) => invariances[change] !== standard[change])),
    changes: changes.map(([change, title]) => ({ id: change, title })),
    evidence: ranksOf(measure.id).map((rank) => ({
      test: rank.scenario.title,
      source: rank.scenario.source,
      ...(rank.variant === undefined ? {} : { form: rank.variant }),
      rank: rank.rank,
      of: rank.of,
      doubtful: isDoubtful(rank),
    })),
    findings: findingsOn(measure.id).map(({ text, source }) => ({ text, source })),
    readingRules,
  };
}
