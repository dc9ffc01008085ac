import { writeFileSync } from 'node:fs';

const layers = 16;
const rows = 2000;
const width = 512;

/** Pairs of layers of two such files: seconds of work on any machine. */
export const longPairs = layers * layers;

/** Writes activations of many wide layers; every layer of every seed differs. */
export function writeLongActivations(path: string, seed: number): void {
  const values = rows * width;
  const header = Object.fromEntries(
    Array.from({ length: layers }, (_, i) => [
      `layer${i}`,
      { dtype: 'F32', shape: [rows, width], data_offsets: [i * values * 4, (i + 1) * values * 4] },
    ]),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const data = new Float32Array(layers * values);
  let state = seed;
  for (let i = 0; i < data.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2 ** 32 - 0.5;
  }
  writeFileSync(path, Buffer.concat([length, text, Buffer.from(data.buffer)]));
}
