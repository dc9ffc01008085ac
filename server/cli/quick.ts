import { findMeasure } from '../measures/catalogue';
import { printCall } from '../measures/call';
import type { Jobs, PairRequest } from '../jobs/jobs';
import type { MeasureCost, Reading } from '../protocol';
import { durationText } from '../report/text';

/** A measure that is left until somebody asks for it. */
type Left = MeasureCost & { readonly seconds: number };

/**
 * What to score a pair by: the measures asked for, all, or else those that are computed unasked in the editor, too; with
 * those that are left because they take long. `measures` absent: all that there are.
 */
export async function chooseMeasures(
  jobs: Jobs,
  {
    tensorX,
    tensorY,
    x,
    y,
    ...reading
  }: Pick<PairRequest, 'x' | 'y' | 'tensorX' | 'tensorY' | keyof Reading>,
  asked: { readonly measures: readonly string[]; readonly all: boolean },
): Promise<{ readonly measures?: readonly string[]; readonly left: readonly Left[] }> {
  if (asked.measures.length > 0) return { measures: asked.measures, left: [] };
  if (asked.all) return { left: [] };
  const costs = (await jobs.costs({ x, y, pair: { tensorX, tensorY }, ...reading })).measures;
  const left = costs.flatMap((cost): Left[] => {
    const { seconds, slow } = cost;
    return seconds !== null && slow ? [{ ...cost, seconds }] : [];
  });
  if (left.length === 0) return { left };
  // What cannot be computed is asked as well: the answer says why.
  const measures = costs.filter(({ slow }) => !slow).map(({ measure }) => nameOf(measure));
  return { measures, left };
}

/** The name a measure is asked for by. */
function nameOf(id: string): string {
  return printCall({ id, parameters: {} });
}

/** One line for each measure that was left, with how to get it. */
export function leftText(left: readonly Left[]): string {
  const lines = left.map(({ measure: id, seconds }) => {
    const { title } = findMeasure(id);
    return `not computed: ${title}, takes about ${durationText(seconds)}; ask with --measure ${nameOf(id)} or --all\n`;
  });
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}
