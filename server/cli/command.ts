import type { ParseArgsConfig } from 'node:util';
import type { JobOptions, Jobs } from '../jobs/jobs';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What the person wrote after the command's name. */
export interface Arguments {
  readonly files: readonly string[];
  /** The value of an option that may be given once. */
  text(option: string): string | undefined;
  /** All values of an option that may be given several times. */
  texts(option: string): readonly string[];
  flag(option: string): boolean;
}

/** What a command may use: the engine, and what to pass with every job (the signal of Ctrl-C, who hears of progress). */
export interface Context {
  readonly jobs: Jobs;
  readonly options: JobOptions;
}

/** One command of `nnsim`. */
export type Command = {
  /** What comes after `nnsim` on the command line: "inspect FILE... [--stats]". */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The options with their explanations; `--json` and `--help` are added to all. */
  readonly options: Readonly<
    Record<string, Options[string] & { readonly summary: string; readonly value?: string }>
  >;
  /** Fewest and most files it takes. */
  readonly files: readonly [least: number, most: number];
} & (
  | {
      readonly needsJobs: true;
      /** Its answer as text, JSON when the flag `json` is set. Throws BadInput. */
      run(args: Arguments, context: Context): Promise<string>;
    }
  | { readonly needsJobs: false; run(args: Arguments): string }
);
