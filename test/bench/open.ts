/**
 * How long it takes to open large files (header only) and how fast statistics are read, beside NumPy where python3 has
 * it. `npm run bench:open`. The large files are sparse: they take no room on most file systems.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import { computeStatistics } from '../../server/tensors/statistics';
import { GgufWriter } from '../corpus/ggufWriter';
import { field, graphProto, nodeProto, onnxFile, tensorProto } from '../corpus/onnxWriter';
import { pickleOf, storage, tensor, text } from '../corpus/pickles';
import { hdf5File, types, u } from '../corpus/hdf5Writer';
import { pack } from '../corpus/msgpackWriter';
import { int, page, parquetFile } from '../corpus/parquetWriter';
import { bundleEntry, bundleHeader, tableFile } from '../corpus/tfWriter';
import { npyHeader, npyFile, safetensorsFile } from '../corpus/writers';
import { writeZip64 } from '../corpus/zip64';

const folder = mkdtempSync(join(tmpdir(), 'nnsim-bench-'));

/** A file that begins with `head` and is `size` bytes long, the rest never written. */
function sparse(name: string, head: Uint8Array, size: number): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  writeSync(file, head);
  ftruncateSync(file, size);
  closeSync(file);
  return path;
}

/** `count` tensors of `elements` float32 each. */
function evenHeader(count: number, elements: number): Buffer {
  const entry = (i: number): [string, unknown] => [
    `model.layers.${i}.self_attn.q_proj.weight`,
    { dtype: 'F32', shape: [elements], data_offsets: [4 * elements * i, 4 * elements * (i + 1)] },
  ];
  return safetensorsFile(Object.fromEntries(Array.from({ length: count }, (_, i) => entry(i))));
}

/** A header with so many tokens, as the tokenizers of large language models have them, and 288 tensors of Q4_K. */
function ggufHeader(tokens: number, elements: number): Buffer {
  const w = new GgufWriter();
  const texts = Array.from({ length: tokens }, (_, i) => w.text(`token ${i}`));
  const bytes = (elements / 256) * 144;
  return w.file({
    keys: [
      w.key('general.architecture', 8, w.text('llama')),
      w.key('tokenizer.ggml.tokens', 9, w.list(8, tokens, Buffer.concat(texts))),
      w.key('tokenizer.ggml.scores', 9, w.list(6, tokens, Buffer.alloc(4 * tokens))),
    ],
    tensors: Array.from({ length: 288 }, (_, i) =>
      w.tensor(`blk.${i}.w`, [4096, elements / 4096], 12, i * bytes),
    ),
  });
}

/** A model of so many operators, each with 128 MiB / operators of weights in the file. */
function onnxModel(operators: number): Buffer {
  const elements = 2 ** 25 / operators;
  const weights = field(9, Buffer.alloc(4 * elements));
  const numbers = Array.from({ length: operators }, (_, i) => i);
  return onnxFile(
    graphProto(
      numbers.map((i) => nodeProto(`/block.${i}/MatMul`, 'MatMul', `/block.${i}/MatMul_output_0`)),
      numbers.map((i) => tensorProto(`block.${i}.weight`, 1, [elements], weights)),
    ),
  );
}

/** A file of torch.save of `count` tensors of `elements` float32 each. */
function torchArchive(name: string, count: number, elements: number): string {
  const size = Math.floor(elements);
  const keys = Array.from({ length: count }, (_, i) => String(i));
  const entries = keys.flatMap((key) => [
    text(`model.layers.${key}.weight`),
    tensor({ of: storage(key, size), size: [size] }),
  ]);
  const pickle = pickleOf('}(', Buffer.concat(entries), 'u');
  const path = join(folder, name);
  writeZip64(path, [
    { name: 'a/data.pkl', end: pickle, size: pickle.length },
    ...keys.map((key) => ({ name: `a/data/${key}`, end: Buffer.alloc(4), size: 4 * size })),
  ]);
  return path;
}

/** So many arrays of `elements` float32 each, as Flax writes them: what says what they are lies between the values. */
function flaxFile(name: string, count: number, elements: number): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  const big = (code: number, length: number, ...more: number[]): Buffer => {
    const bytes = Buffer.from([code, 0, 0, 0, 0, ...more]);
    bytes.writeUInt32BE(length, 1);
    return bytes;
  };
  let at = writeSync(file, big(0xdf, count));
  for (let i = 0; i < count; i++) {
    const array = Buffer.concat([
      Buffer.from([0x93]),
      pack([elements]),
      pack('float32'),
      big(0xc6, 4 * elements),
    ]);
    const entry = Buffer.concat([pack(`layer_${i}`), big(0xc9, array.length + 4 * elements, 1), array]);
    at += writeSync(file, entry, 0, entry.length, at) + 4 * elements;
  }
  ftruncateSync(file, at);
  closeSync(file);
  return path;
}

/** One column of float32, in pages of 1 MiB. */
function largeParquet(pages: number): string {
  const count = 2 ** 18;
  const header = page(Buffer.alloc(0), { count, size: 4 * count, compressed: 4 * count });
  const size = pages * (header.length + 4 * count);
  const whole = parquetFile([{ pages: [], metadata: { 7: int(size), 9: int(4) } }], pages * count);
  const path = join(folder, '1g.parquet');
  const file = openSync(path, 'w');
  writeSync(file, whole, 0, 4);
  for (let i = 0; i < pages; i++)
    writeSync(file, header, 0, header.length, 4 + i * (header.length + 4 * count));
  writeSync(file, whole, 4, whole.length - 4, 4 + size);
  closeSync(file);
  return path;
}

/** One dataset of float32 that lies in one piece behind the headers. */
function largeHdf5(bytes: number): string {
  const start = 65_536;
  const layout = Buffer.concat([u(1, 3, 1), u(8, start, bytes)]);
  const dataset = { type: types.float32, shape: [bytes / 4096, 1024], messages: [[0x08, layout]] } as const;
  const head = hdf5File({ x: dataset });
  // Where the file ends.
  head.writeBigUInt64LE(BigInt(start + bytes), 40);
  return sparse('6g.h5', head, start + bytes);
}

async function timeOpen(title: string, path: string): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < 7; run++) {
    const start = performance.now();
    const file = await openModel(path);
    times.push(performance.now() - start);
    const last = file.tensors.at(-1);
    if (last !== undefined) await file.read(last, 0, 1);
    await file.close();
  }
  const [first = NaN] = times;
  const median = times.sort((a, b) => a - b)[3] ?? NaN;
  console.log(`${title}: first ${first.toFixed(1)} ms, median of 7 ${median.toFixed(1)} ms`);
}

async function timeStatistics(path: string, bytes: number): Promise<void> {
  const file = await openModel(path);
  const [tensor] = file.tensors;
  if (tensor === undefined) throw new Error('the file has no tensor');
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    const before = process.cpuUsage();
    const { sum, deviation } = await computeStatistics(file, tensor);
    const { user, system } = process.cpuUsage(before);
    report('nnsim', bytes, (performance.now() - start) / 1000, (user + system) / 1e6, sum, deviation);
  }
  await file.close();
}

function report(
  who: string,
  bytes: number,
  seconds: number,
  processor: number,
  sum: number | null,
  deviation: number | null,
): void {
  const times = `${seconds.toFixed(2)} s, processor ${processor.toFixed(2)} s, ${(bytes / 1e9 / seconds).toFixed(2)} GB/s`;
  console.log(`  ${who}: ${times} (sum ${String(sum)}, deviation ${String(deviation)})`);
}

/** The same numbers by NumPy, block by block, so that it needs no more memory than we do. */
const numpyScript = `
import sys, time, numpy as np
for run in range(3):
    start, processor = time.perf_counter(), time.process_time()
    a = np.load(sys.argv[1], mmap_mode='r')
    n, total, squares, zeros, bad, low, high = a.size, 0.0, 0.0, 0, 0, np.inf, -np.inf
    bins = np.zeros(64)
    for i in range(0, n, 1 << 20):
        b = np.asarray(a[i:i + (1 << 20)], dtype=np.float64)
        finite = np.isfinite(b); bad += b.size - int(finite.sum()); zeros += int((b == 0).sum())
        total += b.sum(); squares += np.square(b).sum(); low = min(low, b.min()); high = max(high, b.max())
        bins += np.histogram(b, 64, (-2, 2))[0]
    print(time.perf_counter() - start, time.process_time() - processor, total, (squares / n - (total / n) ** 2) ** 0.5)
`;

function timeNumpy(path: string, bytes: number): void {
  const { status, stdout } = spawnSync('python3', ['-c', numpyScript, path], { encoding: 'utf8' });
  if (status !== 0) {
    console.log('  NumPy: not here');
    return;
  }
  for (const line of stdout.trim().split('\n')) {
    const [seconds = NaN, processor = NaN, sum = NaN, deviation = NaN] = line.split(' ').map(Number);
    report('NumPy', bytes, seconds, processor, sum, deviation);
  }
}

async function main(): Promise<void> {
  const gigabyte = 2 ** 30;
  const perTensor = Math.floor((6 * gigabyte) / 4 / 288);
  const large = evenHeader(288, perTensor);
  const largeFile = sparse('6g.safetensors', large, large.length + 288 * 4 * perTensor);
  await timeOpen('6 GB safetensors, 288 tensors', largeFile);
  const many = evenHeader(50_000, 16);
  await timeOpen('50,000-tensor safetensors', sparse('50k.safetensors', many, many.length + 50_000 * 64));
  await timeOpen('6 GB HDF5', largeHdf5(6 * gigabyte));
  const array = npyFile(npyHeader('<f4', [(5 * gigabyte) / 4]));
  await timeOpen('5 GB npy', sparse('5g.npy', array, array.length + 5 * gigabyte));
  const weights = 4096 * 8192;
  for (const tokens of [0, 128_000]) {
    const header = ggufHeader(tokens, weights);
    const size = header.length + 288 * (weights / 256) * 144;
    const title = `${(size / gigabyte).toFixed(1)} GB GGUF of Q4_K, 288 tensors, ${tokens} tokens`;
    await timeOpen(title, sparse(`${tokens}.gguf`, header, size));
  }
  for (const operators of [32, 4096]) {
    const path = join(folder, `${operators}.onnx`);
    writeFileSync(path, onnxModel(operators));
    await timeOpen(`128 MiB ONNX, ${operators} tensors`, path);
  }
  await timeOpen('5 GB PyTorch zip, 288 tensors', torchArchive('5g.pt', 288, (5 * gigabyte) / 4 / 288));
  await timeOpen('50,000-tensor PyTorch zip', torchArchive('50k.pt', 50_000, 16));

  await timeOpen('512 MiB Flax, 128 tensors', flaxFile('512m.msgpack', 128, 2 ** 20));
  await timeOpen('50,000-tensor Flax', flaxFile('50k.msgpack', 50_000, 16));

  await timeOpen('1 GiB Parquet, 1,024 pages', largeParquet(1024));
  const columns = Array.from({ length: 50_000 }, () => ({ pages: [], values: 0, metadata: { 9: int(4) } }));
  const wide = parquetFile(columns, 0);
  await timeOpen('50,000-column Parquet', sparse('50k.parquet', wide, wide.length));

  const variables = Array.from({ length: 50_000 }, (_, i): [string, Buffer] => [
    `layer_${String(i).padStart(5, '0')}/kernel/.ATTRIBUTES/VARIABLE_VALUE`,
    bundleEntry({ shape: [16], size: 64, offset: 64 * i }),
  ]);
  sparse('v.data-00000-of-00001', Buffer.alloc(0), 64 * 50_000);
  const index = tableFile([['', bundleHeader()], ...variables]);
  await timeOpen('50,000-tensor TensorFlow checkpoint', sparse('v.index', index, index.length));

  const elements = 2 ** 27;
  const head = npyFile(npyHeader('<f4', [elements]));
  const path = join(folder, '512m.npy');
  writeFileSync(path, head);
  const values = new Float32Array(2 ** 20).map((_, i) => Math.sin(i) + Math.cos(i * i));
  for (let block = 0; block < 128; block++) writeFileSync(path, new Uint8Array(values.buffer), { flag: 'a' });
  console.log('Statistics with histogram of 512 MiB of float32, one thread:');
  await timeStatistics(path, 4 * elements);
  timeNumpy(path, 4 * elements);
  console.log(`Peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
}

main()
  .finally(() => rmSync(folder, { recursive: true, force: true }))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
