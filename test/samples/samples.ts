import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NumberArray } from './array';
import { digits, withShuffledLabels, type LabelledImages } from './digits';
import { accuracy, activations, softmax, type Network } from './network';
import { texts } from './texts';
import { train } from './train';
import { npy } from './writeNpy';
import { npz } from './writeNpz';
import { safetensors } from './writeSafetensors';

/** One network to train, and the steps to keep. 125 steps of 64 digits see every training digit once. */
export interface Run {
  readonly name: string;
  readonly widths: readonly number[];
  readonly seed: number;
  readonly shuffledLabels: boolean;
  readonly savedSteps: readonly number[];
}

const early = [125, 250, 500, 750, 1000];
const late = [500, 1000];
const narrow = [784, 64, 32, 10];

const runs: readonly Run[] = [
  ...[0, 1, 2].map((seed) => ({
    name: `seed${String(seed)}`,
    widths: narrow,
    seed,
    shuffledLabels: false,
    savedSteps: early,
  })),
  { name: 'wide', widths: [784, 128, 64, 10], seed: 3, shuffledLabels: false, savedSteps: late },
  { name: 'shuffled', widths: narrow, seed: 4, shuffledLabels: true, savedSteps: late },
];

/** What became of a run: the test accuracy at each saved step. */
export interface Trained {
  readonly run: Run;
  readonly accuracies: readonly (readonly [step: number, accuracy: number])[];
}

/** What a run leaves behind: files by their path inside the samples folder, accuracies, the logits of the last step. */
export interface RunFiles extends Trained {
  readonly files: readonly (readonly [path: string, content: Buffer])[];
  readonly logits: NumberArray;
}

const layerNames = (network: Network): string[] =>
  network.map((_, i) => (i === network.length - 1 ? 'logits' : `layer${String(i + 1)}`));

/** What is computed with the weights, so that the network can be run: see server/runtimes/perceptron. */
function description(network: Network): string {
  const dense = network.map((_, i) => `layer${String(i + 1)}`);
  return JSON.stringify({ dense, between: 'relu', dividedBy: 255 });
}

function checkpoint(network: Network, metadata: readonly (readonly [string, string])[]): Buffer {
  const tensors = network.flatMap(({ inputs, outputs, weight, bias }, i) => [
    [`layer${String(i + 1)}.weight`, { shape: [outputs, inputs], values: weight }] as const,
    [`layer${String(i + 1)}.bias`, { shape: [outputs], values: bias }] as const,
  ]);
  return safetensors(tensors, metadata);
}

/** Trains one network and gives the files of its saved steps; nothing is written. */
export function trainRun(run: Run, trainOn: LabelledImages, test: LabelledImages): RunFiles {
  const files: (readonly [string, Buffer])[] = [];
  const accuracies: (readonly [number, number])[] = [];
  const classes = run.widths.at(-1) ?? 0;
  let logits: NumberArray = { shape: [0, classes], values: new Float32Array() };
  const data = run.shuffledLabels ? withShuffledLabels(trainOn, run.seed) : trainOn;
  train(data, { widths: run.widths, seed: run.seed, steps: Math.max(...run.savedSteps) }, (step, network) => {
    if (!run.savedSteps.includes(step)) return;
    const perLayer = activations(network, test.images, test.count);
    const scores = perLayer.at(-1) ?? new Float32Array();
    const right = accuracy(scores, test.labels, classes);
    accuracies.push([step, right]);
    logits = { shape: [test.count, classes], values: scores };
    const metadata = [
      ['format', 'pt'],
      ['run', run.name],
      ['seed', String(run.seed)],
      ['step', String(step)],
      ['test_accuracy', right.toFixed(4)],
    ] as const;
    const named = layerNames(network).map((name, l) => {
      const values = perLayer[l] ?? new Float32Array();
      return [name, { shape: [test.count, values.length / test.count], values }] as const;
    });
    const number = String(step).padStart(4, '0');
    files.push([
      `${run.name}/step-${number}.safetensors`,
      checkpoint(network, [...metadata, ['nnsim.network', description(network)]]),
    ]);
    files.push([`${run.name}/activations-${number}.safetensors`, safetensors(named, metadata)]);
  });
  files.push([`${run.name}/logits.npy`, npy(logits)]);
  return { run, accuracies, files, logits };
}

/** Trains every run and writes all sample files into the folder; gives their paths inside it. */
export function writeSamples(folder: string, onRun: (trained: Trained, seconds: number) => void): string[] {
  const { train: trainOn, test } = digits();
  const written: string[] = [];
  const write = (path: string, content: Buffer | string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    written.push(path);
  };
  const trained = runs.map((run) => {
    const start = performance.now();
    const made = trainRun(run, trainOn, test);
    for (const [path, content] of made.files) write(path, content);
    onRun(made, (performance.now() - start) / 1000);
    return made;
  });
  write('labels.npy', npy({ shape: [test.count], values: BigInt64Array.from(test.labels, BigInt) }));
  write('images.npy', npy({ shape: [test.count, test.width], values: test.images }));
  const probabilities = trained.map(({ run, logits: { shape, values } }) => {
    return [run.name, { shape, values: softmax(values as Float32Array, shape[1] ?? 1) }] as const;
  });
  write('probabilities.npz', npz(probabilities));
  for (const [path, text] of texts(trained)) write(path, text);
  return written;
}
