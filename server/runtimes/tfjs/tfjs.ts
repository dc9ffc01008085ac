import type { Anatomy, Running, Runtime } from '../runtime';
import { graphAnatomy } from './graphAnatomy';
import { startGraph } from './graphModel';
import { layersAnatomy } from './layersAnatomy';
import { startLayers } from './layersModel';
import { loadTensorFlow, tensorFlowVersion } from './library';
import { type ModelJson, readModelJson } from './modelJson';
import { readWeights, weightBytes } from './weights';

/** Models of layers and models of operators, by TensorFlow.js. */
export const tfjs: Runtime = {
  id: 'tfjs',
  title: 'TensorFlow.js',
  version: () => tensorFlowVersion(),
  blocks: true,
  fits: (head, fileName) =>
    fileName.toLowerCase().endsWith('.json') && /^\s*[[{]/.test(Buffer.from(head).toString('latin1')),
  anatomy: async (path) => anatomyOf(await readModelJson(path)),
  weightBytes,
  start,
};

function anatomyOf(model: ModelJson): Anatomy {
  return model.kind === 'graph' ? graphAnatomy(model) : layersAnatomy(model);
}

async function start(path: string, anatomy: Anatomy, wanted: readonly string[]): Promise<Running> {
  const [model, weights, tf] = await Promise.all([readModelJson(path), readWeights(path), loadTensorFlow()]);
  const begin = model.kind === 'graph' ? startGraph : startLayers;
  return begin({ tf, model, weights, anatomy, wanted });
}
