import { basename } from 'node:path';
import { modelEndings } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { arrow } from './arrow/arrow';
import { Bytes } from './bytes';
import { csv } from './csv';
import { flax } from './flax';
import { fileIn } from './folders';
import type { Format, ModelFile } from './format';
import { gguf } from './gguf/gguf';
import { hdf5 } from './hdf5';
import { keras } from './keras';
import { matlab } from './matlab';
import { npy } from './npy';
import { npz } from './npz';
import { parquet } from './parquet/parquet';
import { pickle } from './pickle';
import { onnx } from './onnx/onnx';
import { openDescribed, raw } from './raw/raw';
import { saev } from './raw/saev';
import { safetensors } from './safetensors';
import { safetensorsIndex } from './safetensorsIndex';
import { tfCheckpoint } from './tfCheckpoint';
import { tfjs } from './tfjs';
import { torch } from './torch';
import { torchIndex } from './torchIndex';
import { unreadableCheckpoint, unreadableKind } from './unreadable';
import { zarr } from './zarr/zarr';

/** Every format that can be opened. The first whose signature matches a file's first bytes opens it. */
export const formats = {
  npy,
  keras,
  zarr,
  npz,
  hdf5,
  matlab,
  gguf,
  saev,
  // The length it begins with may look like the first bytes of a pickle.
  safetensors,
  // Any .json may be one: formats whose names say more come after it.
  tfjs,
  torchIndex,
  torch,
  pickle,
  safetensorsIndex,
  tfCheckpoint,
  onnx,
  arrow,
  parquet,
  flax,
  csv,
  raw,
} satisfies Record<string, Format>;

const all: readonly Format[] = Object.values(formats);
const headBytes = 64;

/** The formats that the name of a file promises: some endings are those of several. */
function namedFormats(name: string): readonly Format[] {
  return all.filter((format) => isNamed(format, name));
}

function isNamed({ endings: { models, shared } }: Format, name: string): boolean {
  const lower = name.toLowerCase();
  const isEnding = (ending: string): boolean => lower.endsWith(ending);
  return models.some(isEnding) || shared?.some(isEnding) === true;
}

/**
 * Opens a model file, or a folder that is one model: only the header is read, whatever the size. What a file is, its
 * first bytes say; a misleading name becomes a warning. Throws BadInput with a sentence that says what the file is or
 * what is wrong with it.
 */
export async function openModel(given: string): Promise<ModelFile> {
  const described = await openDescribed(given);
  if (described !== undefined) return described;
  const bytes = await Bytes.open(given, fileIn);
  const format = await formatOf(bytes);
  const file = await format.open(bytes);
  const name = basename(bytes.path);
  if (isNamed(format, name)) return file;
  const likeliest = namedFormats(name).at(-1);
  if (likeliest === undefined) return file;
  const warning = `The name says ${likeliest.title}, but the content is ${format.title}.`;
  return { ...file, warnings: [warning, ...file.warnings] };
}

/** The format that is to open a file; closes the file where there is none. Throws BadInput. */
async function formatOf(bytes: Bytes): Promise<Format> {
  const { path } = bytes;
  const name = basename(path);
  try {
    const head = await bytes.read(0, Math.min(headBytes, bytes.size));
    const checkpoint = unreadableCheckpoint(name);
    if (checkpoint !== undefined) throw new BadInput(`${path} is part of ${checkpoint}.`);
    const format = all.find((candidate) => candidate.sniff(head, name));
    if (format !== undefined) return format;
    // Its name promises a format: let that say what is wrong with the content; of several, the last, which is the most general.
    const likeliest = namedFormats(name).at(-1);
    if (head.length === 0 && likeliest !== undefined && likeliest !== formats.safetensors) {
      throw new BadInput(`${path} is empty: it has 0 bytes. Copy or download it again.`);
    }
    const kind = unreadableKind(head, name);
    if (kind !== undefined) throw new BadInput(`${path} ${kind}.`);
    if (likeliest !== undefined) return likeliest;
    throw new BadInput(`${path} is no model file that can be read: ${modelEndings.join(', ')} can.`);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}
