import type { Engine } from '../../linalg/engine';
import { randomFrom, type Random } from '../../linalg/random';
import type { Graph, Partition } from './partition';

/** The mean entropy, in nats, of the choices a neuron has at first; the temperature follows from it (Lange et al. 2022). */
const targetEntropy = 0.15;

/** A community a node may move to, and what its being there is worth. */
interface Option {
  readonly community: number;
  readonly worth: number;
}

/**
 * Draws a node, moves it to a community with a probability that grows with the modularity this gives, and so on for
 * `steps` draws. Returns the best of all partitions it came by, the first one included.
 */
export function refined(
  graph: Graph,
  start: Partition,
  { steps, seed }: { readonly steps: number; readonly seed: number },
  engine: Engine,
): Partition {
  const random = randomFrom(seed);
  const current = Int32Array.from(start);
  const temperature = temperatureFor(graph, current, engine);
  const best = Int32Array.from(start);
  // Modularity relative to that at the start.
  let [now, highest] = [0, 0];
  for (let step = 0; step < steps; step++) {
    if (step % 64 === 0) engine.poll();
    const node = random.below(current.length);
    const options = optionsOf(graph, current, node);
    const here = options.find(({ community }) => community === current[node])?.worth ?? 0;
    const top = options.reduce((most, option) => (option.worth > most.worth ? option : most));
    if (now + top.worth - here > highest + 1e-14) {
      highest = now + top.worth - here;
      best.set(current);
      best[node] = top.community;
    }
    const chosen = draw(options, top.worth, temperature, random);
    now += chosen.worth - here;
    current[node] = chosen.community;
  }
  return best;
}

/** All communities there are without the node, and an empty one. */
function optionsOf({ weights, degrees }: Graph, partition: Partition, node: number): readonly Option[] {
  const size = degrees.length;
  const [joining, others] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  const members = new Uint32Array(size + 1);
  for (let j = 0; j < size; j++) {
    if (j === node) continue;
    const community = partition[j] ?? 0;
    joining[community] = (joining[community] ?? 0) + (weights.data[node * size + j] ?? 0);
    others[community] = (others[community] ?? 0) + (degrees[j] ?? 0);
    members[community] = (members[community] ?? 0) + 1;
  }
  const options: Option[] = [];
  let empty = false;
  for (let community = 0; community <= size; community++) {
    if (members[community] === 0) {
      if (empty) continue;
      empty = true;
    }
    const expected = (degrees[node] ?? 0) * (others[community] ?? 0);
    options.push({ community, worth: 2 * ((joining[community] ?? 0) - expected) });
  }
  return options;
}

function draw(options: readonly Option[], top: number, temperature: number, random: Random): Option {
  const chances = options.map(({ worth }) => Math.exp((worth - top) / temperature));
  let left = random.uniform() * chances.reduce((sum, chance) => sum + chance, 0);
  const at = chances.findIndex((chance) => (left -= chance) < 0);
  return options[at] ?? options[options.length - 1] ?? { community: 0, worth: 0 };
}

/** The temperature at which the choices of the nodes have the target entropy on average. */
function temperatureFor(graph: Graph, partition: Partition, engine: Engine): number {
  const worths = Array.from(graph.degrees.keys(), (node) => {
    if (node % 64 === 0) engine.poll();
    return optionsOf(graph, partition, node).map(({ worth }) => worth);
  });
  const entropy = (temperature: number): number =>
    worths.reduce((sum, list) => sum + entropyOf(list, temperature), 0) / worths.length;
  let [low, high] = [-40, 5];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (entropy(Math.exp(middle)) < targetEntropy) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

function entropyOf(worths: readonly number[], temperature: number): number {
  const top = worths.reduce((most, worth) => Math.max(most, worth), -Infinity);
  const chances = worths.map((worth) => Math.exp((worth - top) / temperature));
  const sum = chances.reduce((total, chance) => total + chance, 0);
  return chances.reduce(
    (total, chance) => (chance > 0 ? total - (chance / sum) * Math.log(chance / sum) : total),
    0,
  );
}
