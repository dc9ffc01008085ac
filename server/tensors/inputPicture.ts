import { BadInput, quoted } from './badInput';
import { elementCount, type StoredTensor, type TensorReader } from './storedTensor';

/** How the values of one instance are a picture. */
export interface PictureLayout {
  readonly layout: 'grey' | 'channelsFirst' | 'channelsLast';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

const least = 4;
const most = 2 ** 13;

/**
 * The picture that each instance of a tensor is: [n, h, w], [n, c, h, w], [n, h, w, c] with 1 or 3 channels, or a square
 * that was flattened; undefined for anything else.
 */
export function pictureLayout(shape: readonly number[]): PictureLayout | undefined {
  const [, a = 0, b = 0, c = 0] = shape;
  if (shape.length === 2) {
    const grey = Math.sqrt(a);
    const colour = Math.sqrt(a / 3);
    if (Number.isInteger(grey)) return sized({ layout: 'grey', height: grey, width: grey, channels: 1 });
    if (!Number.isInteger(colour)) return undefined;
    return sized({ layout: 'channelsFirst', height: colour, width: colour, channels: 3 });
  }
  if (shape.length === 3) return sized({ layout: 'grey', height: a, width: b, channels: 1 });
  if (shape.length !== 4) return undefined;
  if (isChannels(a)) return sized({ layout: 'channelsFirst', height: b, width: c, channels: a });
  return isChannels(c) ? sized({ layout: 'channelsLast', height: a, width: b, channels: c }) : undefined;
}

function isChannels(count: number): boolean {
  return count === 1 || count === 3;
}

function sized(layout: PictureLayout): PictureLayout | undefined {
  const sides = [layout.height, layout.width];
  return sides.every((side) => side >= least && side <= most) ? layout : undefined;
}

/**
 * One instance as bytes, row by row, its channels side by side, at most `side` pixels wide and high: what is larger is
 * averaged. Bytes stay what they are, values from 0 to 1 span black to white, and others from their least to their
 * greatest. Throws BadInput.
 */
export async function readPicture(
  reader: TensorReader,
  tensor: StoredTensor,
  row: number,
  side: number,
): Promise<{ readonly width: number; readonly height: number; readonly channels: 1 | 3; bytes: Uint8Array }> {
  const layout = pictureLayout(tensor.shape);
  const count = elementCount({ shape: tensor.shape.slice(1) });
  const name = `Tensor ${quoted(tensor.name)} of ${reader.path}`;
  if (layout === undefined || (tensor.order === 'F' && tensor.shape.length > 1))
    throw new BadInput(`${name} holds no pictures, one for each instance.`);
  if (row >= (tensor.shape[0] ?? 0)) throw new BadInput(`${name} has no row ${row}.`);
  const values = Float64Array.from(await reader.read(tensor, row * count, count));
  const channels = layout.channels === 3 ? 3 : 1;
  const shrink = Math.max(1, Math.max(layout.height, layout.width) / side);
  const [height, width] = [layout.height, layout.width].map((length) =>
    Math.max(1, Math.round(length / shrink)),
  ) as [number, number];
  const { scale, offset } = brightness(values, tensor.dtype);
  const bytes = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const box = {
        top: Math.floor((y * layout.height) / height),
        bottom: Math.ceil(((y + 1) * layout.height) / height),
        left: Math.floor((x * layout.width) / width),
        right: Math.ceil(((x + 1) * layout.width) / width),
      };
      for (let channel = 0; channel < channels; channel++) {
        const value = (meanOf(values, layout, channel, box) - offset) * scale;
        bytes[(y * width + x) * channels + channel] = Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }
  return { width, height, channels, bytes };
}

interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The mean of the values in a part of the picture. */
function meanOf(values: Float64Array, layout: PictureLayout, channel: number, box: Box): number {
  const { height, width, channels } = layout;
  let sum = 0;
  for (let y = box.top; y < box.bottom; y++) {
    for (let x = box.left; x < box.right; x++) {
      const pixel = y * width + x;
      const at =
        layout.layout === 'channelsLast' ? pixel * channels + channel : channel * height * width + pixel;
      sum += values[at] ?? 0;
    }
  }
  return sum / ((box.bottom - box.top) * (box.right - box.left));
}

/** What to take off the values and to multiply them by, so that they are bytes. */
function brightness(
  values: Float64Array,
  dtype: string,
): { readonly scale: number; readonly offset: number } {
  if (dtype === 'uint8') return { scale: 1, offset: 0 };
  const finite = values.filter((value) => Number.isFinite(value));
  const low = finite.reduce((smallest, value) => Math.min(smallest, value), Infinity);
  const high = finite.reduce((largest, value) => Math.max(largest, value), -Infinity);
  if (low >= 0 && high <= 1) return { scale: 255, offset: 0 };
  if (low >= 0 && high <= 255) return { scale: 1, offset: 0 };
  return high > low ? { scale: 255 / (high - low), offset: low } : { scale: 0, offset: low };
}
