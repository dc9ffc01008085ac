import type { Matrix } from '../../linalg/matrix';
import { BadInput } from '../../tensors/badInput';
import type { NumericArray } from '../runtime';

/** How the values of a layer become rows that one map is applied to. */
export interface Layout {
  /** Lengths of the axes of which each place is a row of its own: positions of a map, tokens of a text. */
  readonly places: readonly number[];
  /** Columns: neurons, channels, or the width of a token. */
  readonly width: number;
  /** Whether the columns come before the places, as channels do. */
  readonly channelsFirst: boolean;
}

/**
 * [n, d]: a row for each instance; [n, t, d]: for each token; [n, c, h, w] and so on: for each position, so that the map is
 * a convolution of 1 x 1. Undefined of other shapes.
 */
export function layoutOf([, ...each]: readonly number[]): Layout | undefined {
  const [first = 0, second = 0] = each;
  if (each.some((length) => length < 1)) return undefined;
  if (each.length === 1) return { places: [], width: first, channelsFirst: false };
  if (each.length === 2) return { places: [first], width: second, channelsFirst: false };
  if (each.length > 2) return { places: each.slice(1), width: first, channelsFirst: true };
  return undefined;
}

/** Why there is no map from one layer to the other, as a clause; null where there is. */
export function whyApart(a: Layout, b: Layout): string | null {
  const [p, q] = [a, b].map(({ places }) => places.join(' x '));
  if (p === q && (p === '' || a.channelsFirst === b.channelsFirst)) return null;
  const words = (places: string | undefined): string =>
    places === undefined || places === '' ? 'none' : places;
  return `their positions differ: ${words(p)} and ${words(q)}`;
}

/** How many rows an instance becomes. */
export function rowsEach({ places }: Layout): number {
  return places.reduce((product, length) => product * length, 1);
}

/** The values of some instances as rows. Throws BadInput where the layer has another shape for these. */
export function rowsOf(
  { shape, values }: NumericArray,
  layout: Layout,
  instances: readonly number[],
): Matrix {
  if (JSON.stringify(layoutOf(shape)) !== JSON.stringify(layout))
    throw new BadInput(
      `A layer has another shape for other instances ([${shape.join(', ')}]): choose pairs of layers with --at.`,
    );
  const { width, channelsFirst } = layout;
  const each = rowsEach(layout);
  const data = new Float64Array(instances.length * each * width);
  for (const [at, i] of instances.entries()) {
    const [from, to] = [i * each * width, at * each * width];
    if (!channelsFirst) data.set(values.subarray(from, from + each * width), to);
    else
      for (let c = 0; c < width; c++)
        for (let p = 0; p < each; p++) data[to + p * width + c] = values[from + c * each + p] ?? 0;
  }
  return { rows: instances.length * each, cols: width, data };
}

/** Rows of `n` instances as the values of a layer. */
export function arrayOf({ data }: Matrix, layout: Layout, n: number): NumericArray {
  const { places, width, channelsFirst } = layout;
  if (!channelsFirst) return { shape: [n, ...places, width], values: data };
  const each = rowsEach(layout);
  const values = new Float64Array(data.length);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < width; c++)
      for (let p = 0; p < each; p++)
        values[(i * width + c) * each + p] = data[(i * each + p) * width + c] ?? 0;
  return { shape: [n, width, ...places], values };
}
