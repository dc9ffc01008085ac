import { resolve } from 'node:path';
import { BadInput } from '../tensors/badInput';
import type { WhiteBoxRequest } from '../runtimes/whiteBoxValues';
import type { Arguments } from './command';

// What commands that run models are told alike.

export const inputsOption = {
  type: 'string',
  multiple: true,
  value: '[INPUT=]FILE[:TENSOR]',
  summary:
    'the values of an input, a row for each instance; the input may be left out where only one is open',
} as const;

export const fillOption = {
  type: 'string',
  multiple: true,
  value: 'INPUT=NUMBER',
  summary: 'an input that is the same number throughout, such as a sampling rate or a state of zeros',
} as const;

export const batchOption = {
  type: 'string',
  value: 'ROWS',
  summary: 'instances at once; default 32',
} as const;

export const attackOptions = {
  steps: {
    type: 'string',
    value: 'N',
    summary: 'steps of the attack; default 1, the fast gradient sign method',
  },
  within: {
    type: 'string',
    value: 'LOW:HIGH',
    summary: 'what attacked inputs are kept within, such as 0:255',
  },
} as const;

/** "input=probe.npz:images": each part but the file may be missing. Throws BadInput. */
export function sourceOf(text: string): {
  readonly input?: string;
  readonly path: string;
  readonly tensor?: string;
} {
  const [, input, path = '', tensor] = /^(?:([^=]+)=)?(.+?)(?::([^:\\/]+))?$/s.exec(text) ?? [];
  if (path === '') throw new BadInput(`--inputs takes [INPUT=]FILE[:TENSOR], not "${text}".`);
  return { ...(input !== undefined && { input }), path, ...(tensor !== undefined && { tensor }) };
}

/** "rate=16000". Throws BadInput. */
export function constantOf(text: string): { readonly input: string; readonly value: number } {
  const [, input = '', number = ''] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
  const value = Number(number);
  if (input === '' || number.trim() === '' || !Number.isFinite(value))
    throw new BadInput(`--fill takes INPUT=NUMBER, not "${text}".`);
  return { input, value };
}

/** How many instances are computed at once. Throws BadInput. */
export function batchOf(args: Arguments): number {
  const text = args.text('batch') ?? '32';
  const batch = Number(text);
  if (!Number.isInteger(batch) || batch < 1 || batch > 1e6)
    throw new BadInput(`--batch is a whole number from 1 on, not "${text}".`);
  return batch;
}

/** The attack that is asked for, if one is. A step of several is two and a half times its share of epsilon, as Madry et al. have it. */
export function attackOf(args: Arguments): WhiteBoxRequest['attack'] {
  const [text, labels, within] = [args.text('attack'), args.text('labels'), args.text('within')];
  if (text === undefined) return undefined;
  const epsilon = Number(text);
  if (text.trim() === '' || !(epsilon > 0) || !Number.isFinite(epsilon))
    throw new BadInput(`--attack is a positive number, not "${text}".`);
  if (labels === undefined) throw new BadInput('An attack needs the true classes: give --labels FILE.');
  const steps = Number(args.text('steps') ?? '1');
  if (!Number.isInteger(steps) || steps < 1 || steps > 1000)
    throw new BadInput(`--steps is a whole number from 1 to 1000, not "${args.text('steps') ?? ''}".`);
  const [low = NaN, high = NaN] =
    within === undefined ? [-Infinity, Infinity] : within.split(':').map(Number);
  if (!(low < high)) throw new BadInput(`--within is LOW:HIGH, not "${within ?? ''}".`);
  return { epsilon, steps, stepSize: (2.5 * epsilon) / steps, low, high, labels: resolve(labels) };
}
