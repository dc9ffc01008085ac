/** Files of 50,000 small tensors in every format that can hold them. */
import { GgufWriter } from '../../corpus/ggufWriter';
import { type Entry, hdf5File, types } from '../../corpus/hdf5Writer';
import { pack } from '../../corpus/msgpackWriter';
import { field, graphProto, nodeProto, onnxFile, tensorProto } from '../../corpus/onnxWriter';
import { int, parquetFile } from '../../corpus/parquetWriter';
import { pickleOf, storage, tensor, text, torchLegacyHead } from '../../corpus/pickles';
import { bundleEntry, bundleHeader, tableFile } from '../../corpus/tfWriter';
import { float32s, npyOf, safetensorsFile, u64, zipFile } from '../../corpus/writers';
import { writeZip64 } from '../../corpus/zip64';
import type { SparseFiles } from './sparse';
import { savedPickle } from './torchSave';

/** A file to open. */
export interface BenchFile {
  readonly title: string;
  /** What a prototype took: ms of the first open, MiB of memory. */
  readonly yardstick?: readonly [ms: number, mebibytes: number];
  /** Writes it and returns its path. */
  readonly make: (files: SparseFiles) => string;
}

const many = 50_000;
const elements = 16;

/** A safetensors header of `count` tensors of so many float32 each. */
export function evenHeader(count: number, each: number): Buffer {
  const entry = (i: number): [string, unknown] => [
    `model.layers.${i}.self_attn.q_proj.weight`,
    { dtype: 'F32', shape: [each], data_offsets: [4 * each * i, 4 * each * (i + 1)] },
  ];
  return safetensorsFile(Object.fromEntries(Array.from({ length: count }, (_, i) => entry(i))));
}

/** A file of torch.save of `count` tensors of so many float32 each. */
export function torchArchive(files: SparseFiles, name: string, count: number, each: number): string {
  const size = Math.floor(each);
  const keys = Array.from({ length: count }, (_, i) => String(i));
  const pickle = savedPickle(keys, size);
  const path = files.path(name);
  writeZip64(path, [
    { name: 'a/data.pkl', end: pickle, size: pickle.length },
    ...keys.map((key) => ({ name: `a/data/${key}`, end: Buffer.alloc(4), size: 4 * size })),
  ]);
  return path;
}

function torchPickle(keys: readonly string[], size: number, part: Buffer[] = []): Buffer {
  // In storages of more than 2 ** 31 elements the count is written otherwise.
  const entries = keys.flatMap((key) => [
    text(`model.layers.${key}.weight`),
    tensor({ of: storage(key, size, 'FloatStorage', part), size: [size] }),
  ]);
  return pickleOf('}(', Buffer.concat(entries), 'u');
}

function torchLegacy(files: SparseFiles): string {
  const keys = Array.from({ length: many }, (_, i) => String(i));
  const head = torchLegacyHead(torchPickle(keys, elements, [Buffer.from('N')]), keys);
  const one = Buffer.concat([u64(elements), Buffer.alloc(4 * elements)]);
  return files.whole('50k-legacy.pt', Buffer.concat([head, ...keys.map(() => one)]));
}

function npz(files: SparseFiles): string {
  const array = npyOf('<f4', [1], float32s(1));
  const members = Array.from({ length: many }, (_, i) => ({ name: `layer_${i}.npy`, data: array }));
  return files.whole('50k.npz', zipFile(members));
}

/** The pieces of a file of arrays as Flax writes them: what says what they are lies between the values. */
export function flaxPieces(count: number, each: number): { bytes: Buffer; gap: number }[] {
  const big = (code: number, length: number, ...more: number[]): Buffer => {
    const bytes = Buffer.from([code, 0, 0, 0, 0, ...more]);
    bytes.writeUInt32BE(length, 1);
    return bytes;
  };
  const array = Buffer.concat([Buffer.from([0x93]), pack([each]), pack('float32'), big(0xc6, 4 * each)]);
  const start = big(0xc9, array.length + 4 * each, 1);
  return [
    { bytes: big(0xdf, count), gap: 0 },
    ...Array.from({ length: count }, (_, i) => ({
      bytes: Buffer.concat([pack(`layer_${i}`), start, array]),
      gap: 4 * each,
    })),
  ];
}

/** A model of so many operators that share out `values` of float32 in the file. */
export function onnxModel(operators: number, values: number): Buffer {
  const each = Math.floor(values / operators);
  const weights = field(9, Buffer.alloc(4 * each));
  const numbers = Array.from({ length: operators }, (_, i) => i);
  return onnxFile(
    graphProto(
      numbers.map((i) => nodeProto(`/block.${i}/MatMul`, 'MatMul', `/block.${i}/MatMul_output_0`)),
      numbers.map((i) => tensorProto(`block.${i}.weight`, 1, [each], weights)),
    ),
  );
}

function gguf(files: SparseFiles): string {
  const w = new GgufWriter();
  const tensors = Array.from({ length: many }, (_, i) => w.tensor(`blk.${i}.w`, [elements], 0, 64 * i));
  const head = w.file({ keys: [w.key('general.architecture', 8, w.text('llama'))], tensors });
  return files.whole('50k.gguf', head, head.length + 64 * many);
}

/** Groups of groups of 32, as deep as needed: 1,563 groups of 32 datasets. */
function hdf5(files: SparseFiles): string {
  const data = Buffer.alloc(4 * elements);
  const dataset: Entry = { type: types.float32, shape: [elements], data };
  const level = (count: number, prefix: string): Record<string, Entry> => {
    if (count <= 32) return Object.fromEntries(Array.from({ length: count }, (_, i) => [`w${i}`, dataset]));
    const each = 32 ** Math.ceil(Math.log(count) / Math.log(32) - 1);
    const groups = Array.from({ length: Math.ceil(count / each) }, (_, i): [string, Entry] => [
      `${prefix}${i}`,
      { group: level(Math.min(each, count - i * each), `${prefix}_`) },
    ]);
    return Object.fromEntries(groups);
  };
  return files.whole('50k.h5', hdf5File(level(many, 'layer')));
}

function tfCheckpoint(files: SparseFiles): string {
  const variables = Array.from({ length: many }, (_, i): [string, Buffer] => [
    `layer_${String(i).padStart(5, '0')}/kernel/.ATTRIBUTES/VARIABLE_VALUE`,
    bundleEntry({ shape: [elements], size: 4 * elements, offset: 4 * elements * i }),
  ]);
  files.whole('many.data-00000-of-00001', Buffer.alloc(0), 4 * elements * many);
  return files.whole('many.index', tableFile([['', bundleHeader()], ...variables]));
}

/** Columns without values. */
function parquet(files: SparseFiles): string {
  const columns = Array.from({ length: many }, () => ({ pages: [], values: 0, metadata: { 9: int(4) } }));
  return files.whole('50k.parquet', parquetFile(columns, 0));
}

function safetensors(files: SparseFiles): string {
  const head = evenHeader(many, elements);
  return files.whole('50k.safetensors', head, head.length + 4 * elements * many);
}

export const manyTensors: readonly BenchFile[] = [
  { title: 'safetensors', yardstick: [172, 100], make: safetensors },
  { title: 'npz', make: npz },
  { title: 'PyTorch zip', make: (files) => torchArchive(files, '50k.pt', many, elements) },
  { title: 'PyTorch before 1.6', make: torchLegacy },
  { title: 'HDF5', make: hdf5 },
  { title: 'GGUF', make: gguf },
  { title: 'ONNX', make: (files) => files.whole('50k.onnx', onnxModel(many, many * elements)) },
  { title: 'Flax', make: (files) => files.pieces('50k.msgpack', flaxPieces(many, elements)) },
  { title: 'TensorFlow checkpoint', make: tfCheckpoint },
  { title: 'Parquet columns', make: parquet },
];
