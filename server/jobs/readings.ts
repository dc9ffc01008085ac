import type { Reading, ReadingChoice, TensorEntry } from '../protocol';
import { elementCount } from '../tensors/storedTensor';
import { parseRule, positionRules, presetChoices, printRule, type Rule, ruleText } from '../tensors/rule';
import type { Headers } from './headers';
import { openSides } from './sides';
import { type View, viewed } from './view';

export type ReadingsRequest = { readonly x: string; readonly y: string } & Reading;

/**
 * Each rule with the axes of the given one, and what it makes of a tensor of either file that shows it. Throws
 * BadInput for a rule, rows or ids that cannot be read.
 */
export async function readingChoices(
  request: ReadingsRequest,
  headers: Headers,
): Promise<readonly ReadingChoice[]> {
  const { x, y, view } = await openSides({ ...request, kind: 'activations' }, headers);
  const readable = [x, y]
    .flatMap(({ stored, view: own }) => stored.map((tensor): Example => ({ tensor, own })))
    .filter(({ tensor }) => tensor.unreadable === undefined && elementCount(tensor) > 0);
  return offered(view.rule).map((rule) => {
    const example = exampleOf(rule, readable);
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

interface Example {
  readonly tensor: TensorEntry;
  readonly own: View;
}

/** The first tensor with the most axes; of a preset that differs in what it makes of tokens, one with tokens if there is any. */
function exampleOf({ preset }: Rule, readable: readonly Example[]): Example | undefined {
  const tokens = readable.find(({ tensor }) => tensor.shape.length === 3);
  if (preset !== undefined && preset.tokens !== presetChoices.tokens[0] && tokens !== undefined)
    return tokens;
  const [first, ...rest] = readable;
  return rest.reduce(
    (most, one) => (one.tensor.shape.length > (most?.tensor.shape.length ?? 0) ? one : most),
    first,
  );
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
