import { endings } from '../../protocol';
import type { Bytes } from '../bytes';
import type { Format, StoredTensor } from '../format';
import { type Contents, openModelFile } from '../modelFile';
import { contiguous, type Place } from '../place';
import { type GgufHeader, readHeader } from './header';
import { quantisedPlace } from './quantisedPlace';
import { openParts, partOf } from './parts';
import type { TensorInfo } from './tensorInfos';

/** The files of llama.cpp and its kin: metadata and tensors, mostly quantised. github.com/ggml-org/ggml, docs/gguf.md */
export const gguf: Format = {
  id: 'gguf',
  title: 'GGUF',
  endings: endings.gguf,
  sniff: (head) => Buffer.from(head.subarray(0, 4)).toString('latin1') === 'GGUF',
  open: (bytes) => openModelFile(bytes, gguf.id, parseGguf),
};

async function parseGguf(bytes: Bytes): Promise<Contents> {
  const header = await readHeader(bytes);
  const places = new Map<StoredTensor, Place | null>();
  addTensors(places, bytes, header);
  const order = header.littleEndian ? 'little-endian' : 'big-endian';
  const metadata = [['GGUF', `version ${header.version}, ${order}`] as const, ...header.metadata.shown];
  const warnings: string[] = [];
  if (header.rest > 0) warnings.push(`${header.rest} bytes at the end belong to no tensor.`);
  const part = partOf(bytes.path, header.metadata.numbers);
  if (part === undefined) return { places, metadata, warnings };
  const parts = await openParts(part);
  for (const { file, header: other } of parts.opened) addTensors(places, file, other);
  warnings.push(...parts.warnings);
  const all = header.metadata.numbers.get('split.tensors.count');
  if (parts.complete && all !== undefined && all !== places.size)
    warnings.push(`The first part counts ${all} tensors in all parts, which hold ${places.size}.`);
  return { places, metadata, warnings, others: parts.opened.map(({ file }) => file) };
}

function addTensors(places: Map<StoredTensor, Place | null>, file: Bytes, header: GgufHeader): void {
  for (const info of header.tensors) {
    const { name, type, shape, bytes } = info;
    const stored: StoredTensor = { name, dtype: type.word, shape, order: 'C', bytes };
    const place = placeOf(file, header, info);
    const unreadable = `Type ${type.word} is not decoded: take the model in Q8_0 or a type like Q4_K.`;
    places.set(place === null ? { ...stored, unreadable } : stored, place);
  }
}

function placeOf(file: Bytes, { start, littleEndian }: GgufHeader, info: TensorInfo): Place | null {
  const { plain, quantised } = info.type;
  if (plain !== undefined) return contiguous(file, start + info.offset, plain, littleEndian);
  if (quantised !== undefined) return quantisedPlace(file, start + info.offset, quantised, littleEndian);
  return null;
}
