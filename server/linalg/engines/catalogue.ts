import type { Engine, EngineId } from '../engine';
import { loadBlas } from './blas';
import { findBlasLibraries } from './blasLibraries';
import { loadOnnxRuntime } from './onnxruntime';
import { type Accelerator, type EngineSettings, selectEngine, type Selection } from './selection';
import { loadTfjs } from './tfjs';
import { createWasmEngine } from './wasm';

export type { EngineSettings } from './selection';

/** Everything that can multiply, with what people are told it is. */
export const engineTitles: Readonly<Record<EngineId, string>> = {
  wasm: 'WebAssembly SIMD',
  onnxruntime: 'ONNX Runtime (onnxruntime-node)',
  tfjs: 'TensorFlow.js (@tensorflow/tfjs-node)',
  blas: 'a BLAS library of this machine, through koffi',
};

/**
 * Every accelerator, in the order in which `auto` tries those it may: ONNX Runtime only, with which threads
 * are ended at random moments in the tests. The others are for those who ask for them.
 */
export const accelerators: readonly Accelerator[] = [
  { id: 'onnxruntime', types: ['float32', 'float64'], automatic: true, load: () => loadOnnxRuntime() },
  { id: 'tfjs', types: ['float32'], automatic: false, load: () => loadTfjs() },
  { id: 'blas', types: ['float32', 'float64'], automatic: false, load: loadChosenBlas },
];

/** The engine of a thread. Nothing is loaded before the first large product. */
export function createEngine(
  settings: EngineSettings,
  options: Omit<Selection, 'settings' | 'accelerators'> & { readonly poll?: () => void },
): Engine {
  return selectEngine(createWasmEngine(options.poll), { ...options, settings, accelerators });
}

/** The library of the settings, or the first of those found that loads. */
function loadChosenBlas({ blasLibrary }: EngineSettings) {
  if (blasLibrary !== '') return loadBlas(blasLibrary);
  const candidates = findBlasLibraries();
  let problem: unknown = new Error('no BLAS library was found: name one in nnsim.blasLibrary');
  for (const candidate of candidates) {
    try {
      return loadBlas(candidate);
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}
