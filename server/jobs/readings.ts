import type { Reading, ReadingChoice, TensorEntry } from '../protocol';
import { elementCount } from '../tensors/storedTensor';
import { parseRule, positionRules, printRule, type Rule, ruleText } from '../tensors/rule';
import type { Headers } from './headers';
import { openSides } from './sides';
import { type View, viewed } from './view';

export type ReadingsRequest = { readonly x: string; readonly y: string } & Reading;

/**
 * Each rule with the axes of the given one, and what it makes of the tensor with the most axes in either file. Throws
 * BadInput for a rule, rows or ids that cannot be read.
 */
export async function readingChoices(
  request: ReadingsRequest,
  headers: Headers,
): Promise<readonly ReadingChoice[]> {
  const { x, y, view } = await openSides({ ...request, kind: 'activations' }, headers);
  const [example] = [x, y]
    .flatMap(({ stored, view: own }) => stored.map((tensor) => ({ tensor, own })))
    .filter(({ tensor }) => tensor.unreadable === undefined && elementCount(tensor) > 0)
    .reduce<{ tensor: TensorEntry; own: View }[]>(
      ([most], one) =>
        most !== undefined && one.tensor.shape.length <= most.tensor.shape.length ? [most] : [one],
      [],
    );
  return offered(view.rule).map((rule) => {
    const choice = { rule: printRule(rule), text: ruleText(rule, example?.tensor.shape.length) };
    if (example === undefined) return choice;
    const { name: tensor, shape } = example.tensor;
    const { unreadable, shape: matrix } = viewed(example.tensor, { ...example.own, rule });
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

/** What the preset of the ReSi benchmark does to encoders and decoders, to maps of one kind and the other. */
const presets = ['resi', 'resi(tokens: last)', 'resi(maps: rows)'].map(parseRule);

/** The rules to choose from, with the axes of the one that is chosen; of the preset also what is chosen if it is another. */
function offered(current: Rule): readonly Rule[] {
  const { instances, features } = current;
  const rules = [
    ...positionRules.map((positions): Rule => ({ positions, instances, features })),
    ...presets.map((preset) => ({ ...preset, instances, features })),
  ];
  const known = rules.some((rule) => printRule(rule) === printRule(current));
  return known ? rules : [...rules, current];
}
