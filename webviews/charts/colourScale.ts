/** From scores to colours. Pure: no document. */
import { ticks } from 'd3-array';
import { color } from 'd3-color';
import { interpolatePuOr, interpolateViridis } from 'd3-scale-chromatic';
import type { MeasureDescription } from '../../server/protocol';

/** The values that the ends of the colour scale stand for. */
export interface Domain {
  readonly low: number;
  readonly high: number;
  /** Both signs matter alike: the middle of the scale is 0. */
  readonly diverging: boolean;
}

export interface ColourScale extends Domain {
  /** The brighter the more similar, for similarities and distances alike. */
  readonly colour: (value: number) => string;
  /** Black or white, whichever is read better on that colour. */
  readonly ink: (value: number) => string;
  readonly ticks: readonly number[];
}

type Scored = Pick<MeasureDescription, 'direction' | 'range' | 'identity'>;

/** Negative values beyond this share of the upper end are more than noise around 0. */
const negativeShare = 0.25;

/** The next number with one leading digit away from 0, so that the scale does not creep with every new cell. */
function roundOutwards(value: number): number {
  if (value === 0) return 0;
  const power = 10 ** Math.floor(Math.log10(Math.abs(value)));
  return Number((Math.sign(value) * Math.ceil(Math.abs(value) / power - 1e-9) * power).toPrecision(1));
}

/**
 * What the scale spans: the measure's own range, so that pictures of different files can be compared; where that is
 * infinite, up to the largest value seen. The negative half is shown only when values are found there.
 */
export function scoreDomain(measure: Scored, values: Iterable<number>): Domain {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const [rangeLow, rangeHigh] = measure.range;
  const seen = least <= most;
  const high = rangeHigh ?? Math.max(measure.identity ?? 0, seen ? roundOutwards(most) : 1);
  const positive = rangeLow !== null && rangeLow >= 0;
  const low = positive ? rangeLow : Math.min(0, seen ? roundOutwards(least) : 0);
  if (!positive && low < -negativeShare * high) {
    const end = Math.max(high, -low);
    return { low: -end, high: end, diverging: true };
  }
  return high > low ? { low, high, diverging: false } : { low, high: low + 1, diverging: false };
}

/** Relative luminance of an sRGB colour as the contrast rules define it. */
function luminance(css: string): number {
  const { r, g, b } = color(css)?.rgb() ?? { r: 0, g: 0, b: 0 };
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** More than the eye can tell apart. */
const shades = 511;

/** Viridis, perceptually uniform and safe for colour-blind eyes; purple to orange where both signs matter. */
export function colourScale(domain: Domain, direction: Scored['direction']): ColourScale {
  const { low, high, diverging } = domain;
  const paint = diverging ? (share: number) => interpolatePuOr(1 - share) : interpolateViridis;
  const turned = direction === 'distance' && !diverging;
  // Looked up: a grid of 300 x 300 layers asks 90,000 times for each picture.
  const palette = Array.from({ length: shades + 1 }, (_, i) => paint(turned ? 1 - i / shades : i / shades));
  // 0.179 is where black and white have the same contrast.
  const inks = palette.map((shade) => (luminance(shade) > 0.179 ? '#000000' : '#ffffff'));
  const shadeOf = (value: number) =>
    Math.round(shades * Math.max(0, Math.min(1, (value - low) / (high - low))));
  return {
    ...domain,
    colour: (value) => palette[shadeOf(value)] ?? '#000000',
    ink: (value) => inks[shadeOf(value)] ?? '#ffffff',
    ticks: ticks(low, high, 5),
  };
}
