import { quoted } from '../tensors/badInput';

/** One step from the bytes of a file to those of a chunk. */
export interface Codec {
  readonly name: string;
  /** How many bytes more there are before the step than after it; undefined: that varies. */
  readonly adds: number | undefined;
  /** Undoes it: `length` bytes, or undefined where they cannot be had of these. */
  readonly undo: (bytes: Uint8Array<ArrayBuffer>, length: number) => Uint8Array<ArrayBuffer> | undefined;
  /** What it does not match, when they cannot: of steps that only check. */
  readonly checkSum?: string;
}

/** The steps, or why they cannot all be undone: how long what comes out of a compressor is must be known before. */
export function stepsOf(steps: readonly Codec[]): readonly Codec[] | string {
  const varying = steps.filter(({ adds }) => adds === undefined).map(({ name }) => name);
  return varying.length < 2
    ? steps
    : `Its chunks are compressed twice (${varying.map(quoted).join(', ')}), which is not read: write it anew.`;
}

/** What is wrong with the bytes of a chunk, as the end of a sentence. */
export class Damage extends Error {}

/**
 * The bytes of a chunk, `length` of them. Takes no more memory than that for each step, whatever the bytes are. Throws
 * Damage.
 */
export function undo(
  steps: readonly Codec[],
  stored: Uint8Array<ArrayBuffer>,
  length: number,
): Uint8Array<ArrayBuffer> {
  // How long the bytes are after each step.
  const lengths = [length];
  for (const { adds } of steps) lengths.push(adds === undefined ? Infinity : (lengths.at(-1) ?? 0) + adds);
  let bytes = stored;
  for (let i = steps.length - 1; i >= 0; i--) {
    const { name, adds, undo: one, checkSum } = steps[i] ?? identity;
    const wanted = lengths[i] ?? 0;
    // After a compressor it is whatever is there.
    const content = Number.isFinite(wanted) ? wanted : bytes.length - (adds ?? 0);
    if (content < 0 || (adds !== undefined && bytes.length !== content + adds))
      throw new Damage(`has ${bytes.length} bytes where ${content + (adds ?? 0)} are needed`);
    const undone = one(bytes, content);
    if (undone === undefined) {
      throw new Damage(
        checkSum !== undefined
          ? `does not match its check sum (${checkSum})`
          : `cannot be unpacked by ${name} to the ${content} bytes it should hold`,
      );
    }
    bytes = undone;
  }
  if (bytes.length !== length) throw new Damage(`has ${bytes.length} bytes where ${length} are needed`);
  return bytes;
}

const identity: Codec = { name: '', adds: 0, undo: (bytes) => bytes };
