/** Large files of every format: most of what they declare was never written. */
import { makeVector, Table, tableToIPC } from 'apache-arrow';
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file';
import { GgufWriter } from '../../corpus/ggufWriter';
import { hdf5File, types, u } from '../../corpus/hdf5Writer';
import { call, dict, integer, named, pickleOf, storage, tensor, text } from '../../corpus/pickles';
import { torchLegacyHead, tuple } from '../../corpus/pickles';
import { int, page, parquetFile } from '../../corpus/parquetWriter';
import { bundleEntry, bundleHeader, tableFile } from '../../corpus/tfWriter';
import { float32s, npyFile, npyHeader, u64 } from '../../corpus/writers';
import { writeZip64 } from '../../corpus/zip64';
import { type BenchFile, evenHeader, flaxPieces, onnxModel, torchArchive } from './many';
import type { SparseFiles } from './sparse';

const mebi = 2 ** 20;
const gibi = 2 ** 30;
/** Tensors of a model of some size. */
const usual = 288;

function safetensors(files: SparseFiles, gigabytes: number, tensors: number): string {
  const each = Math.floor((gigabytes * gibi) / 4 / tensors);
  const head = evenHeader(tensors, each);
  return files.whole(`${gigabytes}g.safetensors`, head, head.length + tensors * 4 * each);
}

function npy(files: SparseFiles, gigabytes: number): string {
  const head = npyFile(npyHeader('<f4', [(gigabytes * gibi) / 4]));
  return files.whole(`${gigabytes}g.npy`, head, head.length + gigabytes * gibi);
}

function npz(files: SparseFiles): string {
  const path = files.path('5g.npz');
  const start = npyFile(npyHeader('<f4', [(5 * gibi) / 4]));
  const end = float32s(1);
  writeZip64(path, [{ name: 'x.npy', start, end, size: start.length + 5 * gibi }]);
  return path;
}

function torchLegacy(files: SparseFiles): string {
  const each = gibi / 4 / 256;
  const keys = Array.from({ length: 256 }, (_, i) => String(i));
  const none = Buffer.from('N');
  const entry = (key: string) =>
    [
      `model.layers.${key}.weight`,
      tensor({ of: storage(key, each, 'FloatStorage', [none]), size: [each] }),
    ] as const;
  const head = torchLegacyHead(pickleOf(dict(...keys.map(entry))), keys);
  return files.pieces('1g-legacy.pt', [
    { bytes: head, gap: 0 },
    ...keys.map(() => ({ bytes: u64(each), gap: 4 * each })),
  ]);
}

/** Arrays of NumPy with their bytes in the pickle. */
function pickled(files: SparseFiles): string {
  const [count, bytes] = [64, gibi / 64];
  const raw = (code: string): Buffer => Buffer.from(code, 'latin1');
  const empty = call(
    named('numpy.core.multiarray', '_reconstruct'),
    named('numpy', 'ndarray'),
    tuple(integer(0)),
    raw('U\x01b'),
  );
  const type = Buffer.concat([
    call(named('numpy', 'dtype'), text('f4'), integer(0), integer(1)),
    tuple(integer(3), text('<'), raw('NNN'), integer(-1), integer(-1), integer(0)),
    raw('b'),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes);
  const start = [empty, raw('('), integer(1), tuple(integer(bytes / 4)), type, raw('\x89B'), length];
  const pieces = Array.from({ length: count }, (_, i) => [
    { bytes: Buffer.concat([text(`layer_${i}`), ...start]), gap: bytes },
    { bytes: raw('tb'), gap: 0 },
  ]);
  return files.pieces('1g.pkl', [
    { bytes: raw('\x80\x03}('), gap: 0 },
    ...pieces.flat(),
    { bytes: raw('u.'), gap: 0 },
  ]);
}

/** One dataset of float32 that lies in one piece behind the headers: how such a file begins, and its size. */
function oneDataset(bytes: number): { readonly head: Buffer; readonly size: number } {
  const offset = 65_536;
  const layout = Buffer.concat([u(1, 3, 1), u(8, offset, bytes)]);
  const dataset = { type: types.float32, shape: [bytes / 4096, 1024], messages: [[0x08, layout]] } as const;
  const head = hdf5File({ x: dataset });
  // Where the file ends.
  head.writeBigUInt64LE(BigInt(offset + bytes), 40);
  return { head, size: offset + bytes };
}

function hdf5(files: SparseFiles, gigabytes: number): string {
  const { head, size } = oneDataset(gigabytes * gibi);
  return files.whole(`${gigabytes}g.h5`, head, size);
}

function keras(files: SparseFiles): string {
  const path = files.path('1g.keras');
  const { head, size } = oneDataset(gibi);
  writeZip64(path, [{ name: 'model.weights.h5', start: head, end: Buffer.alloc(4), size }]);
  return path;
}

/** A header with so many tokens, as the tokenizers of large language models have them, and 288 tensors of Q4_K. */
function gguf(files: SparseFiles, tokens: number): string {
  const w = new GgufWriter();
  const texts = Array.from({ length: tokens }, (_, i) => w.text(`token ${i}`));
  const bytes = ((4096 * 8192) / 256) * 144;
  const head = w.file({
    keys: [
      w.key('general.architecture', 8, w.text('llama')),
      w.key('tokenizer.ggml.tokens', 9, w.list(8, tokens, Buffer.concat(texts))),
      w.key('tokenizer.ggml.scores', 9, w.list(6, tokens, Buffer.alloc(4 * tokens))),
    ],
    tensors: Array.from({ length: usual }, (_, i) => w.tensor(`blk.${i}.w`, [4096, 8192], 12, i * bytes)),
  });
  return files.whole(`${tokens}.gguf`, head, head.length + usual * bytes);
}

function tfCheckpoint(files: SparseFiles): string {
  const each = Math.floor(gibi / usual / 4) * 4;
  const name = (i: number): string => `layer_${String(i).padStart(3, '0')}/kernel/.ATTRIBUTES/VARIABLE_VALUE`;
  const variables = Array.from(
    { length: usual },
    (_, i) => [name(i), bundleEntry({ shape: [each / 4], size: each, offset: i * each })] as const,
  );
  files.whole('v.data-00000-of-00001', Buffer.alloc(0), usual * each);
  return files.whole('v.index', tableFile([['', bundleHeader()], ...variables]));
}

/** The stream form, in which one batch follows the other. */
/** One column of float32 in 64 batches: a stream, or with an index of the batches at the end. */
function arrow(files: SparseFiles, form: 'stream' | 'file'): string {
  const rows = gibi / 64 / 4;
  const table = new Table({ x: makeVector(new Float32Array(rows)) });
  const stream = Buffer.from(tableToIPC(table, 'stream'));
  const schema = stream.subarray(0, 8 + stream.readUInt32LE(4));
  const head = stream.subarray(schema.length, schema.length + 8 + stream.readUInt32LE(schema.length + 4));
  const body = stream.length - 8 - schema.length - head.length;
  const batches = Array.from({ length: 64 }, () => ({ bytes: head, gap: body }));
  if (form === 'stream') return files.pieces('1g.arrow', [{ bytes: schema, gap: 0 }, ...batches]);
  const start = Buffer.concat([Buffer.from('ARROW1\0\0'), schema]);
  const blocks = batches.map(
    (_, i) => new FileBlock(head.length, body, start.length + i * (head.length + body)),
  );
  const footer = Footer.encode(new Footer(table.schema, undefined, blocks, []));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  const end = Buffer.concat([
    Buffer.alloc(8, '\xff\xff\xff\xff\0\0\0\0', 'latin1'),
    footer,
    length,
    Buffer.from('ARROW1'),
  ]);
  return files.pieces('1g.feather', [{ bytes: start, gap: 0 }, ...batches, { bytes: end, gap: 0 }]);
}

/** Batches so small that they lie in each other's pages, as one makes them that writes row by row. */
function manyBatches(files: SparseFiles): string {
  const stream = Buffer.from(tableToIPC(new Table({ x: makeVector(new Float32Array(4)) }), 'stream'));
  const schema = stream.subarray(0, 8 + stream.readUInt32LE(4));
  const batch = stream.subarray(schema.length, stream.length - 8);
  return files.whole('many.arrow', Buffer.concat([schema, ...Array.from({ length: 100_000 }, () => batch)]));
}

/** One column of float32, in pages of 1 MiB. */
function parquet(files: SparseFiles): string {
  const [pages, count] = [1024, 2 ** 18];
  const header = page(Buffer.alloc(0), { count, size: 4 * count, compressed: 4 * count });
  const size = pages * (header.length + 4 * count);
  const whole = parquetFile([{ pages: [], metadata: { 7: int(size), 9: int(4) } }], pages * count);
  return files.pieces('1g.parquet', [
    { bytes: whole.subarray(0, 4), gap: 0 },
    ...Array.from({ length: pages }, () => ({ bytes: header, gap: 4 * count })),
    { bytes: whole.subarray(4), gap: 0 },
  ]);
}

function csv(files: SparseFiles): string {
  const row = Array.from({ length: 16 }, (_, i) => (Math.sin(i + 1) * 1e3).toFixed(6)).join(',');
  const block = Buffer.from(`${row}\n`.repeat(Math.floor(mebi / (row.length + 1))));
  const blocks = Array.from({ length: 128 }, () => ({ bytes: block, gap: 0 }));
  return files.pieces('128m.csv', blocks);
}

/** Yardsticks: the fastest prototypes known of each, measured once on a machine of two cores, ms and MiB. */
export const largeFiles: readonly BenchFile[] = [
  { title: '1 GB safetensors, 288 tensors', yardstick: [3.5, 43], make: (f) => safetensors(f, 1, usual) },
  { title: '6 GB safetensors, 2 tensors', yardstick: [1.1, 42], make: (f) => safetensors(f, 6, 2) },
  { title: '1 GB npy', yardstick: [1.5, 42], make: (f) => npy(f, 1) },
  { title: '5 GB npy', yardstick: [1.4, 42], make: (f) => npy(f, 5) },
  { title: '5 GB npz', yardstick: [2.9, 42], make: npz },
  {
    title: '1 GB PyTorch zip, 288 tensors',
    yardstick: [12, 51],
    make: (f) => torchArchive(f, '1g.pt', usual, gibi / 4 / usual),
  },
  {
    title: '5 GB PyTorch zip, one tensor',
    yardstick: [4.2, 42],
    make: (f) => torchArchive(f, '5g.pt', 1, (5 * gibi) / 4),
  },
  { title: '1 GB PyTorch before 1.6, 256 tensors', yardstick: [67, 117], make: torchLegacy },
  { title: '1 GB pickle, 64 arrays', make: pickled },
  { title: '1 GB HDF5', yardstick: [175, 83], make: (f) => hdf5(f, 1) },
  { title: '6 GB HDF5', yardstick: [180, 81], make: (f) => hdf5(f, 6) },
  { title: '1 GB Keras archive', make: keras },
  { title: '5 GB GGUF, 288 tensors', yardstick: [7, 74], make: (f) => gguf(f, 0) },
  { title: '5 GB GGUF, 128,000 tokens', yardstick: [217, 74], make: (f) => gguf(f, 128_000) },
  {
    title: '128 MB ONNX, 32 tensors',
    yardstick: [6, 43],
    make: (f) => f.whole('32.onnx', onnxModel(32, 2 ** 25)),
  },
  {
    title: '512 MB Flax, 128 tensors',
    yardstick: [33, 74],
    make: (f) => f.pieces('512m.msgpack', flaxPieces(128, 2 ** 20)),
  },
  { title: '1 GB TensorFlow checkpoint, 288 tensors', make: tfCheckpoint },
  { title: '1 GB Arrow file, 64 batches', yardstick: [2, 74], make: (f) => arrow(f, 'file') },
  { title: '1 GB Arrow stream, 64 batches', make: (f) => arrow(f, 'stream') },
  { title: '16 MB Arrow stream, 100,000 batches', make: manyBatches },
  { title: '1 GB Parquet, 1,024 pages', make: parquet },
  { title: '128 MB table of text', make: csv },
];
