import { dirname, resolve } from 'node:path';
import { Bytes } from '../../formats/bytes';
import { onnx as format } from '../../formats/onnx/onnx';
import { BadInput, quoted } from '../../tensors/badInput';
import { failsOn } from '../failsOn';
import type { Anatomy, NumericArray, Running, Runtime, Slot } from '../runtime';
import { fromTensor, toTensor } from './convert';
import { whyNoCut } from './cut';
import { anatomyOf } from './graph';
import { loadOrt, type Ort, ortVersion, type OrtSession, type OrtTensor } from './library';
import { partsOf } from './nodes';
import { tailOf, typeOf } from './tail';
import { tapped } from './tapped';

/** Models of operators, by ONNX Runtime on the processor. */
export const onnx: Runtime = {
  id: 'onnx',
  title: 'ONNX Runtime',
  version: ortVersion,
  // The library calls its sessions from this thread and returns when they are done, or never.
  blocks: true,
  fits: (head, fileName) => format.sniff(head, fileName),
  anatomy: (path) => withBytes(path, anatomyOf),
  // It is read whole; weights in files beside it come on top.
  weightBytes: (path) => withBytes(path, (bytes) => Promise.resolve(bytes.size)),
  start,
  cutting: {
    async check(path, names) {
      const parts = await withBytes(path, partsOf);
      return new Map(names.map((name) => [name, whyNoCut(parts, name)]));
    },
    tail,
  },
};

async function start(path: string, anatomy: Anatomy, wanted: readonly string[]): Promise<Running> {
  const outputs = new Set(anatomy.steps.filter(({ isOutput }) => isOutput).map(({ name }) => name));
  const taps = wanted.filter((name) => !outputs.has(name));
  const ort = load();
  const session = await sessionOf(ort, path, tapped(await contentOf(path), taps));
  return { run: (inputs) => runOnce({ ort, session, path, slots: anatomy.inputs, wanted }, inputs) };
}

async function tail(path: string, anatomy: Anatomy, name: string, like: NumericArray): Promise<Running> {
  const found = tailOf(await contentOf(path), await withBytes(path, partsOf), name, like);
  const ort = load();
  const session = await sessionOf(ort, path, found.model);
  const slots = [
    ...anatomy.inputs.filter((slot) => found.inputs.includes(slot.name)),
    { name, dtype: typeOf(like), shape: [null, ...like.shape.slice(1)] },
  ];
  const wanted = anatomy.steps.filter(({ isOutput }) => isOutput).map((step) => step.name);
  return { run: (inputs) => runOnce({ ort, session, path, slots, wanted }, inputs) };
}

function contentOf(path: string): Promise<Uint8Array> {
  return withBytes(path, (bytes) => bytes.read(0, bytes.size));
}

async function withBytes<T>(path: string, use: (bytes: Bytes) => Promise<T>): Promise<T> {
  const bytes = await Bytes.open(path);
  try {
    return await use(bytes);
  } finally {
    await bytes.close();
  }
}

function sessionOf(ort: Ort, path: string, model: Uint8Array): Promise<OrtSession> {
  return attempt(path, () =>
    ort.InferenceSession.create(model, {
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
      // A model in memory has no folder: values in files beside it are looked for there.
      extra: { session: { model_external_initializers_file_folder_path: dirname(resolve(path)) } },
    }),
  );
}

async function runOnce(
  {
    ort,
    session,
    path,
    slots,
    wanted,
  }: {
    readonly ort: Ort;
    readonly session: OrtSession;
    readonly path: string;
    readonly slots: readonly Slot[];
    readonly wanted: readonly string[];
  },
  inputs: ReadonlyMap<string, NumericArray>,
): Promise<ReadonlyMap<string, NumericArray>> {
  const feeds = slots.flatMap((slot): (readonly [string, OrtTensor])[] => {
    const given = inputs.get(slot.name);
    return given === undefined ? [] : [[slot.name, toTensor(ort, slot, given)]];
  });
  const found = await session.run(Object.fromEntries(feeds), wanted).catch((error: unknown) => {
    const said = saidBy(error);
    if (/allocate|bad_alloc/.test(said))
      throw new BadInput(`${path} needs more memory than there is: run it on fewer instances at once.`, {
        cause: `ONNX Runtime says "${said}"`,
      });
    const [, operator, name = ''] = /while running (\w+) node\. Name:'([^']*)'/.exec(said) ?? [];
    const node = operator && `its operator ${operator}${name === '' ? '' : ` (node ${quoted(name)})`}`;
    throw failsOn(path, { slots, inputs }, `ONNX Runtime says "${said}"`, node);
  });
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
    const said = saidBy(error).replace(/\.$/, '').slice(0, 300);
    throw new BadInput(`${path} cannot be run: ONNX Runtime says "${said}".`);
  }
}

/** In one line, without the place in the library's own code: a path where it was built, and the function there. */
export function saidBy(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/\s+/g, ' ')
    .replace(/\S+\.(?:cc|cpp|h|hpp):\d+ (?:.*?\) (?=[A-Z]))?/g, '')
    .trim();
}
