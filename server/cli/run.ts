import { Cancelled, type Jobs } from '../jobs/jobs';
import { printable, printableJson } from '../report/text';
import { BadInput } from '../tensors/badInput';
import { readArguments } from './arguments';
import { commands } from './catalogue';
import type { Command } from './command';
import { type EngineWish, engineWish } from './engine';
import { commandHelp, overview } from './help';
import { namingOptions } from './namingOptions';

/** What the process prints and its exit code. */
export interface Result {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface Surroundings {
  /** Called at most once, when a command needs the engine. */
  readonly createJobs: (engine: EngineWish) => Jobs;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shown while the answer is not there yet. */
  readonly onProgress: (fraction: number, text: string) => void;
  readonly version: string;
}

const byName: ReadonlyMap<string, Command> = new Map(Object.entries(commands));

/** 0 done, 2 bad input, 130 cancelled (as shells say it for Ctrl-C), 70 a defect of ours. */
const codes = { done: 0, badInput: 2, cancelled: 130, defect: 70 } as const;

/** Runs one command line (without `node` and the script). Writes nothing itself, never throws. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<Result> {
  try {
    const out = await answer(argv, surroundings);
    return { code: codes.done, out: out.endsWith('\n') ? out : `${out}\n`, error: '' };
  } catch (error) {
    if (error instanceof Cancelled || surroundings.signal.aborted)
      return { code: codes.cancelled, out: '', error: '' };
    if (error instanceof BadInput)
      return { code: codes.badInput, out: '', error: `nnsim: ${printable(error.message)}\n` };
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      code: codes.defect,
      out: '',
      error: `nnsim failed; this is a defect in nnsim, please report it.\n${what}\n`,
    };
  }
}

async function answer([name, ...rest]: readonly string[], surroundings: Surroundings): Promise<string> {
  if (name === '--version' || name === '-v') return surroundings.version;
  if (name === '--help' || name === '-h' || name === 'help') return overview(byName);
  const command = byName.get(name ?? '');
  if (command === undefined || name === undefined) {
    const problem = name === undefined ? 'A command is missing' : `There is no command "${name}"`;
    throw new BadInput(`${problem}: it is one of ${[...byName.keys()].join(', ')}; nnsim --help tells more.`);
  }
  const args = readArguments(name, command, rest);
  if (args.flag('help')) return commandHelp(command);
  const { signal, onProgress } = surroundings;
  const shown = (out: string): string => (args.flag('json') ? printableJson(out) : out);
  if (!command.needsJobs) return shown(command.run(args));
  const engine = engineWish(args, surroundings.environment);
  const jobs = surroundings.createJobs(engine);
  try {
    return shown(await command.run(args, { jobs: namingOptions(jobs), options: { signal, onProgress } }));
  } finally {
    await jobs.dispose();
  }
}
