import { mean } from '../mean';
import { none, ok, type Measure, type Outcome } from '../measure';
import { probabilities } from '../preparations/probabilities';
import type { Prepared } from '../prepared';
import { capacity, type Capacity } from './capacity';
import { capacityOfTwo } from './capacityOfTwo';
import { whyNoDistributions, ofProbabilities } from './distributions';
import { fromMean } from './fromMean';

/** How many predictions a set of models amounts to, instance by instance. Hsu, Calmon 2022. */
export const rashomon: Measure = {
  ...ofProbabilities,
  id: 'soft.rashomon',
  version: 1,
  title: 'Rashomon capacity',
  // Of a set of m models it goes up to the smaller of m and the number of classes.
  range: () => [1, 2],
  identity: () => 1,
  metric: () => false,
  parameters: [],
  formula: '(1/n) Σᵢ 2^C(i),  C(i) = max over weights w of Σ_O w_O KL(Oᵢ ‖ Σ_O w_O Oᵢ), in bits',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} 2^{C_i}, \quad C_i = \max_{w} \sum_{O} w_O \, \mathrm{KL}\!\left( O_i \,\middle\Vert\, \textstyle\sum_{O'} w_{O'} O'_i \right)`,
  summary:
    'To how many truly different predictions those of a set of models amount for one instance: 1 where all give the same ' +
    'probabilities, the number of classes where each class is predicted by some model with certainty. The value is the mean over instances.',
  caveats: [
    'Adding a model never lowers it: compare sets of the same size.',
    'It is the capacity of a channel, found by iteration until two limits on it meet to 1e-12.',
    'For two models it is at least 2 to the power of their Jensen-Shannon divergence in bits.',
  ],
  reference: {
    text: 'Hsu, Calmon: Rashomon Capacity: A Metric for Predictive Multiplicity in Classification, NeurIPS 2022.',
    url: 'https://arxiv.org/abs/2206.01295',
  },
  cost: (n, d) => ({ operations: 3000 * n * d, bytes: 48 * n }),
  compare: (x, y) => capacities([x, y]),
  group: {
    models: 2,
    summary:
      'The mean over instances of how many different predictions those of the models of the set amount to.',
    compare: capacities,
  },
};

function capacities(inputs: readonly Prepared[]): Outcome {
  const unfit = whyNoDistributions(inputs);
  if (unfit !== null) return none('undefined', unfit);
  const [{ n, engine } = { n: 0, engine: undefined }] = inputs;
  const poll = (): void => engine?.poll();
  const capacityOf = pairCapacity(inputs) ?? ((i: number) => capacity(inputs.map(rowAt(i)), poll));
  // Both ends are reached exactly, by equal and by certain predictions, and rounding must not lead beyond: a channel of
  // equal rows tells nothing, and no channel tells apart more inputs than it has rows or outputs.
  const most = Math.min(inputs.length, inputs[0]?.d ?? 0);
  let widest = 0;
  const perInstance = Array.from({ length: n }, (_, i) => {
    if (i % 16 === 0) poll();
    const { low, high } = capacityOf(i);
    widest = Math.max(widest, high - low);
    return Math.min(most, Math.exp(low));
  });
  const [smallest, largest] = perInstance.reduce<readonly [number, number]>(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Infinity, 0],
  );
  return ok(mean(perInstance), {
    perInstance,
    details: [
      { name: 'smallest of an instance', value: smallest },
      { name: 'largest of an instance', value: largest },
    ],
    notes: widest < 1e-9 ? [] : [`Found to a relative error of ${widest.toExponential(0)} only.`],
  });
}

function rowAt(i: number): (of: Prepared) => Float64Array {
  return (of) => of.get(probabilities).values.subarray(i * of.d, (i + 1) * of.d);
}

/** The capacity of each instance where there are two models; the Jensen-Shannon divergence needs half of that, too. */
function pairCapacity([x, y, third]: readonly Prepared[]): ((i: number) => Capacity) | undefined {
  if (x === undefined || y === undefined || third !== undefined) return undefined;
  const { first, second, squares, cubes } = x.with(y, fromMean);
  return (i) => {
    const [ofFirst = 0, ofSecond = 0] = [first[i], second[i]];
    const even = { first: ofFirst, second: ofSecond, squares: squares[i] ?? 0, cubes: cubes[i] ?? 0 };
    return capacityOfTwo(rowAt(i)(x), rowAt(i)(y), even);
  };
}
