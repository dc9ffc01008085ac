import type { Source } from '../bytes';
import { Input } from './input';
import { instructions } from './instructions';
import { Machine } from './machine';
import type { Called, Persistent, Value } from './values';

/** Bytes of an instruction without its text: one for what it is, eight for a number. */
const longestHead = 16;
const stop = '.'.charCodeAt(0);

/** What a pickle holds and where it ends. */
export interface Unpickled {
  readonly value: Value;
  /** Position of the first byte after it. */
  readonly end: number;
  /** Functions and classes that Python would call or load, by their dotted names, each once. */
  readonly names: ReadonlyMap<string, { readonly called: boolean }>;
  /** All that lies outside of the pickle, in the order in which it is mentioned. */
  readonly persistents: readonly Persistent[];
  /** Storages of PyTorch that lie in it, each as a file of its own. */
  readonly embedded: readonly Called[];
}

/**
 * Reads a pickle of any protocol as plain data. Nothing in it is run, looked up or imported. Long strings are not read.
 * Throws BadInput with the position where it is wrong, or where it becomes larger than can be held.
 * @param where the file (and member) for messages
 * @param start where it begins in the source, `size` where the source ends
 */
export async function unpickle(
  source: Source,
  where: string,
  start: number,
  size: number,
): Promise<Unpickled> {
  const input = new Input(source, where, start, size);
  const machine: Machine = new Machine(input);
  for (;;) {
    if (!input.ready(longestHead)) await input.fill(longestHead);
    const at = input.at;
    machine.at = at;
    machine.step();
    const code = input.byte();
    if (code === stop) {
      const { names, persistents, embedded } = machine;
      return { value: machine.result(), end: input.at, names, persistents, embedded };
    }
    const instruction = instructions[code];
    if (instruction === undefined) machine.fail(`has an instruction that does not exist (${code})`);
    const waiting = instruction(machine);
    if (waiting !== undefined) await waiting;
    input.checkFrame(at);
  }
}
