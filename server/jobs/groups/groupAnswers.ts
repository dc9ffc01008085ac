import { findMeasure } from '../../measures/catalogue';
import { truth, whyUnjudged } from '../../measures/hardPrediction/correctness';
import { differing, whyUnfit } from '../../measures/hardPrediction/predicted';
import { mean } from '../../measures/mean';
import { predictions } from '../../measures/preparations/predictions';
import { probabilities } from '../../measures/preparations/probabilities';
import type { Prepared } from '../../measures/prepared';
import type { GroupOutputs, InstanceDistribution, OutputsKind, Replacement } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { Histogram } from '../../tensors/histogram';
import type { Labels } from '../../tensors/representation';
import type { LabelSource } from '../labelReader';
import type { LayerSource } from '../layers';
import { tensorAt } from '../openFiles';
import { hasScores } from '../outputs/answers';
import { kindOf } from '../outputs/kindOf';
import { preparedOfOutputs } from '../outputs/readAnswers';
import type { Workplace } from '../workplace';

/** What a measure of sets says of each instance. */
export interface InstanceValues {
  readonly measure: string;
  readonly values: Float64Array;
}

export interface GroupAnswersInput {
  /** The outputs of each model. */
  readonly models: readonly LayerSource[];
  readonly labels?: LabelSource;
  readonly measures: readonly InstanceValues[];
}

/** What the models of a set answer, instance by instance. */
export interface GroupAnswers extends Pick<
  GroupOutputs,
  'distributions' | 'replacements' | 'classNames' | 'labelsProblem'
> {
  /** By model. */
  readonly kinds: readonly OutputsKind[];
  readonly accuracies: readonly (number | null)[];
  /** The class of each instance by model, and its probability where a model has some. */
  readonly classes: readonly Float64Array[];
  readonly probabilities: readonly (Float64Array | null)[];
  readonly truth?: Float64Array;
  /** By measure of `distributions`: its value for each instance, and the instances, those with the largest values first. */
  readonly values: readonly Float64Array[];
  readonly orders: readonly Uint32Array[];
}

/** Reads the outputs of a set and their labels. Labels that cannot be used are a remark. Throws BadInput. */
export async function readGroupAnswers(
  { models, labels: source, measures }: GroupAnswersInput,
  at: Workplace,
): Promise<GroupAnswers> {
  const inputs: Prepared[] = [];
  for (const model of models) {
    at.poll();
    inputs.push((await at.layers.get(model, preparedOfOutputs, Infinity)).prepared);
  }
  const unfit = whyUnfit(inputs) ?? whyOtherRows(inputs, models);
  if (unfit !== null) throw new BadInput(unfit);
  const judged = source === undefined ? {} : await readLabels(source, models, inputs, at);
  const names = inputs[0]?.representation.classes?.names ?? judged.classNames;
  at.poll();
  return answersOf(inputs, measures, {
    ...(judged.labels !== undefined && { labels: judged.labels }),
    ...(judged.labelsProblem !== undefined && { labelsProblem: judged.labelsProblem }),
    ...(names !== undefined && { classNames: names }),
  });
}

interface Judged {
  readonly labels?: Labels;
  readonly labelsProblem?: string;
  readonly classNames?: readonly string[];
}

/** Puts the outputs of a set beside each other. */
export function answersOf(
  inputs: readonly Prepared[],
  measures: readonly InstanceValues[],
  { labels, ...told }: Judged,
): GroupAnswers {
  const right = labels === undefined ? undefined : truth(labels);
  const classes = inputs.map((input) => input.get(predictions));
  const spread = measures.flatMap((one) => {
    const distribution = distributionOf(one);
    return distribution === undefined ? [] : [{ ...one, distribution }];
  });
  return {
    ...told,
    values: spread.map(({ values }) => values),
    kinds: inputs.map(({ representation }) => kindOf(representation)),
    accuracies: classes.map((of) => accuracyOf(of, right)),
    classes,
    probabilities: inputs.map(topProbabilities),
    ...(right !== undefined && { truth: right }),
    distributions: spread.map(({ distribution }) => distribution),
    orders: spread.map(({ values }) => largestFirst(values)),
    replacements: replacementsOf(inputs),
  };
}

function whyOtherRows(inputs: readonly Prepared[], models: readonly LayerSource[]): string | null {
  const [first] = inputs;
  const at = inputs.findIndex(({ n }) => n !== first?.n);
  const other = inputs[at];
  if (first === undefined || other === undefined) return null;
  const nameOf = (model: LayerSource | undefined): string => model?.file.path ?? 'a model';
  return `The outputs of ${nameOf(models[0])} have ${first.n} rows and those of ${nameOf(models[at])} ${other.n}: compare the same instances in the same order, or give all files ids to join them by.`;
}

async function readLabels(
  source: LabelSource,
  [first]: readonly LayerSource[],
  inputs: readonly Prepared[],
  at: Workplace,
): Promise<Judged> {
  if (first === undefined) return {};
  try {
    const { labels } = await at.labels.get(source, first);
    const problem = whyUnjudged(inputs, labels);
    if (problem !== null) return { labelsProblem: problem };
    const file = await at.files.stamped(source.file);
    const names = file.classes?.get(tensorAt(file, source.index));
    return { labels, ...(names !== undefined && { classNames: names }) };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { labelsProblem: error.message };
  }
}

function accuracyOf(classes: Float64Array, right: Float64Array | undefined): number | null {
  if (right === undefined || right.length === 0) return null;
  return classes.reduce((sum, answer, i) => sum + (answer === right[i] ? 1 : 0), 0) / right.length;
}

/** The probability of the class that is answered, by instance; null of outputs that are classes. */
function topProbabilities(input: Prepared): Float64Array | null {
  if (!hasScores(input)) return null;
  const { numbers } = input.representation.classes ?? {};
  const column = numbers === undefined ? undefined : new Map(numbers.map((number, at) => [number, at]));
  const { values } = input.get(probabilities);
  return input
    .get(predictions)
    .map((answer, i) => values[i * input.d + (column?.get(answer) ?? answer)] ?? 0);
}

function distributionOf({ measure, values }: InstanceValues): InstanceDistribution | undefined {
  const most = values.reduce((largest, one) => Math.max(largest, one), -Infinity);
  const least = values.reduce((smallest, one) => Math.min(smallest, one), Infinity);
  const histogram = new Histogram();
  histogram.add(values, least, most);
  const counted = histogram.result();
  if (counted === undefined) return undefined;
  const { title } = findMeasure(measure);
  return { measure, title, mean: mean([...values]), most, histogram: counted };
}

function largestFirst(values: Float64Array): Uint32Array {
  return Uint32Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
}

/** For each model the other one that answers differently most often; of several the first. */
function replacementsOf(inputs: readonly Prepared[]): readonly Replacement[] {
  const shares = inputs.map(() => new Float64Array(inputs.length));
  for (const [i, x] of inputs.entries()) {
    for (const [j, y] of inputs.entries()) {
      if (j <= i) continue;
      const share = mean(differing(x, y));
      for (const [one, other] of [[i, j] as const, [j, i] as const]) shares[one]?.set([share], other);
    }
    x.engine.poll();
  }
  return shares.map((of, at) => {
    const by = of.reduce(
      (worst, share, i) => (i !== at && share > (of[worst] ?? -1) ? i : worst),
      at === 0 ? 1 : 0,
    );
    return { share: of[by] ?? 0, by };
  });
}
