import assert from 'node:assert/strict';
import type { ModelFile } from '../../server/formats/format';
import { BadInput } from '../../server/tensors/badInput';
import { elementCount } from '../../server/tensors/storedTensor';

/** A small generator of reproducible numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that mean something to a parser are more telling than any. */
const telling = [...Buffer.from('{}[]()",:\'\\0123456789-eTFOV<>|PK\x01\x02\x05\x06\0\xff', 'latin1')];

/** Changes, cuts out, doubles or appends some bytes. */
export function mutate(original: Buffer, random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  let bytes = Buffer.from(original);
  for (let change = below(6); change >= 0; change--) {
    const at = below(bytes.length + 1);
    const length = below(8);
    const kind = random();
    if (kind < 0.7 && at < bytes.length)
      bytes[at] = random() < 0.5 ? (telling[below(telling.length)] ?? 0) : below(256);
    else if (kind < 0.8) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else if (kind < 0.9) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    else if (kind < 0.95) bytes = Buffer.from(bytes.subarray(0, at));
    else bytes = Buffer.concat([bytes, Buffer.alloc(length, 0x50)]);
  }
  return bytes;
}

/** Elements read of a tensor; a mutant may declare far more. */
const mostRead = 2 ** 20;
const mostTexts = 2 ** 12;

/**
 * Opens a mutant and reads all of it: it must give as many values as it declares or be refused with one sentence. Says
 * whether it was refused; throws whatever else happens.
 */
export async function isRefused(open: () => Promise<ModelFile>): Promise<boolean> {
  try {
    const file = await open();
    for (const tensor of file.tensors) {
      if (tensor.unreadable !== undefined) continue;
      const count = Math.min(elementCount(tensor), mostRead);
      assert.equal((await file.read(tensor, 0, count)).length, count);
    }
    for (const [tensor, read] of file.texts ?? []) {
      const count = Math.min(elementCount(tensor), mostTexts);
      assert.equal((await read(0, count)).length, count);
    }
    const { ids } = file;
    if (ids !== undefined) assert.equal((await ids.read(0, ids.count)).length, ids.count);
    return false;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    assert.match(error.message, /^[^\n]{10,500}\.$/);
    return true;
  }
}
