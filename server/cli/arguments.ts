import { parseArgs } from 'node:util';
import { countText } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Arguments, Command } from './command';
import { engineOptions } from './engine';

const everywhere = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Reads what follows the command's name. Throws BadInput for unknown options and a wrong number of files. */
export function readArguments(name: string, command: Command, argv: readonly string[]): Arguments {
  const { values, positionals } = parsed(name, command, argv);
  const [least, most] = command.files;
  const args: Arguments = {
    files: positionals,
    text(option) {
      const value = values[option];
      return typeof value === 'string' ? value : undefined;
    },
    texts(option) {
      const value = values[option];
      return Array.isArray(value) ? value.map(String) : [];
    },
    flag: (option) => values[option] === true,
  };
  if (!args.flag('help') && (positionals.length < least || positionals.length > most)) {
    const wanted = least === most ? countText(least, 'file') : `at least ${countText(least, 'file')}`;
    throw new BadInput(
      `nnsim ${name} takes ${wanted}, not ${positionals.length}; nnsim ${name} --help tells more.`,
    );
  }
  return args;
}

function parsed(name: string, command: Command, argv: readonly string[]): ReturnType<typeof parseArgs> {
  const options = { ...everywhere, ...(command.needsJobs && engineOptions), ...command.options };
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, dashed] = /use '(--[\w-]+)=-XYZ'/.exec(message) ?? [];
    // Node's own sentence names the option, but goes on about how to pass arguments that begin with a dash.
    const [sentence = ''] =
      dashed === undefined
        ? message.split('. ')
        : [`A value of ${dashed} that begins with a dash is written with =, as in ${dashed}=-1`];
    throw new BadInput(`${sentence.replace(/\.$/, '')}; nnsim ${name} --help lists the options.`);
  }
}
