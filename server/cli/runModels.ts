import { resolve } from 'node:path';
import { countText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Anatomy, Slot } from '../runtimes/runtime';
import type { WhiteBoxRequest } from '../runtimes/whiteBoxValues';
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

/** The attack that is asked for. A step of several is two and a half times its share of epsilon, as Madry et al. have it. */
function attackOf(args: Arguments): Pick<WhiteBoxRequest, 'attack'> {
  const [text, labels, within] = [args.text('attack'), args.text('labels'), args.text('within')];
  if (text === undefined) return {};
  const epsilon = Number(text);
  if (text.trim() === '' || !(epsilon > 0) || !Number.isFinite(epsilon))
    throw new BadInput(`--attack is a positive number, not "${text}".`);
  if (labels === undefined) throw new BadInput('An attack needs the true classes: give --labels FILE.');
  const steps = Number(args.text('steps') ?? '1');
  if (!Number.isInteger(steps) || steps < 1 || steps > 1000)
    throw new BadInput(`--steps is a whole number from 1 to 1000, not "${args.text('steps') ?? ''}".`);
  const [low = NaN, high = NaN] =
    within === undefined ? [-Infinity, Infinity] : within.split(':').map(Number);
  if (!(low < high)) throw new BadInput(`--within is LOW:HIGH, not "${within ?? ''}".`);
  return {
    attack: { epsilon, steps, stepSize: (2.5 * epsilon) / steps, low, high, labels: resolve(labels) },
  };
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
    'run MODEL [--list] --inputs [INPUT=]FILE[:TENSOR]... --out FILE [--fill INPUT=NUMBER]... [--tap NAME]... [--gradients] [--attack EPSILON]',
  summary:
    'Run a model (ONNX, TensorFlow.js, or a perceptron that says what it is) on the rows of a file and write its activations and outputs as safetensors.',
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
    steps: {
      type: 'string',
      value: 'N',
      summary: 'steps of the attack; default 1, the fast gradient sign method',
    },
    within: {
      type: 'string',
      value: 'LOW:HIGH',
      summary: 'what attacked inputs are kept within, such as 0:255',
    },
    labels: { type: 'string', value: 'FILE', summary: 'the true class of each row, for the attack' },
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
        ...(args.flag('gradients') && { gradients: true }),
        ...attackOf(args),
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
