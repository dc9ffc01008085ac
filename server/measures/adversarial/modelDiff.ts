import type { ParameterValues } from '../../protocol';
import { choiceOf, none, ok, type Measure } from '../measure';
import { mean } from '../mean';
import { magnitude } from '../preparations/magnitude';
import type { Prepared } from '../prepared';
import { answer, type Block, layout, ofAttacks, whyNoBlocks, widthOf } from './answers';

/** Cosine between how far the same attacks move the answers of two models. Li, Zhang, Liu, Yang, Liu 2021. */
export const modelDiff: Measure = {
  ...ofAttacks,
  id: 'adv.modeldiff',
  version: 1,
  title: 'ModelDiff',
  range: (parameters) => [choiceOf(parameters, 'entries') === 'distance' ? 0 : -1, 1],
  identity: () => 1,
  symmetric: (parameters) => choiceOf(parameters, 'seeds') === 'both',
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'seeds',
      kind: 'choice',
      default: 'first',
      choices: ['first', 'both'],
      summary:
        'Whose attacked instances are looked at: those against the first model, as the survey has it, or those against either, as the authors’ code has.',
    },
    {
      name: 'entries',
      kind: 'choice',
      default: 'similarity',
      choices: ['similarity', 'distance'],
      summary:
        'What is told of an instance: the cosine between the answers to it and to the attacked one, or 1 less that, as in the authors’ code.',
    },
  ],
  formula: 'cos(v, v′),  vᵢ = cos(Oᵢ, Õᵢ),  Õ: outputs for instances attacked against f',
  tex: String.raw`\cos(v, v'), \quad v_i = \cos(O_i, \tilde{O}_i), \quad v'_i = \cos(O'_i, \tilde{O}'_i)`,
  summary:
    'Whether two models have the same decision boundary: each is described by how far attacks move its answers, instance by ' +
    'instance, and the value is the cosine between the two descriptions. The models may have different classes.',
  caveats: [
    layout,
    'Cosines of descriptions with entries of one sign are high for unrelated models too; entries: distance spreads them more.',
    'The value hangs on the attack, its norm and its size: compare values of the same attack only.',
    'With seeds: first it is asymmetric: swapping the models takes the other’s attacks.',
    'Logits and probabilities give different values, because the cosine of answers is another one.',
    'The authors’ code has, beside these, a variant by distances between all answers of one model: it is not here.',
  ],
  reference: {
    text: 'Li, Zhang, Liu, Yang, Liu: ModelDiff: Testing-Based DNN Similarity Comparison for Model Reuse Detection, ISSTA 2021.',
    url: 'https://arxiv.org/abs/2106.08890',
  },
  obstacle(_, d, e) {
    const none = whyNoBlocks(d) ?? whyNoBlocks(e);
    if (none !== null || Math.min(d, e) > 3) return none;
    return 'takes scores of two classes or more: three columns are class numbers';
  },
  preparations: () => [magnitude],
  cost: (n, d, e) => ({ operations: 120 * n * (d + e), bytes: 32 * n }),
  compare(x, y, parameters) {
    const [mine, theirs] = [descriptionOf(x, 'own'), descriptionOf(y, 'other')];
    const moved = [[mine, theirs] as const];
    if (choiceOf(parameters, 'seeds') === 'both')
      moved.push([descriptionOf(x, 'other'), descriptionOf(y, 'own')]);
    const pairs = moved.flatMap(([a, b]) => a.map((one, i) => [one, b[i] ?? null] as const));
    const used = pairs.flatMap(([a, b]) => (a === null || b === null ? [] : [[a, b] as const]));
    if (used.length === 0) return none('degenerate', 'Every instance has an answer that is zero throughout.');
    const [v, w] = [0, 1].map((side) => used.map((pair) => entryOf(pair[side] ?? 0, parameters)));
    const value = cosine(v ?? [], w ?? []);
    if (value === null) {
      const which = (v ?? []).every((entry) => entry === 0) ? 'first' : 'second';
      return none('undefined', `${zeroReason(parameters)} of the ${which} model: its description is zero.`);
    }
    const left = pairs.length - used.length;
    const details = [
      { name: 'mean cosine of the answers of the first', value: mean(used.map(([a]) => 1 - a)) },
      { name: 'mean cosine of the answers of the second', value: mean(used.map(([, b]) => 1 - b)) },
    ];
    const note = `Answers that are zero throughout have no direction; instances with one are left out: ${left}.`;
    return ok(value, { details, notes: left > 0 ? [note] : [] });
  },
};

function entryOf(distance: number, parameters: ParameterValues): number {
  return choiceOf(parameters, 'entries') === 'distance' ? distance : 1 - distance;
}

function zeroReason(parameters: ParameterValues): string {
  return choiceOf(parameters, 'entries') === 'distance'
    ? 'No attack turns any answer'
    : 'Every attack turns every answer by a right angle';
}

/** For each instance 1 less the cosine between the answers to it and to the attacked one; null where one is zero. */
function descriptionOf(x: Prepared, attacked: Block): (number | null)[] {
  const [u, v] = [new Float64Array(widthOf(x)), new Float64Array(widthOf(x))];
  return Array.from({ length: x.n }, (_, i) => {
    if (i % 1024 === 0) x.engine.poll();
    if (!unit(answer(x, i, 'clean'), u) || !unit(answer(x, i, attacked), v)) return null;
    // Half the squared distance of unit vectors: exact where they are the same, unlike 1 less their product.
    let sum = 0;
    for (let c = 0; c < u.length; c++) sum += ((u[c] ?? 0) - (v[c] ?? 0)) ** 2;
    return sum / 2;
  });
}

/** Writes the vector divided by its length; false where it is zero. */
function unit(vector: ArrayLike<number>, into: Float64Array): boolean {
  let largest = 0;
  for (let c = 0; c < into.length; c++) largest = Math.max(largest, Math.abs(vector[c] ?? 0));
  if (largest === 0) return false;
  let squares = 0;
  for (let c = 0; c < vector.length; c++) squares += (into[c] = (vector[c] ?? 0) / largest) ** 2;
  const length = Math.sqrt(squares);
  for (let c = 0; c < vector.length; c++) into[c] = (into[c] ?? 0) / length;
  return true;
}

/** Null where one of the two is zero. */
function cosine(v: readonly number[], w: readonly number[]): number | null {
  const [p, q] = [new Float64Array(v.length), new Float64Array(w.length)];
  if (!unit(v, p) || !unit(w, q)) return null;
  return p.reduce((sum, entry, i) => sum + entry * (q[i] ?? 0), 0);
}
