import { resolve } from 'node:path';
import { countText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Anatomy, Slot } from '../runtimes/runtime';
import type { Command } from './command';
import {
  attackOf,
  attackOptions,
  batchOf,
  batchOption,
  constantOf,
  fillOption,
  inputsOption,
  sourceOf,
} from './modelArguments';

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
    'run MODEL [--list] --inputs [INPUT=]FILE[:TENSOR]... --out FILE [--fill INPUT=NUMBER]... [--tap NAME]... [--gradients] [--attack EPSILON]',
  summary:
    'Run a model (ONNX, TensorFlow.js, or a perceptron that says what it is) on the rows of a file and write its activations and outputs as safetensors.',
  options: {
    inputs: inputsOption,
    fill: fillOption,
    tap: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      summary: 'values to write, * for anything; absent: what the non-linear operators give; outputs always',
    },
    out: { type: 'string', value: 'FILE', summary: 'the safetensors file to write; must not exist' },
    list: { type: 'boolean', summary: 'only list the inputs of the model and the values that can be taken' },
    gradients: {
      type: 'boolean',
      summary:
        'also write the gradients of the output by the input, for each class, where the runtime knows them',
    },
    attack: {
      type: 'string',
      value: 'EPSILON',
      summary:
        'also write inputs changed by at most EPSILON so that the model errs, and what it answers to them; takes --labels',
    },
    ...attackOptions,
    labels: { type: 'string', value: 'FILE', summary: 'the true class of each row, for the attack' },
    batch: batchOption,
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
    const attack = attackOf(args);
    const result = await jobs.run(
      {
        model: resolve(model),
        probes: args.texts('inputs').map(sourceOf),
        constants: args.texts('fill').map(constantOf),
        out: resolve(out),
        batch: batchOf(args),
        ...(taps.length > 0 && { taps }),
        ...(args.flag('gradients') && { gradients: true }),
        ...(attack !== undefined && { attack }),
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
