import { resolve } from 'node:path';
import { countText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Anatomy, Slot } from '../runtimes/runtime';
import type { Arguments, Command } from './command';

/** "input=probe.npz:images": each part but the file may be missing. */
function sourceOf(text: string): {
  readonly input?: string;
  readonly path: string;
  readonly tensor?: string;
} {
  const [, input, path = '', tensor] = /^(?:([^=]+)=)?(.+?)(?::([^:\\/]+))?$/s.exec(text) ?? [];
  if (path === '') throw new BadInput(`--inputs takes [INPUT=]FILE[:TENSOR], not "${text}".`);
  return { ...(input !== undefined && { input }), path, ...(tensor !== undefined && { tensor }) };
}

function constantOf(text: string): { readonly input: string; readonly value: number } {
  const [, input = '', number = ''] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
  const value = Number(number);
  if (input === '' || number.trim() === '' || !Number.isFinite(value))
    throw new BadInput(`--fill takes INPUT=NUMBER, not "${text}".`);
  return { input, value };
}

function batchOf(args: Arguments): number {
  const text = args.text('batch') ?? '32';
  const batch = Number(text);
  if (!Number.isInteger(batch) || batch < 1 || batch > 1e6)
    throw new BadInput(`--batch is a whole number from 1 on, not "${text}".`);
  return batch;
}

function anatomyText({ inputs, steps }: Anatomy): string {
  const shape = (slot: Slot): string => slot.shape.map((length) => length ?? '?').join(', ');
  return [
    ...inputs.map((slot) => `input   ${printable(slot.name)}  ${slot.dtype} [${shape(slot)}]`),
    ...steps.map(({ name, operator, isOutput }) => {
      return `${isOutput ? 'output' : 'value '}  ${printable(name)}  ${printable(operator)}`;
    }),
  ].join('\n');
}

/** Runs a model on instances and writes what it computes on the way. */
export const runModels: Command = {
  usage:
    'run MODEL [--list] --inputs [INPUT=]FILE[:TENSOR]... --out FILE [--fill INPUT=NUMBER]... [--tap NAME]...',
  summary: 'Run an ONNX model on the rows of a file and write its activations and outputs as safetensors.',
  options: {
    inputs: {
      type: 'string',
      multiple: true,
      value: '[INPUT=]FILE[:TENSOR]',
      summary:
        'the values of an input, a row for each instance; the input may be left out where only one is open',
    },
    fill: {
      type: 'string',
      multiple: true,
      value: 'INPUT=NUMBER',
      summary: 'an input that is the same number throughout, such as a sampling rate or a state of zeros',
    },
    tap: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      summary: 'values to write, * for anything; absent: what the non-linear operators give; outputs always',
    },
    out: { type: 'string', value: 'FILE', summary: 'the safetensors file to write; must not exist' },
    list: { type: 'boolean', summary: 'only list the inputs of the model and the values that can be taken' },
    batch: { type: 'string', value: 'ROWS', summary: 'instances at once; default 32' },
  },
  files: [1, 1],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const [model = ''] = args.files;
    if (args.flag('list')) {
      const anatomy = await jobs.anatomy(resolve(model), options);
      return args.flag('json') ? JSON.stringify(anatomy) : anatomyText(anatomy);
    }
    const out = args.text('out');
    if (out === undefined) throw new BadInput('Where do the activations go? Give --out FILE.');
    const taps = args.texts('tap');
    const result = await jobs.run(
      {
        model: resolve(model),
        probes: args.texts('inputs').map(sourceOf),
        constants: args.texts('fill').map(constantOf),
        out: resolve(out),
        batch: batchOf(args),
        ...(taps.length > 0 && { taps }),
      },
      options,
    );
    if (args.flag('json')) return JSON.stringify({ out, ...result });
    const widest = Math.max(...result.tensors.map(({ name }) => printable(name).length));
    const lines = result.tensors.map(
      ({ name, shape, operator }) =>
        `${printable(name).padEnd(widest)}  [${shape.join(', ')}]  ${printable(operator)}`,
    );
    const notes = result.notes.map(printable);
    return [
      `${printable(out)}: ${countText(result.tensors.length, 'tensor')} of ${countText(result.rows, 'row')}`,
      ...lines,
      ...notes,
    ].join('\n');
  },
};
