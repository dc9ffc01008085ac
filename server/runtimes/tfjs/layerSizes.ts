import { BadInput, quoted } from '../../tensors/badInput';
import { isModel, type Layer, layersOf, rootOf } from './layersAnatomy';
import type { Starting } from './starting';

/** What TensorFlow.js takes for a name of a layer. */
const ordinary = /^[A-Za-z0-9.][-A-Za-z0-9_./]*$/;
/** Entries of configurations of which a layer has a weight or more each. */
const counts = ['units', 'filters', 'output_dim', 'input_dim'];

/**
 * Throws BadInput for a layer whose name the library cannot hold, or that would have more weights than the files hold: it
 * would make them all before it misses them.
 */
export function assertFitting({ model, weights }: Pick<Starting, 'model' | 'weights'>): void {
  const { path } = model;
  const stored = weights.weightSpecs.reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
  const check = (layer: Layer): void => {
    if (isModel(layer)) {
      for (const part of layersOf(path, layer)) check(part);
      return;
    }
    if (!ordinary.test(layer.name))
      throw new BadInput(
        `${path} cannot be run: TensorFlow.js cannot hold the name of its layer ${quoted(layer.name)}, only letters, digits and . _ / -; give the layer such a name and convert the model again.`,
      );
    for (const key of counts) {
      const count = layer.config[key];
      if (count === undefined || count === null) continue;
      if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1)
        throw new BadInput(
          `${path} cannot be run: its layer ${quoted(layer.name)} has ${key} = ${JSON.stringify(count).slice(0, 40)}, where a whole number above 0 is needed.`,
        );
      if (count > stored)
        throw new BadInput(
          `${path} cannot be run: its layer ${quoted(layer.name)} has ${key} = ${count}, and its files hold ${stored} weights for all layers.`,
        );
    }
  };
  check(rootOf(model));
}
