import { createRequire } from 'node:module';
import { gemmModel } from './onnxModel';
import type { Float, FloatArray, Products } from './products';

const packageName = 'onnxruntime-node';

/** A tensor as `onnxruntime-common` makes it. */
type TensorClass = new (type: Float, data: FloatArray, dims: readonly number[]) => unknown;

interface Session {
  loadModel(buffer: ArrayBufferLike, byteOffset: number, byteLength: number, options: object): void;
  /** Computes at once, in the calling thread; a tensor given for an output is written to. */
  run(feeds: object, fetches: object, options: object): { readonly C: { readonly data: FloatArray } };
}

/** The parts of `onnxruntime-node` 1.30 that are used: not its interface, which only has promises, but what it calls. */
interface Binding {
  readonly binding: { readonly InferenceSession: new () => Session };
  readonly initOrt: () => void;
}

/** One thread: the pool has its own. Without the arena, memory goes back to the system after each product. */
const sessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  enableCpuMemArena: false,
  logSeverityLevel: 3,
};

/**
 * Products by ONNX Runtime: each is the run of a model of one operator. This is the one file that names the package,
 * whose exact version is pinned because its binding is used directly.
 * @param from file from which the package is looked for
 * @throws Error where the package is not installed or its library does not load
 */
export function loadOnnxRuntime(from = __filename): Products {
  const load = createRequire(from);
  const { version } = load(`${packageName}/package.json`) as { version: string };
  const { binding, initOrt } = load(`${packageName}/dist/binding.js`) as Binding;
  const resolve = createRequire(load.resolve(`${packageName}/package.json`));
  const { Tensor } = resolve('onnxruntime-common') as { Tensor: TensorClass };
  initOrt();
  const sessions = new Map<string, Session>();
  // What is posted to a closed port is gone.
  const nowhere = new MessageChannel().port1;
  nowhere.close();

  /**
   * The binding returns a copy of what it has written to the output it was given. Its memory goes back at once: left to
   * the garbage collection, which it would set off many times in a grid, it takes some percent of the time of a product.
   */
  function giveBack({ buffer }: FloatArray): void {
    if (buffer instanceof ArrayBuffer) nowhere.postMessage(null, [buffer]);
  }

  function session(type: Float, transposeA: boolean, transposeB: boolean): Session {
    const key = `${type} ${transposeA} ${transposeB}`;
    let found = sessions.get(key);
    if (found === undefined) {
      const { buffer, byteOffset, byteLength } = gemmModel(type, transposeA, transposeB);
      found = new binding.InferenceSession();
      found.loadModel(buffer, byteOffset, byteLength, sessionOptions);
      sessions.set(key, found);
    }
    return found;
  }

  return {
    id: 'onnxruntime',
    title: `ONNX Runtime ${version}`,
    multiply(type, a, b, { transposeA, transposeB, m, n }, out) {
      const feeds = {
        A: new Tensor(type, a.data, [a.rows, a.cols]),
        B: new Tensor(type, b.data, [b.rows, b.cols]),
      };
      const fetches = { C: new Tensor(type, out, [m, n]) };
      const { data } = session(type, transposeA, transposeB).run(feeds, fetches, {}).C;
      if (data.buffer !== out.buffer) giveBack(data);
    },
  };
}
