/** What the outputs view and its picture are drawn by. Pure: no document. */
import type { Disagreement, OutputsReport } from '../../server/protocol';
import { type ColourScale, colourScale } from '../charts/colourScale';

/** Where the line of disagreement ends: a little beyond what is on it, at most at all instances. */
export function axisEnd({ share, byChance, most }: Disagreement): number {
  return Math.min(1, 1.08 * Math.max(share, byChance, most ?? 0)) || 1;
}

/** The most that a column of the table of answers is wide, px: a few classes leave room for their names, many need theirs. */
export function columnWidth(names: readonly string[]): number {
  if (names.length > 20) return 30;
  const longest = Math.max(0, ...names.map(({ length }) => length));
  return names.length > 8 ? 46 : Math.min(120, Math.max(46, 12 + 7 * longest));
}

/** The colours of cells in which the answers differ. */
export function cellColours(counts: OutputsReport['classes']['counts']): ColourScale {
  const most = counts.reduce((largest, [i, j, count]) => (i === j ? largest : Math.max(largest, count)), 0);
  return colourScale({ low: 0, high: Math.max(1, most), diverging: false }, 'similarity');
}
