import { bars } from './bars';
import type { Chart } from './chart';
import { heatmap } from './heatmap';
import { table } from './table';

export type ChartId = 'heatmap' | 'bars' | 'table';

/** Every way to look at a comparison, in the order they are offered; the first that fits is shown first. */
export const charts = { heatmap, bars, table } as const satisfies Record<ChartId, Chart>;
