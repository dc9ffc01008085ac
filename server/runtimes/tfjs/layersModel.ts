import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BadInput, quoted } from '../../tensors/badInput';
import type { NumericArray, Running } from '../runtime';
import { toTensor } from './arrays';
import { gradient } from './gradient';
import { InnerLayers } from './innerLayers';
import { outputNames } from './layersAnatomy';
import { assertKnownClasses } from './layerClasses';
import { assertFitting } from './layerSizes';
import { arraysOf, refused, type Starting, tidied } from './starting';

/** Starts a model of layers. Throws BadInput. */
export async function startLayers(starting: Starting): Promise<Running> {
  const { tf, model, weights, anatomy, wanted } = starting;
  const { path, topology } = model;
  assertKnownClasses(starting);
  assertFitting(starting);
  const outputs = outputNames(model);
  const attempt = async <T>(
    call: () => T | Promise<T>,
    inputs?: ReadonlyMap<string, NumericArray>,
  ): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw refused(path, error, inputs && { fed: { slots: anatomy.inputs, inputs } });
    }
  };
  const whole = await attempt(() =>
    tf.loadLayersModel({ load: () => Promise.resolve({ ...weights, modelTopology: topology }) }),
  );
  const valueOf = (name: string): SymbolicTensor => {
    const value = whole.outputs[outputs.indexOf(name)] ?? lastOutput(whole, name);
    if (value !== undefined) return value;
    throw new BadInput(`${path}: the layer ${quoted(name)} has several values, of which none can be taken.`);
  };
  /** The part of the model that ends with these values. */
  const upTo = (names: readonly string[]): LayersModel =>
    tf.model({ inputs: whole.inputs, outputs: names.map(valueOf) });
  const inner = new InnerLayers(whole, wanted);
  const direct = wanted.filter((name) => !inner.has(name));
  const tapped = await attempt(() => upTo(direct));
  const parts = new Map<string, LayersModel>();
  const given = (inputs: ReadonlyMap<string, NumericArray>): Tensor[] =>
    anatomy.inputs.map((slot) => {
      const array = inputs.get(slot.name);
      if (array === undefined) throw new TypeError(`input ${slot.name} is missing`);
      return toTensor(tf, slot, array);
    });
  return {
    run: (inputs) =>
      attempt(
        () =>
          tidied(starting, () => {
            // Rows of the batch before must not matter to layers that remember.
            tapped.resetStates();
            let found: ReadonlyMap<string, NumericArray> = new Map();
            const heard = inner.during(() => {
              found = arraysOf(direct, computed(tapped, given(inputs)));
            });
            return new Map([...heard, ...found]);
          }),
        inputs,
      ),
    pullback: (inputs, output, weighting) =>
      attempt(() => {
        const part = parts.get(output) ?? upTo([output]);
        parts.set(output, part);
        part.resetStates();
        return gradient(starting, inputs, weighting, (x) => computed(part, [x])[0]);
      }, inputs),
  };
}

/** As it is used, not trained: nothing is dropped out, and statistics of batches are those that were learnt. */
function computed(model: LayersModel, inputs: Tensor[]): Tensor[] {
  const found = model.apply(inputs.length === 1 && inputs[0] ? inputs[0] : inputs, { training: false });
  return (Array.isArray(found) ? found : [found]) as Tensor[];
}

/** What a layer gives where it was called last: in models within the model it may have been called before. */
function lastOutput(model: LayersModel, name: string): SymbolicTensor | undefined {
  // A sequence has its own list: asked by name, it knows the layers of a model that it begins with instead of that model.
  const layer = model.layers.find((one) => one.name === name);
  const values = layer?.inboundNodes.at(-1)?.outputTensors ?? [];
  return values.length === 1 ? values[0] : undefined;
}
