/** The line of a small chart as an SVG path. Pure: no document. */
export interface CurvePath {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Points joined by straight lines in a box of width x height px, the largest value at its top. Parameters that span more
 * than two powers of ten are spread by their logarithm. Null when there are fewer than two points.
 */
export function curvePath(
  points: readonly (readonly [parameter: number, value: number])[],
  width: number,
  height: number,
): CurvePath | null {
  const sorted = Array.from(points)
    .filter(([at, value]) => Number.isFinite(at) && Number.isFinite(value))
    .sort(([a], [b]) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || sorted.length < 2) return null;
  const [from, to] = [first[0], last[0]];
  const values = sorted.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spread = from > 0 && to / from > 100 ? Math.log : (at: number) => at;
  const [start, end] = [spread(from), spread(to)];
  const round = (value: number) => Math.round(value * 100) / 100;
  const place = ([at, value]: readonly [number, number]) => {
    const x = end === start ? 0 : ((spread(at) - start) / (end - start)) * width;
    const y = high === low ? height / 2 : ((high - value) / (high - low)) * height;
    return `${round(x)} ${round(y)}`;
  };
  return { line: `M${sorted.map(place).join('L')}`, from, to, low, high };
}
