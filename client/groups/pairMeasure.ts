import type { GroupReport, MeasureCall, MeasureDescription } from '../../server/protocol';
import type { Measures } from '../measures/measures';

type Subject = GroupReport['of'];

/** The measures that compare two models of a set. */
export async function pairMeasures(
  of: Subject,
  measures: Pick<Measures, 'all' | 'fitting'>,
): Promise<readonly MeasureDescription[]> {
  if (of !== 'outputs') return measures.fitting(of);
  return (await measures.all()).filter(({ compares }) => compares === 'outputs');
}

/** What the pairs of a set are compared by: what is wanted, where it fits, else disagreement of outputs and the usual of layers. */
export async function pairMeasureFor(
  { of }: Pick<GroupReport, 'of'>,
  wanted: MeasureCall | undefined,
  measures: Pick<Measures, 'all' | 'fitting' | 'byDefault'>,
): Promise<MeasureCall> {
  const fitting = await pairMeasures(of, measures);
  if (wanted !== undefined && fitting.some(({ id }) => id === wanted.id)) return wanted;
  if (of === 'outputs') return { id: 'hard.disagreement', parameters: {} };
  const usual = await measures.byDefault();
  const forWeights = fitting.find(({ compares }) => compares === 'weights');
  return of === 'weights' && forWeights !== undefined ? { id: forWeights.id, parameters: {} } : usual;
}
