/** The line of a small chart as an SVG path. Pure: no document. */
export interface CurvePath {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  /** The horizontal place of a parameter in px; null outside the line. */
  readonly across: (at: number) => number | null;
}

/**
 * Points joined by straight lines in a box of width x height px, the largest value at its top. Parameters that span more
 * than two powers of ten are spread by their logarithm; a zero before them lies one step to the left, as far as the first
 * two others are apart. Null when there are fewer than two points.
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
  const spread = spreadOf(sorted.map(([at]) => at));
  const [start, end] = [spread(from), spread(to)];
  const across = (at: number) => (end === start ? 0 : ((spread(at) - start) / (end - start)) * width);
  const round = (value: number) => Math.round(value * 100) / 100;
  const place = ([at, value]: readonly [number, number]) => {
    const y = high === low ? height / 2 : ((high - value) / (high - low)) * height;
    return `${round(across(at))} ${round(y)}`;
  };
  return {
    line: `M${sorted.map(place).join('L')}`,
    from,
    to,
    low,
    high,
    across: (at) => (at >= from && at <= to ? round(across(at)) : null),
  };
}

/** How parameters, in ascending order, are spread from left to right. */
function spreadOf(parameters: readonly number[]): (at: number) => number {
  const [least = 0, next = 0] = parameters.filter((at) => at > 0);
  const most = parameters.at(-1) ?? 0;
  if ((parameters[0] ?? 0) < 0 || least === 0 || most / least <= 100) return (at) => at;
  const zero = Math.log(least) - Math.log(next / least);
  // Between zero and the least there is no logarithm to go by: a straight line joins their places.
  return (at) => (at >= least ? Math.log(at) : zero + (at / least) * (Math.log(least) - zero));
}
