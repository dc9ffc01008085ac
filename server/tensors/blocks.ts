import type { Values } from './dtype';
import { elementCount, type StoredTensor, type TensorReader } from './storedTensor';

/** Elements read at once: 1-8 MiB in the file, 4-8 MiB decoded. Smaller blocks cost time, larger ones cache. */
export const blockElements = 2 ** 20;

/** Decoded elements in stored order; `first` is the position of the first one in the tensor. */
export interface Block {
  readonly first: number;
  readonly values: Values;
}

/**
 * All elements of a tensor, block by block in stored order. The next block is on its way while one is worked on.
 * @param poll called before each block; what it throws ends the reading
 */
export async function* readBlocks(
  reader: TensorReader,
  tensor: StoredTensor,
  poll: () => void = () => undefined,
): AsyncGenerator<Block> {
  const total = elementCount(tensor);
  const start = (first: number): Promise<Values> => {
    const block = reader.read(tensor, first, Math.min(blockElements, total - first));
    // Awaited below at the latest; until then a failure is no unhandled rejection.
    block.catch(() => undefined);
    return block;
  };
  poll();
  let coming = total > 0 ? start(0) : undefined;
  for (let first = 0; coming !== undefined; first += blockElements) {
    const values = await coming;
    poll();
    coming = first + blockElements < total ? start(first + blockElements) : undefined;
    yield { first, values };
  }
}
