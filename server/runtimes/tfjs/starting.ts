import type { Tensor } from '@tensorflow/tfjs-core';
import { BadInput, quoted } from '../../tensors/badInput';
import type { Anatomy, NumericArray } from '../runtime';
import { type Fed, failsOn } from '../failsOn';
import { fromTensor } from './arrays';
import type { TensorFlow } from './library';
import type { ModelJson } from './modelJson';
import type { Weights } from './weights';

/** What a model is started from. */
export interface Starting {
  readonly tf: TensorFlow;
  readonly model: ModelJson;
  readonly weights: Weights;
  readonly anatomy: Anatomy;
  readonly wanted: readonly string[];
}

/** Values by name, as far as they are numbers. */
export function arraysOf(
  names: readonly string[],
  tensors: readonly (Tensor | undefined)[],
): ReadonlyMap<string, NumericArray> {
  const found = new Map<string, NumericArray>();
  for (const [i, name] of names.entries()) {
    const tensor = tensors[i];
    const array = tensor === undefined ? undefined : fromTensor(tensor);
    if (array !== undefined) found.set(name, array);
  }
  return found;
}

/** What a body computes; all tensors that it makes are released. */
export function tidied<T>({ tf }: Pick<Starting, 'tf'>, body: () => T): T {
  const made: T[] = [];
  tf.tidy(() => {
    made.push(body());
  });
  return made[0] as T;
}

/** Whether a graph has loops, or values whose shapes depend on numbers: the library wants to be waited for then. */
export function isAnsweredLater(error: unknown): boolean {
  return error instanceof Error && error.message.includes('executeAsync');
}

/** What is known of the model where the library refuses it. */
interface Known {
  /** Finds a node with an operator. */
  readonly nodeOf?: (operator: string) => string | undefined;
  /** What it was run on; absent: it was only loaded. */
  readonly fed?: Fed;
}

/** Why a model cannot be run, in one sentence; of one that was only loaded with what the library says. */
export function refused(path: string, error: unknown, { nodeOf, fed }: Known = {}): BadInput {
  if (error instanceof BadInput) return error;
  if (error instanceof RangeError)
    return new BadInput(`${path} cannot be run: one of its values would be larger than any memory.`);
  const text = error instanceof Error ? error.message : String(error);
  const [, kernel] = /gradient function not found for (\w+)/.exec(text) ?? [];
  if (kernel !== undefined)
    return new BadInput(`${path} has no gradients: TensorFlow.js knows none of its operator ${kernel}.`);
  if (text.startsWith('Cannot compute gradient of y=f(x)'))
    return new BadInput(`${path} has no gradients: its output does not depend on its input by smooth steps.`);
  if (isAnsweredLater(error))
    return new BadInput(`${path} has no gradients: it has loops or values of unknown shape.`);
  const [, operator] = /^Unknown op '([^']*)'/.exec(text) ?? [];
  if (operator !== undefined) {
    const node = nodeOf?.(operator);
    const where = node === undefined ? '' : `, which its node ${quoted(node)} needs`;
    return new BadInput(`${path} cannot be run: TensorFlow.js knows no operator ${operator}${where}.`);
  }
  const [, absent] = /^Kernel '([^']*)' not registered/.exec(text) ?? [];
  if (absent !== undefined)
    return new BadInput(`${path} cannot be run: TensorFlow.js has no ${absent} for this processor.`);
  // What follows is advice for those who write programs.
  const [said = ''] = text.split(/\n|\. (?:This may be due|File an issue)/);
  const words = `TensorFlow.js says "${said.trim().replace(/\.$/, '').slice(0, 300)}"`;
  if (fed !== undefined) return failsOn(path, fed, words);
  return new BadInput(`${path} cannot be run: ${words}.`);
}
