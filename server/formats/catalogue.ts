import { basename } from 'node:path';
import { modelEndings } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { Bytes } from './bytes';
import type { Format, ModelFile } from './format';
import { npy } from './npy';
import { npz } from './npz';
import { safetensors } from './safetensors';
import { safetensorsIndex } from './safetensorsIndex';
import { unreadableKind } from './unreadable';

/** Every format that can be opened. The first whose signature matches a file's first bytes opens it. */
export const formats = { npy, npz, safetensorsIndex, safetensors } satisfies Record<string, Format>;

const all: readonly Format[] = Object.values(formats);
const headBytes = 64;

/** The format that the name of a file promises. */
function namedFormat(name: string): Format | undefined {
  const lower = name.toLowerCase();
  return all.find(({ endings: { models, shared = [] } }) =>
    [...models, ...shared].some((ending) => lower.endsWith(ending)),
  );
}

/**
 * Opens a model file: only its header is read, whatever its size. What it is, its first bytes say; a misleading name
 * becomes a warning. Throws BadInput with a sentence that says what the file is or what is wrong with it.
 */
export async function openModel(path: string): Promise<ModelFile> {
  const name = basename(path);
  const head = await readHead(path);
  const named = namedFormat(name);
  const format = all.find((candidate) => candidate.sniff(head, name));
  if (format === undefined) {
    if (head.length === 0 && named !== undefined && named !== formats.safetensors) {
      throw new BadInput(`${path} is empty: it has 0 bytes. Copy or download it again.`);
    }
    const kind = unreadableKind(head, name);
    if (kind !== undefined) throw new BadInput(`${path} ${kind}.`);
    // Its name promises a format: let that say what is wrong with the content.
    if (named !== undefined) return named.open(path);
    throw new BadInput(`${path} is no model file that can be read: ${modelEndings.join(', ')} can.`);
  }
  const file = await format.open(path);
  if (named === undefined || named === format) return file;
  const warning = `The name says ${named.title}, but the content is ${format.title}.`;
  return { ...file, warnings: [warning, ...file.warnings] };
}

async function readHead(path: string): Promise<Uint8Array> {
  const bytes = await Bytes.open(path);
  try {
    return await bytes.read(0, Math.min(headBytes, bytes.size));
  } finally {
    await bytes.close();
  }
}
