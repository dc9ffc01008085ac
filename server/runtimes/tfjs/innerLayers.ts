import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NumericArray } from '../runtime';
import { fromTensor } from './arrays';

type Layer = LayersModel['layers'][number];

/**
 * Listens to layers of models within a model, which have no place in its graph: what each gives while the model runs, by
 * its name ("backbone/conv1"). A layer that is called several times tells what it gave last.
 */
export class InnerLayers {
  readonly #names = new Set<string>();
  #heard: Map<string, NumericArray> | undefined;

  constructor(model: LayersModel, wanted: readonly string[]) {
    const layers = layersWithin(model, '');
    for (const name of wanted) {
      const layer = layers.get(name);
      if (layer === undefined) continue;
      this.#names.add(name);
      const call = layer.call.bind(layer);
      layer.call = (inputs, rest) => {
        const found = call(inputs, rest);
        // At once: the model releases what it needs no longer.
        if (this.#heard !== undefined) this.#hear(name, found);
        return found;
      };
    }
  }

  /** Whether it listens to this. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** What was heard while `run` ran. */
  during(run: () => void): ReadonlyMap<string, NumericArray> {
    const heard = new Map<string, NumericArray>();
    this.#heard = heard;
    try {
      run();
    } finally {
      this.#heard = undefined;
    }
    return heard;
  }

  #hear(name: string, found: Tensor | Tensor[]): void {
    const [tensor] = Array.isArray(found) ? found : [found];
    const array = tensor === undefined ? undefined : fromTensor(tensor);
    if (array !== undefined) this.#heard?.set(name, array);
  }
}

/** The layers of all models that are layers of this, by the names of both. */
function layersWithin(model: { readonly layers: readonly Layer[] }, prefix: string): Map<string, Layer> {
  const found = new Map<string, Layer>();
  for (const layer of model.layers) {
    const name = prefix + layer.name;
    if (prefix !== '') found.set(name, layer);
    if (isModel(layer)) for (const [inner, each] of layersWithin(layer, `${name}/`)) found.set(inner, each);
  }
  return found;
}

function isModel(layer: Layer): layer is Layer & { readonly layers: readonly Layer[] } {
  return 'layers' in layer && Array.isArray(layer.layers);
}
