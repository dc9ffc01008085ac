import { Bytes } from '../../formats/bytes';
import { tfjs } from '../../formats/tfjs';
import { BadInput, quoted } from '../../tensors/badInput';
import { elementCount } from '../../tensors/storedTensor';
import { assertOrdinary } from './modelJson';

type WeightType = 'float32' | 'int32' | 'bool';

/** The weights of a model as TensorFlow.js takes them. */
export interface Weights {
  readonly weightSpecs: { name: string; shape: number[]; dtype: WeightType }[];
  /** The values of each, one after the other. */
  readonly weightData: ArrayBuffer[];
}

/** How a weight is computed with: quantised ones become what they stand for. */
const encoders: Readonly<Record<WeightType, (values: Iterable<number>) => { readonly buffer: ArrayBuffer }>> =
  {
    float32: (values) => new Float32Array(values),
    int32: (values) => new Int32Array(values),
    bool: (values) => new Uint8Array(values),
  };

const bytesEach: Readonly<Record<WeightType, number>> = { float32: 4, int32: 4, bool: 1 };

/** Bytes of all weights as they are computed with. Throws BadInput. */
export async function weightBytes(path: string): Promise<number> {
  const file = await tfjs.open(await Bytes.open(path));
  try {
    return file.tensors.reduce((sum, tensor) => {
      const dtype = typeOf(tensor.dtype);
      return sum + (dtype === undefined ? 0 : elementCount(tensor) * bytesEach[dtype]);
    }, 0);
  } finally {
    await file.close();
  }
}

/** Reads all weights through the reader of the format, which checks paths and sizes. Throws BadInput. */
export async function readWeights(path: string): Promise<Weights> {
  const file = await tfjs.open(await Bytes.open(path));
  try {
    const seen = new Set<string>();
    const weights: Weights = { weightSpecs: [], weightData: [] };
    for (const tensor of file.tensors) {
      const { name, shape } = tensor;
      assertOrdinary(path, name);
      if (seen.has(name)) throw new BadInput(`${path} has two weights called ${quoted(name)}.`);
      seen.add(name);
      const dtype = typeOf(tensor.dtype);
      if (dtype === undefined)
        throw new BadInput(
          `${path} cannot be run: the weight ${quoted(name)} is of type ${tensor.dtype}, with which TensorFlow.js does not compute.`,
        );
      const values = await file.read(tensor, 0, elementCount(tensor));
      weights.weightSpecs.push({ name, shape: [...shape], dtype });
      weights.weightData.push(encoders[dtype](values).buffer);
    }
    return weights;
  } finally {
    await file.close();
  }
}

/** The type of what is stored as "float16" or "float32 in uint8". */
function typeOf(word: string): WeightType | undefined {
  const [type = ''] = word.split(' ');
  if (type === 'float16') return 'float32';
  return type === 'float32' || type === 'int32' || type === 'bool' ? type : undefined;
}
