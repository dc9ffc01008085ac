import { createRequire } from 'node:module';

/** A tensor of `onnxruntime-common`; texts have an array of their own. */
export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView | readonly string[];
  dispose(): void;
}

export interface OrtSession {
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, OrtTensor>>;
}

/** The parts of `onnxruntime-node` that are used, of its documented interface. */
export interface Ort {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => OrtTensor;
}

const packageName = 'onnxruntime-node';

/** @throws Error where the package is not installed or its library does not load */
export function loadOrt(from = __filename): Ort {
  return createRequire(from)(packageName) as Ort;
}

/** The version that is installed. */
export function ortVersion(): string | undefined {
  try {
    const manifest = createRequire(__filename)(`${packageName}/package.json`) as {
      readonly version?: string;
    };
    return manifest.version;
  } catch {
    return undefined;
  }
}
