import type { ComparisonCosts, ParameterValues } from '../../protocol';
import type { Measure } from '../measure';
import { obstacle } from '../obstacle';

/** Sizes to judge a measure by. */
export interface Sizes {
  readonly rows: number;
  readonly columns: readonly [x: number, y: number];
  /** Sizes that stand for an answer, not for files: their numbers say nothing. */
  readonly typical: boolean;
}

/** Columns that stand for a layer whose size is not known. */
const typicalColumns = 256;
/** Rows for each column that stand for an answer; as for `some` when nothing is said, which raises no objection. */
const rowsPerColumn: Readonly<Record<string, number>> = { many: 20, some: 3, few: 0.5 };

/** The sizes of the files, or typical ones for what was answered. */
export function sizesFor(
  rows: string | undefined,
  widths: string | undefined,
  widest?: ComparisonCosts['widest'],
): Sizes {
  if (widest !== undefined) return { ...widest, typical: false };
  const perColumn = rowsPerColumn[rows ?? 'many'] ?? 20;
  const other = widths === 'different' ? typicalColumns / 2 : typicalColumns;
  return { rows: Math.round(perColumn * typicalColumns), columns: [typicalColumns, other], typical: true };
}

/** Why a measure cannot be computed at these sizes, and why it would say little, as sentences. */
export function sizeObjections(
  measure: Measure,
  parameters: ParameterValues,
  { rows, columns: [d, e], typical }: Sizes,
): { readonly impossible: readonly string[]; readonly doubts: readonly string[] } {
  const shape = (cols: number) => ({ rows, cols, meaning: 'activations' as const });
  // "needs more rows than columns: 60 < 128": what follows the colon are the numbers.
  const told = (clause: string): string => sentence(typical ? (clause.split(':')[0] ?? clause) : clause);
  const why = obstacle(measure, parameters, shape(d), shape(e));
  if (why !== null) return { impossible: [told(why)], doubts: [] };
  const empty = measure.uninformative?.(rows, d, e, parameters) ?? null;
  if (empty !== null) return { impossible: [], doubts: [told(empty)] };
  const advised = measure.rowsAdvised?.(d, e, parameters) ?? 0;
  if (rows >= advised) return { impossible: [], doubts: [] };
  const numbers = typical ? '' : `: ${advised} or more are advised, there are ${rows}`;
  return { impossible: [], doubts: [`Unrelated data looks similar to it with so few rows${numbers}.`] };
}

function sentence(clause: string): string {
  return `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}.`;
}
