import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, EngineChoice } from '../../../../server/linalg/engine';
import { createAcceleratedEngine } from '../../../../server/linalg/engines/accelerated';
import { loadBlas } from '../../../../server/linalg/engines/blas';
import { findBlasLibraries } from '../../../../server/linalg/engines/blasLibraries';
import { accelerators } from '../../../../server/linalg/engines/catalogue';
import type { Products } from '../../../../server/linalg/engines/products';
import { selectEngine, type Accelerator } from '../../../../server/linalg/engines/selection';
import { tfjsProducts } from '../../../../server/linalg/engines/tfjs';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';

/** Everything that can multiply, with a TensorFlow.js that installs everywhere in the place of the native one. */
export const testedAccelerators: readonly Accelerator[] = accelerators.map((accelerator) =>
  accelerator.id === 'tfjs'
    ? { ...accelerator, load: () => tfjsProducts<tf.Tensor>(tf, 'TensorFlow.js cpu') }
    : accelerator,
);

/** Why an engine cannot be tested on this machine; undefined: it can. */
export function whyMissing(choice: EngineChoice): string | undefined {
  if (choice !== 'blas') return undefined;
  return findBlasLibraries().length > 0 ? undefined : 'no BLAS library was found on this machine';
}

/** The products of an accelerator by itself. Throws where it is not there. */
export function productsOf(id: Exclude<EngineChoice, 'auto' | 'wasm'>): Products {
  const [library = ''] = findBlasLibraries();
  if (id === 'blas') return loadBlas(library);
  const accelerator = testedAccelerators.find((each) => each.id === id);
  if (accelerator === undefined) throw new Error(`there is no ${id}`);
  return accelerator.load({ choice: id, blasLibrary: '' });
}

/** An engine all of whose products, however small, come from an accelerator, in blocks of so many operations. */
export function accelerated(products: Products, operations: number, poll?: () => void): Engine {
  return createAcceleratedEngine(createWasmEngine(poll), {
    id: products.id,
    from: 0,
    choose: () => ({ products, rate: operations * 50, exactRows: false }),
    failed: (_, why) => {
      throw new Error(why);
    },
  });
}

/**
 * The engine the tests of measures run with: NNSIM_ENGINE names it, WebAssembly where it does not. Even the smallest
 * products come from it, and it is an error when it cannot be used.
 */
export function testEngine(poll?: () => void): Engine {
  const choice = (process.env.NNSIM_ENGINE ?? 'wasm') as EngineChoice;
  const own = createWasmEngine(poll);
  if (choice === 'wasm') return own;
  const tell = (line: string): void => {
    if (!line.includes(' is used for ')) throw new Error(line);
  };
  const settings = { choice, blasLibrary: '' };
  return selectEngine(own, { settings, accelerators: testedAccelerators, tell, from: 1 });
}
