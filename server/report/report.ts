import type { Comparison, RunOrigins } from '../protocol';

/** One way to write a finished comparison down as text. */
export interface Report {
  readonly title: string;
  /** Ending of the file it is saved to, with the dot. */
  readonly extension: string;
  /** All scores at full precision. `ran`: what files of the cache came of, which they are called by. */
  write(comparison: Comparison, ran?: RunOrigins): string;
}
