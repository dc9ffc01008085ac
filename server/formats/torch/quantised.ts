import type { Values } from '../../tensors/dtype';
import { elementCount } from '../../tensors/storedTensor';
import type { Leaf } from '../pickle/leaf';
import { Name, Tuple, type Value } from '../pickle/values';
import type { Place } from '../place';
import { isCount } from '../pickle/numpyArrays';

/** Scales of one tensor, held while it is open. */
const mostChannels = 2 ** 22;

/**
 * The values of a quantised tensor: (q - zero point) x scale in float32, as PyTorch's `dequantize` has them, to the bit.
 * @param raw the integers q
 * @param scheme what PyTorch saves of the quantiser: (scheme, scale, zero point), or (scheme, scales, zero points, axis)
 * @param tensorOf reads a value as a tensor
 * @param fail throws BadInput that names the tensor
 */
export function quantised(
  raw: Leaf & { readonly place: Place },
  scheme: Value | undefined,
  tensorOf: (value: Value | undefined) => Leaf | undefined,
  fail: (what: string) => never,
): Place {
  const [kind, scale, zero, axis] = scheme instanceof Tuple ? scheme.items : [];
  const name = kind instanceof Name ? kind.name : '';
  if (name === 'per_tensor_affine' && typeof scale === 'number' && typeof zero === 'number') {
    // One scale is rounded to float32, those of channels are not.
    return scaled(raw, 1, () => Promise.resolve({ scales: [Math.fround(scale)], zeros: [zero] }));
  }
  if (!name.startsWith('per_channel_affine')) return fail('is quantised in a way that is not known');
  const { shape, order } = raw.tensor;
  const channels = isCount(axis) ? shape[axis] : undefined;
  const [scales, zeros] = [tensorOf(scale)?.place, tensorOf(zero)?.place];
  const counts = [tensorOf(scale), tensorOf(zero)].map((leaf) => leaf && elementCount(leaf.tensor));
  if (
    !isCount(axis) ||
    channels === undefined ||
    !scales ||
    !zeros ||
    counts.some((count) => count !== channels)
  ) {
    return fail('has not one scale and zero point for each channel');
  }
  if (channels > mostChannels) return fail(`has more than ${mostChannels} channels`);
  const inner = elementCount({ shape: order === 'C' ? shape.slice(axis + 1) : shape.slice(0, axis) });
  return scaled(raw, inner, async () => {
    const [s, z] = await Promise.all([scales.read(0, channels), zeros.read(0, channels)]);
    return { scales: s, zeros: z };
  });
}

interface Scales {
  readonly scales: ArrayLike<number>;
  readonly zeros: ArrayLike<number>;
}

/** @param inner how many elements of one channel follow each other; the scales are read at the first use */
function scaled({ place }: { readonly place: Place }, inner: number, load: () => Promise<Scales>): Place {
  let loaded: Scales | undefined;
  return {
    read: async (first, count) => {
      const { scales, zeros } = (loaded ??= await load());
      const values: Values = await place.read(first, count);
      const result = new Float32Array(values.length);
      const channels = scales.length;
      let channel = Math.floor(first / inner) % channels;
      let left = inner - (first % inner);
      for (let i = 0; i < values.length; i++, left--) {
        if (left === 0) {
          channel = (channel + 1) % channels;
          left = inner;
        }
        const q = Math.fround((values[i] ?? 0) - (zeros[channel] ?? 0));
        result[i] = q * (scales[channel] ?? NaN);
      }
      return result;
    },
  };
}
