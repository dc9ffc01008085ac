import { basename } from 'node:path';
import type { GroupChoice, NoGroup, TensorEntry } from '../../protocol';
import { quoted } from '../../tensors/badInput';
import type { Sliced } from '../../tensors/slices';
import { inSlices } from '../breath';
import type { Headers } from '../headers';
import { declaredOutputs, findOutputs } from '../outputs/findOutputs';

/** The tensor of each model that is compared, and what else could be. */
export interface Chosen extends Pick<NoGroup, 'hasOutputs' | 'layers'> {
  readonly of: 'outputs' | 'layer';
  readonly tensors: readonly { readonly tensor: string; readonly why: string }[];
}

/**
 * What of a set of models is compared: the tensor that was chosen, else their outputs where all hold some, else the first
 * tensor that all have. Throws BadInput when a file cannot be read.
 */
export async function chooseTensors(
  { models, tensor: named, outputs: kind }: GroupChoice,
  headers: Headers,
): Promise<Chosen | NoGroup> {
  const files = await Promise.all(
    models.map(async (path) => {
      const header = await headers.open(path);
      return { path, tensors: await headers.all(header), declared: declaredOutputs(header.summary) };
    }),
  );
  const found = files.map(({ path, tensors, declared }) => findOutputs(path, tensors, { kind, declared }));
  const outputs = found.filter((one) => typeof one !== 'string');
  const layers = await inSlices(commonNames(files.map(({ tensors }) => tensors)));
  const choices = { hasOutputs: outputs.length === files.length, layers };
  if (named !== undefined) {
    const lacking = files.find(({ tensors }) => !tensors.some(({ name }) => name === named));
    if (lacking === undefined)
      return { of: 'layer', tensors: alike(files.length, named, 'it was chosen'), ...choices };
    return { found: false, reason: `${lacking.path} has no tensor ${quoted(named)}.`, ...choices };
  }
  if (choices.hasOutputs) {
    const tensors = outputs.map(({ entry, why }) => ({ tensor: entry.name, why }));
    return { of: 'outputs', tensors, ...choices };
  }
  const [first] = layers;
  if (first !== undefined)
    return { of: 'layer', tensors: alike(files.length, first, 'it is the first that all have'), ...choices };
  const without = files[found.findIndex((one) => typeof one === 'string')];
  const reason = `These files have no tensor of the same name, and not all hold outputs: ${basename(without?.path ?? '')} has none.`;
  return { found: false, reason, ...choices };
}

function alike(count: number, tensor: string, why: string): Chosen['tensors'] {
  return Array.from({ length: count }, () => ({ tensor, why }));
}

/** Tensors that all files have and that can be read, in the order of the first. */
function* commonNames(files: readonly (readonly TensorEntry[])[]): Sliced<readonly string[]> {
  const counts = new Map<string, number>();
  for (const [at, tensors] of files.entries()) {
    for (const { name, unreadable } of tensors) {
      yield;
      if (unreadable === undefined && (counts.get(name) ?? 0) === at) counts.set(name, at + 1);
    }
  }
  return [...counts].flatMap(([name, count]) => (count === files.length ? [name] : []));
}
