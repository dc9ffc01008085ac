import { BadInput, quoted } from '../../tensors/badInput';
import { isModel, type Layer, layersOf, rootOf } from './layersAnatomy';
import { objectOf, type Plain, textOf } from './modelJson';
import type { Starting } from './starting';

/**
 * Throws BadInput for a layer, or anything that configures one, of a class that TensorFlow.js does not bring along: such
 * classes are code (`Lambda` even has it in the file), and nothing of a model is executed.
 */
export function assertKnownClasses({ tf, model }: Pick<Starting, 'tf' | 'model'>): void {
  const known = tf.serialization.SerializationMap.getMap().classNameMap;
  const check = (layer: Layer): void => {
    const needed = isModel(layer) ? [layer.className] : [layer.className, ...classesOf(layer.config)];
    const foreign = needed.find((name) => !Object.hasOwn(known, name));
    if (foreign !== undefined)
      throw new BadInput(
        `${model.path} cannot be run: its layer ${quoted(layer.name)} needs the class ${quoted(foreign)}, which TensorFlow.js does not have; code of a model is never run.`,
      );
    if (isModel(layer)) for (const part of layersOf(model.path, layer)) check(part);
  };
  check(rootOf(model));
}

/** The classes of everything within a configuration that has one; of layers within it too. */
function classesOf(config: Plain): readonly string[] {
  const open: Plain[] = [config];
  const found: string[] = [];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const own = textOf(objectOf(value)?.class_name);
    if (own !== undefined) found.push(own);
    if (typeof value === 'object' && value !== null) open.push(...Object.values<Plain>(value));
  }
  return found;
}
