import type { Reading, ReadingChoice, TensorEntry } from '../protocol';
import { elementCount } from '../tensors/storedTensor';
import { positionRules, positionTexts, printRule } from '../tensors/rule';
import type { Headers } from './headers';
import { viewed, viewOf } from './view';

export type ReadingsRequest = { readonly x: string; readonly y: string } & Pick<Reading, 'rule' | 'rows'>;

/**
 * Each rule with the axes of the given one, and what it makes of the tensor with the most axes in either file. Throws
 * BadInput for a rule, or rows, that cannot be read.
 */
export async function readingChoices(
  request: ReadingsRequest,
  headers: Headers,
): Promise<readonly ReadingChoice[]> {
  const view = viewOf(request);
  const of = async (path: string): Promise<readonly TensorEntry[]> => headers.all(await headers.open(path));
  const tensors = (await Promise.all([of(request.x), of(request.y)])).flat();
  const example = tensors
    .filter((tensor) => tensor.unreadable === undefined && elementCount(tensor) > 0)
    .reduce<TensorEntry | undefined>(
      (most, one) => (one.shape.length > (most?.shape.length ?? 0) ? one : most),
      undefined,
    );
  return positionRules.map((positions) => {
    const rule = { ...view.rule, positions };
    const choice = { rule: printRule(rule), text: positionTexts[positions] };
    if (example === undefined) return choice;
    const { name: tensor, shape } = example;
    const { unreadable, shape: matrix } = viewed(example, { ...view, rule });
    const [rows = 0, columns = 0] = matrix;
    const problem =
      unreadable === undefined
        ? rows === 0
          ? 'No rows are left of it.'
          : undefined
        : `Tensor ${tensor} cannot be read so: ${unreadable}.`;
    return problem === undefined
      ? { ...choice, example: { tensor, shape, matrix: [rows, columns] } }
      : { ...choice, problem };
  });
}
