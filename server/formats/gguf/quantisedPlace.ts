import type { QuantisedType } from '../../tensors/dtype';
import { quantisations } from '../../tensors/quantised/types';
import type { Source } from '../bytes';
import type { Place } from '../place';

/** Blocks of a quantised type, one after the other from byte `offset` of a source on. A range may begin inside a block. */
export function quantisedPlace(
  source: Source,
  offset: number,
  type: QuantisedType,
  littleEndian: boolean,
): Place {
  const { elements, bytes, decode } = quantisations[type];
  return {
    async read(first, count) {
      const start = Math.floor(first / elements);
      const blocks = count === 0 ? 0 : Math.ceil((first + count) / elements) - start;
      const values = new Float32Array(blocks * elements);
      decode(await source.read(offset + start * bytes, blocks * bytes), values, littleEndian);
      return values.subarray(first - start * elements, first - start * elements + count);
    },
  };
}
