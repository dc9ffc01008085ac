/** The outline of a small histogram as an SVG path. Pure: no document. */

/**
 * @param counts entries of each bin
 * @param width, height in px
 * @returns path data of the filled area; empty when there is nothing to draw
 */
export function sparklinePath(counts: readonly number[], width: number, height: number): string {
  const tallest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (tallest === 0) return '';
  // One bin: one value only, which is a peak; over the whole width it would look like values of every size.
  if (counts.length === 1) return sparklinePath([0, 0, 0, 0, ...counts, 0, 0, 0, 0], width, height);
  const step = width / counts.length;
  const round = (value: number) => Math.round(value * 100) / 100;
  const bars = counts.map((count, i) => {
    // A bin that holds anything is seen, however few it holds.
    const bar = count === 0 ? 0 : Math.max(1, (count / tallest) * height);
    return `V${round(height - bar)}H${round((i + 1) * step)}`;
  });
  return `M0 ${height}${bars.join('')}V${height}Z`;
}
