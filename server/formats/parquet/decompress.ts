import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { inflateLz4Block } from '../lz4';
import { inflateSnappy } from '../snappy';
import { inflateZstd } from '../zstd';

/** A way in which pages are compressed. */
interface Codec {
  readonly name: string;
  /** How many bytes at most become of one: what claims more is not decompressed. */
  readonly most: number;
  /** The `length` bytes; undefined when there is another number of them, or they are damaged. */
  readonly inflate?: (page: Uint8Array<ArrayBuffer>, length: number) => Uint8Array<ArrayBuffer> | undefined;
}

const codecs: readonly Codec[] = [
  { name: 'none', most: 1, inflate: (page, length) => (page.length === length ? page : undefined) },
  {
    name: 'Snappy',
    most: 32,
    inflate: (page, length) => {
      const target = new Uint8Array(length);
      return inflateSnappy(page, target) ? target : undefined;
    },
  },
  { name: 'gzip', most: 1040, inflate: (page, length) => byNode(gunzipSync, page, length) },
  { name: 'LZO', most: 0 },
  { name: 'Brotli', most: Infinity, inflate: (page, length) => byNode(brotliDecompressSync, page, length) },
  { name: 'LZ4', most: 256, inflate: inflateHadoop },
  { name: 'Zstandard', most: 33_000, inflate: inflateZstd },
  { name: 'LZ4', most: 256, inflate: inflateLz4 },
];
/** Headers of a compressed page, of which nothing becomes. */
const slack = 64;

/** Why a page of this codec cannot be decompressed; undefined where it can. */
export function unknownCodec(codec: number): string | undefined {
  const known = codecs[codec];
  if (known?.inflate !== undefined) return undefined;
  const name = known === undefined ? `in an unknown way (number ${codec})` : `by ${known.name}`;
  return `It is compressed ${name}, which is not read: write it with Snappy or Zstandard.`;
}

/** The `length` bytes a page is said to hold; undefined when it does not. Takes no memory for what cannot be. */
export function decompress(
  codec: number,
  page: Uint8Array<ArrayBuffer>,
  length: number,
): Uint8Array<ArrayBuffer> | undefined {
  const known = codecs[codec];
  if (known?.inflate === undefined || length > known.most * page.length + slack) return undefined;
  return length === 0 ? new Uint8Array(0) : known.inflate(page, length);
}

function byNode(
  inflate: (page: Uint8Array, options: { maxOutputLength: number }) => Uint8Array,
  page: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = inflate(page, { maxOutputLength: length });
    return bytes.length === length ? new Uint8Array(bytes) : undefined;
  } catch {
    // Damaged, or more than there should be.
    return undefined;
  }
}

function inflateLz4(page: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const target = new Uint8Array(length);
  return inflateLz4Block(page, target, 0) === length ? target : undefined;
}

/** LZ4 as Hadoop writes it: several blocks, with their sizes before them. Other writers leave the sizes out. */
function inflateHadoop(page: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  const target = new Uint8Array(length);
  let written = 0;
  for (let at = 0; written < length;) {
    if (at + 8 > page.length) return inflateLz4(page, length);
    const [large, small] = [view.getUint32(at), view.getUint32(at + 4)];
    at += 8 + small;
    const end = written + large;
    if (at > page.length || end > length) return inflateLz4(page, length);
    // Of its own bytes only: a block does not refer to those before.
    const block = target.subarray(written, end);
    if (inflateLz4Block(page.subarray(at - small, at), block, 0) !== large) return inflateLz4(page, length);
    written = end;
  }
  return target;
}
