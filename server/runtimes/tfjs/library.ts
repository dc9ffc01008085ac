import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { nativeTfjs } from '../../linalg/engines/tfjs';
import type * as portable from './portable';

export type TensorFlow = typeof portable;

/** Beside the program, and where the program is not bundled. */
const places = ['./tensorflow.js', './portable.ts'];

/**
 * TensorFlow.js: with its native library where the person has installed it and it loads, else in plain JavaScript.
 * @param from file from which the packages are looked for
 */
export async function loadTensorFlow(from = __filename): Promise<TensorFlow> {
  const native = loadNative(from);
  const tf = native ?? loadPortable();
  // It would greet, and recommend packages.
  tf.env().set('PROD', true);
  if (native === undefined) await tf.setBackend('cpu');
  return tf;
}

/** Which of them it is, and its version. */
export function tensorFlowVersion(from = __filename): string {
  const version = nativeVersion(from);
  return version === undefined ? loadPortable().version_core : `${version} native`;
}

function nativeVersion(from: string): string | undefined {
  try {
    const { manifest } = nativeTfjs(from);
    if (!hasLibrary(dirname(manifest))) return undefined;
    return (createRequire(from)(manifest) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}

function loadNative(from: string): TensorFlow | undefined {
  try {
    const { manifest, load } = nativeTfjs(from);
    // Without its library it fails half-way, and leaves behind backends that do not work.
    return hasLibrary(dirname(manifest)) ? (load() as TensorFlow) : undefined;
  } catch {
    return undefined;
  }
}

function hasLibrary(folder: string): boolean {
  const lib = join(folder, 'lib');
  return readdirSync(lib).some((name) => existsSync(join(lib, name, 'tfjs_binding.node')));
}

function loadPortable(): TensorFlow {
  const load = createRequire(__filename);
  for (const place of places) {
    try {
      return load(place) as TensorFlow;
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
      if (!isMissing) throw error;
    }
  }
  throw new Error(`${places[0] ?? ''} is missing beside the program`);
}
