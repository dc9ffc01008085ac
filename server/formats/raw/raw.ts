import { basename, dirname, join } from 'node:path';
import {
  bareNumbers,
  endings,
  fitRaw,
  parseRaw,
  rawMark,
  rawText,
  type RawArray,
  sidecarNames,
} from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { isDType } from '../../tensors/decode';
import { Bytes } from '../bytes';
import type { Format, ModelFile, StoredTensor } from '../format';
import { openModelFile, type Contents } from '../modelFile';
import { isThere } from '../onDisk';
import { contiguous } from '../place';
import { unreadableKind } from '../unreadable';
import { readShard } from './saev';
import { readSidecar } from './sidecar';

/** Bare numbers, as ndarray.tofile and numpy.memmap write them: what they are, a JSON file beside them says, or a person. */
export const raw: Format = {
  id: 'raw',
  title: 'file of bare numbers',
  endings: endings.raw,
  // It begins with anything: every other format was asked before.
  sniff: (head, fileName) =>
    endings.raw.shared.some((ending) => fileName.toLowerCase().endsWith(ending)) &&
    unreadableKind(head, fileName) === undefined,
  open: (bytes) => openModelFile(bytes, raw.id, parseRawFile),
};

async function parseRawFile(file: Bytes): Promise<Contents> {
  const { path } = file;
  const shard = await readShard(file);
  if (shard !== undefined) return shard;
  for (const name of sidecarNames(basename(path))) {
    const sidecarPath = join(dirname(path), name);
    if (!(await isThere(sidecarPath))) continue;
    const sidecar = await Bytes.open(sidecarPath);
    try {
      const array = await readSidecar(sidecar);
      if (array !== undefined) return { ...contentsOf(file, array, sidecarPath), others: [sidecar] };
    } catch (error) {
      await sidecar.close();
      throw error;
    }
    await sidecar.close();
  }
  if (file.size === 0) throw new BadInput(`${path} is empty: it has 0 bytes. Copy or download it again.`);
  throw new BadInput(
    `${path} ${bareNumbers}: write ${basename(path)}.json beside it, such as {"dtype": "float32", "shape": [1000, 768]}, or add what it holds to the path, as in ${basename(path)}${rawMark}float32 1000x768.`,
  );
}

/** Opens a path behind which stands what the file holds; undefined for any other path. Throws BadInput. */
export async function openDescribed(given: string): Promise<ModelFile | undefined> {
  const at = given.lastIndexOf(rawMark);
  if (at <= 0 || (await isThere(given))) return undefined;
  const [path, text] = [given.slice(0, at), given.slice(at + rawMark.length)];
  const array = parseRaw(text);
  if (typeof array === 'string')
    throw new BadInput(`${given}: ${array.charAt(0).toLowerCase()}${array.slice(1)}`);
  const file = await openModelFile(await Bytes.open(path), raw.id, (bytes) =>
    Promise.resolve(contentsOf(bytes, array)),
  );
  return { ...file, path: given, identity: `${file.identity}\n${rawText(array)}` };
}

/** @param sidecar what says so; a person if nothing */
function contentsOf(file: Bytes, array: RawArray, sidecar?: string): Contents {
  const { path, size } = file;
  const { dtype, littleEndian, order, offset } = array;
  const shape = fitRaw(array, size);
  if (typeof shape === 'string')
    throw new BadInput(`${path} ${shape}${sidecar === undefined ? '' : `, as ${basename(sidecar)} says`}.`);
  if (!isDType(dtype)) throw new RangeError(`${dtype} is no type of ours`);
  const name = basename(path).replace(/\.[^.]*$/, '');
  const tensor: StoredTensor = { name, dtype, shape, order, bytes: size - offset };
  const metadata: [string, string][] = [
    ['described by', sidecar === undefined ? 'you' : basename(sidecar)],
    ['description', rawText({ ...array, shape })],
  ];
  return { places: new Map([[tensor, contiguous(file, offset, dtype, littleEndian)]]), metadata };
}
