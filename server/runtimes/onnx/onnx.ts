import { dirname, resolve } from 'node:path';
import { Bytes } from '../../formats/bytes';
import { onnx as format } from '../../formats/onnx/onnx';
import { BadInput } from '../../tensors/badInput';
import type { Anatomy, NumericArray, Running, Runtime } from '../runtime';
import { fromTensor, toTensor } from './convert';
import { anatomyOf } from './graph';
import { loadOrt, type Ort, ortVersion, type OrtSession, type OrtTensor } from './library';
import { tapped } from './tapped';

/** Models of operators, by ONNX Runtime on the processor. */
export const onnx: Runtime = {
  id: 'onnx',
  title: 'ONNX Runtime',
  version: ortVersion,
  fits: (head, fileName) => format.sniff(head, fileName),
  async anatomy(path) {
    const bytes = await Bytes.open(path);
    try {
      return await anatomyOf(bytes);
    } finally {
      await bytes.close();
    }
  },
  start,
};

async function start(path: string, anatomy: Anatomy, wanted: readonly string[]): Promise<Running> {
  const ort = load();
  const outputs = new Set(anatomy.steps.filter(({ isOutput }) => isOutput).map(({ name }) => name));
  const bytes = await Bytes.open(path);
  const model = await bytes.read(0, bytes.size).finally(() => bytes.close());
  const taps = wanted.filter((name) => !outputs.has(name));
  const session = await attempt(path, () =>
    ort.InferenceSession.create(tapped(model, taps), {
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
      // A model in memory has no folder: values in files beside it are looked for there.
      extra: { session: { model_external_initializers_file_folder_path: dirname(resolve(path)) } },
    }),
  );
  return { run: (inputs) => runOnce({ ort, session, path, anatomy, wanted }, inputs) };
}

async function runOnce(
  {
    ort,
    session,
    path,
    anatomy,
    wanted,
  }: {
    readonly ort: Ort;
    readonly session: OrtSession;
    readonly path: string;
    readonly anatomy: Anatomy;
    readonly wanted: readonly string[];
  },
  inputs: ReadonlyMap<string, NumericArray>,
): Promise<ReadonlyMap<string, NumericArray>> {
  const feeds = anatomy.inputs.flatMap((slot): (readonly [string, OrtTensor])[] => {
    const given = inputs.get(slot.name);
    return given === undefined ? [] : [[slot.name, toTensor(ort, slot, given)]];
  });
  const found = await attempt(path, () => session.run(Object.fromEntries(feeds), wanted));
  const values = new Map<string, NumericArray>();
  for (const name of wanted) {
    // A name such as __proto__ is a name like any other.
    const tensor = Object.hasOwn(found, name) ? found[name] : undefined;
    const array = tensor === undefined ? undefined : fromTensor(tensor);
    tensor?.dispose();
    if (array !== undefined) values.set(name, array);
  }
  return values;
}

function load(): Ort {
  try {
    return loadOrt();
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new BadInput(
      `Running an ONNX model needs the package onnxruntime-node, which did not load (${reason}): install the extension for this platform.`,
    );
  }
}

/** With what the library says about the model, in one sentence. */
async function attempt<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const [line = ''] = text.split('\n').filter((part) => part.trim() !== '');
    throw new BadInput(`${path} cannot be run: ONNX Runtime says "${line.trim().slice(0, 300)}".`);
  }
}
