/** By which call each measure scores a chosen pair. Pure: no editor. */
import type { ComparisonPlan, MeasureCall } from '../../server/protocol';

type Planned = Pick<ComparisonPlan, 'measure'>;

/** The comparison's own measure as the comparison has it, so that both say the same; others with their defaults. */
export function callOf({ measure }: Planned, id: string): MeasureCall {
  return id === measure.id ? measure : { id, parameters: {} };
}

export function sameCall(a: MeasureCall, b: MeasureCall): boolean {
  const [first, second] = [Object.entries(a.parameters), Object.entries(b.parameters)];
  return (
    a.id === b.id &&
    first.length === second.length &&
    first.every(([name, value]) => b.parameters[name] === value)
  );
}

/** Measures whose call is another after a comparison was planned anew. */
export function affectedBy(before: Planned, after: Planned): readonly string[] {
  const touched = new Set([after.measure.id, before.measure.id]);
  return [...touched].filter((id) => !sameCall(callOf(before, id), callOf(after, id)));
}

/** Both plans are about the same layers of the same files, so that a pair of one is the same pair of the other. */
export function samePairs(a: ComparisonPlan, b: ComparisonPlan): boolean {
  const layers = ({ kind, x, y }: ComparisonPlan): string =>
    JSON.stringify([kind, ...[x, y].map((side) => [side.path, side.layers.map(({ tensor }) => tensor)])]);
  return layers(a) === layers(b);
}

type Read = Pick<ComparisonPlan, 'rule' | 'rows' | 'ids' | 'joined'>;

/** Layers become matrices in the same way, and the same instances count. */
export function sameReading(a: Read, b: Read): boolean {
  const all = ({ rule, rows, ids, joined }: Read): string => JSON.stringify([rule, rows, ids, joined]);
  return all(a) === all(b);
}
