import { BadInput } from '../tensors/badInput';
import { Cancelled } from './jobs';
import type { Failure } from './messages';

/** What engines and typed arrays say when there is not enough memory. */
const memoryWords = /alloc|memory|invalid typed array length|array buffer|needs? .*GiB|maximum/i;

/** Whether something thrown means that memory did not suffice. */
export function isLackOfMemory(error: unknown): error is RangeError {
  return error instanceof RangeError && memoryWords.test(error.message);
}

/** Something thrown in a thread, for its way out of it. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Cancelled) return { kind: 'cancelled', message: error.message };
  if (error instanceof BadInput) return { kind: 'input', message: error.message };
  if (isLackOfMemory(error)) return { kind: 'memory', message: error.message };
  if (!(error instanceof Error)) return { kind: 'defect', message: String(error) };
  const { message, stack } = error;
  return { kind: 'defect', message, ...(stack !== undefined && { stack }) };
}

/** The error a job ends with. `subject` says in words what the thread was working on. */
export function asError(failure: Failure, subject: string): Error {
  switch (failure.kind) {
    case 'input':
      return new BadInput(failure.message);
    case 'cancelled':
      return new Cancelled(failure.message);
    case 'memory':
      return new BadInput(
        `There is not enough memory for ${subject} (${failure.message}): close other programs or lower nnsim.workers.`,
      );
    case 'defect':
      return new Error(`Working on ${subject} failed by a defect of nnsim: ${failure.message}`, {
        cause: failure.stack,
      });
  }
}
