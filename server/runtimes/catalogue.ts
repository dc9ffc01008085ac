import { basename } from 'node:path';
import { Bytes } from '../formats/bytes';
import { BadInput } from '../tensors/badInput';
import { onnx } from './onnx/onnx';
import { perceptron } from './perceptron/perceptron';
import type { Runtime } from './runtime';
import { tfjs } from './tfjs/tfjs';

/** Every kind of model that can be run. */
export const runtimes = { onnx, perceptron, tfjs } satisfies Record<string, Runtime>;

const sniffed = 64;

/** The runtime of a model file. Throws BadInput where there is none. */
export async function runtimeOf(path: string): Promise<Runtime> {
  const bytes = await Bytes.open(path);
  try {
    const head = await bytes.read(0, Math.min(sniffed, bytes.size));
    const found = Object.values(runtimes).find((runtime) => runtime.fits(head, basename(path)));
    if (found !== undefined) return found;
    throw new BadInput(
      `${path} cannot be run: it is no model of ONNX or TensorFlow.js; write its activations from your framework instead.`,
    );
  } finally {
    await bytes.close();
  }
}
