import { join } from 'node:path';
import { openModel } from '../../../server/formats/catalogue';
import { createWasmEngine } from '../../../server/linalg/engines/wasm';
import { parseCall } from '../../../server/measures/call';
import { Prepared } from '../../../server/measures/prepared';
import { score } from '../../../server/measures/score';
import { represent } from '../../../server/tensors/represent';
import type { Meaning } from '../../../server/tensors/representation';
import { samplesFolder } from '../../samples/ensure';

const engine = createWasmEngine();
const opened = new Map<string, Promise<readonly Prepared[]>>();

async function read(file: string, meaning: Meaning): Promise<readonly Prepared[]> {
  const model = await openModel(join(samplesFolder, file));
  try {
    const layers: Prepared[] = [];
    for (const tensor of model.tensors) {
      layers.push(new Prepared(await represent(model, tensor, { meaning }), engine));
    }
    return layers;
  } finally {
    await model.close();
  }
}

/** The layers of a sample file, in the order of the model; read and prepared once. */
export function layersOf(file: string, meaning: Meaning = 'activations'): Promise<readonly Prepared[]> {
  const known = opened.get(file) ?? read(file, meaning);
  opened.set(file, known);
  return known;
}

/** The value of a measure, e.g. "cka(estimator: debiased)". */
export function value(measure: string, x: Prepared | undefined, y: Prepared | undefined): number {
  if (!x || !y) throw new RangeError('there is no such layer');
  const { value: found, reason } = score(parseCall(measure), x, y);
  if (found === null) throw new RangeError(reason);
  return found;
}

/** A measure on every layer of one file against every layer of another. */
export async function gridOf(measure: string, x: string, y: string): Promise<number[][]> {
  const [left, right] = [await layersOf(x), await layersOf(y)];
  return left.map((a) => right.map((b) => value(measure, a, b)));
}

/** A measure on equally placed layers of two files. */
export async function sameLayers(measure: string, x: string, y: string): Promise<number[]> {
  const [left, right] = [await layersOf(x), await layersOf(y)];
  return left.map((a, i) => value(measure, a, right[i]));
}
