import type { AxisStatistics } from '../protocol';
import { BadInput, quoted } from './badInput';
import { readBlocks } from './blocks';
import type { StoredTensor, TensorReader } from './storedTensor';

/** Entries told of an axis; longer axes are told by groups of neighbouring entries. */
const mostGroups = 1024;

/**
 * Mean and deviation (of the population) of the finite values of each entry of an axis, over all other axes: one pass
 * over the tensor, in memory for 1,024 groups. `poll` is called between blocks. Throws what reading throws.
 */
export async function computeAxisStatistics(
  reader: TensorReader,
  tensor: StoredTensor,
  axis: number,
  poll: () => void,
): Promise<Omit<AxisStatistics, 'index'>> {
  const { shape, order, name } = tensor;
  const length = shape[axis];
  if (length === undefined)
    throw new BadInput(`Tensor ${quoted(name)} has no axis ${axis}: it has ${shape.length}.`);
  const step = Math.max(1, Math.ceil(length / mostGroups));
  const groups = Math.ceil(length / step);
  const inside = order === 'C' ? shape.slice(axis + 1) : shape.slice(0, axis);
  const inner = inside.reduce((product, one) => product * one, 1);
  const counts = new Float64Array(groups);
  const means = new Float64Array(groups);
  const squares = new Float64Array(groups);
  if (tensor.isOneValue === true) {
    const [value = NaN] = await reader.read(tensor, 0, 1);
    const all = (one: number): (number | null)[] =>
      Array.from({ length: groups }, () => (Number.isFinite(value) ? one : null));
    return { axis, length, step, means: all(value), deviations: all(0) };
  }
  for await (const { first, values } of readBlocks(reader, tensor, poll)) {
    let entry = Math.floor(first / inner) % length;
    let left = inner - (first % inner);
    const { length: many } = values;
    for (let i = 0; i < many; i++) {
      const value = values[i] ?? NaN;
      if (Number.isFinite(value)) {
        // Welford 1962: no sum of squares that could cancel.
        const group = step === 1 ? entry : Math.floor(entry / step);
        const count = (counts[group] ?? 0) + 1;
        const before = value - (means[group] ?? 0);
        const mean = (means[group] ?? 0) + before / count;
        counts[group] = count;
        means[group] = mean;
        squares[group] = (squares[group] ?? 0) + before * (value - mean);
      }
      if (--left > 0) continue;
      left = inner;
      entry = entry + 1 === length ? 0 : entry + 1;
    }
  }
  const known = (values: Float64Array): (number | null)[] =>
    Array.from(values, (value, group) => ((counts[group] ?? 0) > 0 && Number.isFinite(value) ? value : null));
  const deviations = squares.map((sum, group) => Math.sqrt(sum / (counts[group] ?? 1)));
  return { axis, length, step, means: known(means), deviations: known(deviations) };
}
