import type { Workplace } from '../workplace';

/**
 * One kind of work a thread can do. Input, parts and result cross the thread's border by structured clone.
 * Throws BadInput for input it cannot work with, and Cancelled where `at.poll()` says so.
 */
export interface Task<Input, Part, Result> {
  run(input: Input, at: Workplace, report: (part: Part) => void): Promise<Result>;
}

export type InputOf<T> = T extends Task<infer Input, infer _Part, infer _Result> ? Input : never;
export type PartOf<T> = T extends Task<infer _Input, infer Part, infer _Result> ? Part : never;
export type ResultOf<T> = T extends Task<infer _Input, infer _Part, infer Result> ? Result : never;
