import { openModel } from '../../formats/catalogue';
import type { ModelFile, StoredTensor } from '../../formats/format';
import { elementCount } from '../../tensors/storedTensor';
import type { Anatomy, NumericArray, Running, Runtime } from '../runtime';
import { type Description, descriptionOf, layersOf } from './description';
import { forward, type Layer, nonlinear, pullback } from './network';

const input = 'input';

/** Perceptrons whose weights are in a safetensors file that says what they are: those of the samples. */
export const perceptron: Runtime = {
  id: 'perceptron',
  title: 'nnsim',
  fits: (_, fileName) => fileName.toLowerCase().endsWith('.safetensors'),
  anatomy: (path) => opened(path, (file) => Promise.resolve(anatomyOf(file))),
  weightBytes: (path) => opened(path, (file) => Promise.resolve(weightBytes(file))),
  start: (path, _, wanted) => opened(path, (file) => start(file, wanted)),
  cutting: {
    // One layer after the other: all goes through each.
    check: (_, names) => Promise.resolve(new Map(names.map((name) => [name, null]))),
    tail: (path, _, name) => opened(path, (file) => tail(file, name)),
  },
};

async function opened<T>(path: string, use: (file: ModelFile) => Promise<T>): Promise<T> {
  const file = await openModel(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

function anatomyOf(file: ModelFile): Anatomy {
  const description = descriptionOf(file);
  const layers = layersOf(file, description);
  return {
    inputs: [{ name: input, dtype: 'float64', shape: [null, layers[0]?.inputs ?? 0] }],
    steps: layers.map(({ name }, l) => {
      const isOutput = l === layers.length - 1;
      return isOutput
        ? { name: 'logits', operator: 'Gemm', isOutput }
        : { name, operator: capital(description.between), isOutput };
    }),
  };
}

/** "Relu", as the operators of other models are written. */
function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function weightBytes(file: ModelFile): number {
  const layers = layersOf(file, descriptionOf(file));
  return 8 * layers.reduce((sum, { weight, bias }) => sum + elementCount(weight) + elementCount(bias), 0);
}

async function readLayers(file: ModelFile, description: Description): Promise<readonly Layer[]> {
  const read = async (tensor: StoredTensor): Promise<Float64Array> =>
    Float64Array.from(await file.read(tensor, 0, elementCount(tensor)));
  const layers: Layer[] = [];
  for (const { weight, bias, inputs, outputs } of layersOf(file, description))
    layers.push({ inputs, outputs, weight: await read(weight), bias: await read(bias) });
  return layers;
}

/** The layers behind the one of that name. */
async function tail(file: ModelFile, name: string): Promise<Running> {
  const description = descriptionOf(file);
  const { steps } = anatomyOf(file);
  const behind = (await readLayers(file, description)).slice(
    steps.findIndex((step) => step.name === name) + 1,
  );
  const output = steps.at(-1)?.name ?? '';
  return {
    run(inputs) {
      const { shape = [0], values = new Float64Array() } = inputs.get(name) ?? {};
      const n = shape[0] ?? 0;
      const computed = forward(behind, nonlinear[description.between], Float64Array.from(values), n);
      const scores = {
        shape: [n, behind.at(-1)?.outputs ?? 0],
        values: computed.at(-1) ?? new Float64Array(),
      };
      return Promise.resolve(new Map([[output, scores]]));
    },
  };
}

async function start(file: ModelFile, wanted: readonly string[]): Promise<Running> {
  const description = descriptionOf(file);
  const { steps } = anatomyOf(file);
  const layers = await readLayers(file, description);
  const between = nonlinear[description.between];

  const scaled = (inputs: ReadonlyMap<string, NumericArray>): { x: Float64Array; n: number } => {
    const { shape = [0], values = new Float64Array() } = inputs.get(input) ?? {};
    return { x: Float64Array.from(values, (value) => value / description.dividedBy), n: shape[0] ?? 0 };
  };
  return {
    run(inputs) {
      const { x, n } = scaled(inputs);
      const found = forward(layers, between, x, n).map((values, l): readonly [string, NumericArray] => {
        return [steps[l]?.name ?? '', { shape: [n, layers[l]?.outputs ?? 0], values }];
      });
      return Promise.resolve(new Map(found.filter(([name]) => wanted.includes(name))));
    },
    pullback(inputs, _, weights) {
      const { x, n } = scaled(inputs);
      const computed = forward(layers, between, x, n);
      const values = pullback(layers, between, computed, Float64Array.from(weights.values), n);
      // By what went in, before it was divided.
      const byInput = values.map((value) => value / description.dividedBy);
      return Promise.resolve({ shape: [n, layers[0]?.inputs ?? 0], values: byInput });
    },
  };
}
