import { columnsOf, table } from '../report/table';
import type { Command } from './command';
import { engineOptions } from './engine';

const unnamed = columnsOf('left', '', '');

function indented(rows: readonly (readonly string[])[]): string {
  return table(unnamed, rows).replace(/^/gm, '  ').trimEnd() + '\n';
}

/** `nnsim --help`. */
export function overview(commands: ReadonlyMap<string, Command>): string {
  const list = [...commands.values()].map(({ usage, summary }): string[] => [usage, summary]);
  return [
    'nnsim: how similar are two neural networks?\n\n',
    'Usage: nnsim COMMAND [ARGUMENTS] [--json]\n\nCommands:\n',
    ...list.map(([usage = '', summary = '']) => `  ${usage}\n      ${summary}\n`),
    '\nEvery command takes --json (answer as JSON) and --help. nnsim --version prints the version.\n',
    'Exit codes: 0 done, 1 a check failed, 2 bad input (one sentence on stderr), 130 cancelled.\n',
  ].join('');
}

/** `nnsim COMMAND --help`. */
export function commandHelp(command: Command): string {
  const all: Command['options'] = { ...command.options, ...(command.needsJobs && engineOptions) };
  const options = Object.entries(all).map(([name, { value, summary }]) => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    summary,
  ]);
  return `Usage: nnsim ${command.usage} [--json]\n\n${command.summary}\n\nOptions:\n${indented([
    ...options,
    ['--json', 'answer as JSON'],
    ['--help', 'this text'],
  ])}`;
}
