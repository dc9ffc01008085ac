import type { Workplace } from '../workplace';

/**
 * One kind of work a thread can do. Input, parts and result cross the thread's border by structured clone.
 * Throws BadInput for input it cannot work with, and Cancelled where `at.poll()` says so.
 */
export interface Task<Input, Part, Result> {
  run(input: Input, at: Workplace, report: (part: Part) => void): Promise<Result>;
}

type AnyTask = Task<never, unknown, unknown>;
export type InputOf<T extends AnyTask> = Parameters<T['run']>[0];
export type PartOf<T extends AnyTask> = Parameters<Parameters<T['run']>[2]>[0];
export type ResultOf<T extends AnyTask> = Awaited<ReturnType<T['run']>>;
