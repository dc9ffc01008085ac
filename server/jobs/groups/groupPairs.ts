import { printCall } from '../../measures/call';
import type { GroupChoice, GroupPairs, MeasureCall } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { type GroupWork, runGroup } from '../groupJob';
import type { PairParts } from '../pairJob';
import { assertSame, stampOf } from '../stamp';
import { openGroup } from './openGroup';

/** Every pair of a set by one measure. Throws BadInput where nothing of the models can be compared. */
export async function pairsOfGroup(
  { measure, stamp, ...choice }: GroupChoice & { readonly measure: MeasureCall; readonly stamp?: string },
  parts: PairParts,
  work: GroupWork,
): Promise<GroupPairs> {
  const open = await openGroup(choice, parts.headers);
  if ('found' in open) throw new BadInput(open.reason);
  assertSame(stampOf(open.key), stamp, choice.models);
  const request = { ...open.request, measures: [printCall(measure)], byPairs: true };
  const [found] = await runGroup(request, parts, work);
  if (found === undefined || found.pairs === null) throw new RangeError('a measure was not scored by pairs');
  return { measure, mean: found.score, pairs: found.pairs };
}
