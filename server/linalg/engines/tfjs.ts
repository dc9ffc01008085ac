import { createRequire } from 'node:module';
import util from 'node:util';
import type { Block, Products } from './products';

const packageName = '@tensorflow/tfjs-node';

/** A tensor of TensorFlow.js, as far as it is used. */
export interface Tensor {
  dataSync(): ArrayLike<number>;
}

/** The part of the interface of TensorFlow.js that is used; every backend of it has this. */
export interface TensorFlow<T extends Tensor> {
  tensor2d(data: Float32Array, shape: [number, number], type: 'float32'): T;
  matMul(a: T, b: T, transposeA: boolean, transposeB: boolean): T;
  /** Releases all tensors that are made inside. */
  tidy(body: () => void): void;
}

/** Products by TensorFlow.js, which knows float32 only. */
export function tfjsProducts<T extends Tensor>(tf: TensorFlow<T>, title: string): Products {
  const tensor = ({ data, rows, cols }: Block): T =>
    tf.tensor2d(data instanceof Float32Array ? data : new Float32Array(data), [rows, cols], 'float32');
  return {
    id: 'tfjs',
    title,
    multiply(_type, a, b, { transposeA, transposeB }, out) {
      tf.tidy(() => {
        out.set(tf.matMul(tensor(a), tensor(b), transposeA, transposeB).dataSync());
      });
    },
  };
}

/** The native package: where its manifest is, and how it is loaded. This is the one file that names it. */
export function nativeTfjs(from: string): { readonly manifest: string; readonly load: () => unknown } {
  const load = createRequire(from);
  return {
    manifest: load.resolve(`${packageName}/package.json`),
    load: () => {
      // The last release of the package calls this function, which Node.js 23 took away.
      const functions = util as { isNullOrUndefined?: (value: unknown) => boolean };
      functions.isNullOrUndefined ??= (value) => value === null || value === undefined;
      return load(packageName) as unknown;
    },
  };
}

/**
 * TensorFlow.js with its native library, where the person has installed it.
 * @param from file from which the package is looked for
 * @throws Error where it is not installed or does not load
 */
export function loadTfjs(from = __filename): Products {
  const { manifest, load } = nativeTfjs(from);
  const { version } = createRequire(from)(manifest) as { version: string };
  return tfjsProducts(load() as TensorFlow<Tensor>, `TensorFlow.js ${version}`);
}
