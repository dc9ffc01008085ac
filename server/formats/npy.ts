import { basename } from 'node:path';
import { endings } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import { isDType } from '../tensors/decode';
import { elementCount } from '../tensors/storedTensor';
import type { Bytes, Source } from './bytes';
import type { Format, StoredTensor, TextReader } from './format';
import { type Contents, openModelFile } from './modelFile';
import { parseNpyHeader } from './npyHeader';
import { npyTexts } from './npyTexts';
import { contiguous, type Place } from './place';
import { textClasses } from './textClasses';

const magic = Buffer.from('\x93NUMPY', 'latin1');
/** NumPy writes headers of some hundred bytes. */
const longestHeader = 10_000_000;
/** Magic, version and the length of the header. */
export const longestPrefix = 12;
/** NumPy's headers end at a multiple of 64 bytes, and mostly at this one. */
const usualStart = 128;

/** A single array, as numpy.save writes it. */
export const npy: Format = {
  id: 'npy',
  title: 'NumPy array',
  endings: endings.npy,
  sniff: isNpy,
  open: (bytes) => openModelFile(bytes, npy.id, parseNpy),
};

/** Whether bytes begin as an array does. */
function isNpy(head: Uint8Array): boolean {
  return magic.equals(head.subarray(0, magic.length));
}

/** One array: what it is, where its values lie, and what is odd about it. */
export interface NpyArray {
  readonly tensor: StoredTensor;
  readonly place: Place | null;
  readonly warnings: readonly string[];
  /** Of an array of texts. */
  readonly texts?: TextReader;
}

/**
 * Reads the header of the array that `source` holds from its first byte to its last. Throws BadInput.
 * @param where the file (and member) for messages; `name` what the tensor shall be called; `parse` reads the text;
 * `ahead` bytes are read at first
 */
export async function readNpy(
  where: string,
  name: string,
  source: Source,
  size: number,
  { parse = parseNpyHeader, ahead = usualStart } = {},
): Promise<NpyArray> {
  const { buffer, byteOffset, byteLength } = await source.read(0, Math.min(size, ahead));
  const head = Buffer.from(buffer, byteOffset, byteLength);
  if (size < magic.length + 4 || !isNpy(head))
    throw new BadInput(`${where} does not begin as a NumPy array does.`);
  const [major, minor] = [head.readUInt8(magic.length), head.readUInt8(magic.length + 1)];
  if (major < 1 || major > 3 || minor !== 0) {
    throw new BadInput(
      `${where} has version ${major}.${minor} of the npy format, which is unknown: save it anew.`,
    );
  }
  const lengthBytes = major === 1 ? 2 : 4;
  const textStart = magic.length + 2 + lengthBytes;
  if (size < textStart)
    throw new BadInput(`${where} is cut short: it ends within its first ${textStart} bytes.`);
  const length = head.readUIntLE(magic.length + 2, lengthBytes);
  const start = textStart + length;
  if (start > size) {
    throw new BadInput(
      `${where}: the header length ${length} runs past the end of the file at byte ${size}.`,
    );
  }
  if (length > longestHeader) {
    throw new BadInput(`${where}: the header claims ${length} bytes, more than ${longestHeader}.`);
  }
  const written =
    start <= head.length ? head.subarray(textStart, start) : await source.read(textStart, length);
  const text = Buffer.from(written).toString(major === 3 ? 'utf8' : 'latin1');
  const header = parse(where, text, textStart);
  const warnings = header.warning === undefined ? [] : [header.warning];
  const bytes = elementCount(header) * header.itemBytes;
  const held = size - start;
  if (bytes > held)
    throw new BadInput(`${where} is cut short: its values need ${bytes} bytes and it has ${held}.`);
  if (bytes < held) warnings.push(`${held - bytes} bytes follow after the values of ${quoted(name)}.`);
  const { dtype, shape, order, littleEndian, unreadable } = header;
  const tensor = { name, dtype, shape, order, bytes: Number.isNaN(bytes) ? held : bytes };
  const texts = npyTexts(source, start, header);
  return {
    tensor: unreadable === undefined ? tensor : { ...tensor, unreadable },
    place: isDType(dtype) ? contiguous(source, start, dtype, littleEndian) : null,
    warnings,
    ...(texts !== undefined && { texts }),
  };
}

async function parseNpy(bytes: Bytes): Promise<Contents> {
  // The array has no name in the file; an equal one in every file lets two files be matched by name.
  const { tensor, place, warnings, texts } = await readNpy(bytes.path, 'array', bytes, bytes.size);
  if (tensor.dtype === 'object')
    throw new BadInput(`${bytes.path} cannot be read. ${tensor.unreadable ?? ''}`);
  // It is the file that is called labels.
  const called = basename(bytes.path).replace(/\.npy$/i, '');
  const numbered = texts && (await textClasses(called, tensor, texts));
  if (numbered !== undefined)
    return {
      places: new Map([[numbered.tensor, numbered.place]]),
      classes: new Map([[numbered.tensor, numbered.names]]),
      warnings,
    };
  return {
    places: new Map([[tensor, place]]),
    warnings,
    ...(texts !== undefined && { texts: new Map([[tensor, texts]]) }),
  };
}
