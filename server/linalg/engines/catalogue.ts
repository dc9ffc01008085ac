import type { Engine, EngineId } from '../engine';
import { createWasmEngine } from './wasm';

export interface EngineEntry {
  /** For the diagnostics report. */
  readonly title: string;
  /** Makes an engine for the calling thread; `poll` is called between blocks of work. */
  load(poll?: () => void): Engine;
}

/** Every engine that can compute. */
export const engines = {
  wasm: { title: 'WebAssembly SIMD', load: createWasmEngine },
} satisfies Record<EngineId, EngineEntry>;
