import { endings } from '../protocol';
import { isDType } from '../tensors/decode';
import type { Bytes } from './bytes';
import { classNamesMetadata, columnsOf, parseNames } from './classNames';
import type { Format, StoredTensor } from './format';
import { type Contents, openModelFile } from './modelFile';
import { contiguous, type Place } from './place';
import { parseHeader, refuse } from './safetensorsHeader';

/** Limit of the reference implementation. */
const longestHeader = 100_000_000;
const lengthBytes = 8;

/** One file of tensors: u64 length of the header, the header in JSON, the data. github.com/huggingface/safetensors */
export const safetensors: Format = {
  id: 'safetensors',
  title: 'safetensors',
  endings: endings.safetensors,
  // There is no magic number: eight bytes of length, and the JSON begins with a brace after optional space.
  sniff(head) {
    if (head.length < lengthBytes + 2) return false;
    const length = headerLength(head);
    if (length < 2n || length > BigInt(longestHeader)) return false;
    return Buffer.from(head.subarray(lengthBytes)).toString('latin1').trimStart().startsWith('{');
  },
  open: (bytes) => openModelFile(bytes, safetensors.id, parseSafetensors),
};

function headerLength(head: Uint8Array): bigint {
  return Buffer.from(head.buffer, head.byteOffset, head.length).readBigUInt64LE(0);
}

async function parseSafetensors(bytes: Bytes): Promise<Contents> {
  const { text, start } = await readHeader(bytes);
  const { tensors, metadata } = parseHeader(bytes.path, text, lengthBytes, bytes.size - start);
  const places = new Map<StoredTensor, Place | null>();
  for (const { tensor, begin } of tensors) {
    const { dtype } = tensor;
    places.set(tensor, isDType(dtype) ? contiguous(bytes, start + begin, dtype) : null);
  }
  const [, names] = metadata.find(([key]) => key === classNamesMetadata) ?? [];
  if (names === undefined) return { places, metadata };
  const classes = parseNames(names);
  const odd = `${classNamesMetadata} is no JSON list of texts: it names no classes.`;
  const warnings = classes === undefined ? [odd] : [];
  return { places, metadata, warnings, columns: columnsOf(places.keys(), classes) };
}

/** The header's text, and where the data starts. Checks the length before it reads. */
async function readHeader(bytes: Bytes): Promise<{ text: string; start: number }> {
  if (bytes.size < lengthBytes) {
    refuse(bytes.path, `the file has ${bytes.size} bytes, shorter than 8 bytes`, 'HeaderTooSmall');
  }
  const length = headerLength(await bytes.read(0, lengthBytes));
  if (length > BigInt(longestHeader)) {
    refuse(
      bytes.path,
      `the header claims ${length.toString()} bytes, more than ${longestHeader}`,
      'HeaderTooLarge',
    );
  }
  const start = lengthBytes + Number(length);
  if (start > bytes.size) {
    const end = `${length.toString()} runs past the end of the file at byte ${bytes.size}`;
    refuse(bytes.path, `the header length ${end}`, 'InvalidHeaderLength');
  }
  const header = await bytes.read(lengthBytes, Number(length));
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header), start };
  } catch {
    return refuse(bytes.path, 'the header is not UTF-8', 'InvalidHeader');
  }
}
