import { resolve } from 'node:path';
import { percentText } from '../protocol';
import { countText, printable } from '../report/text';
import { scoreRecord } from '../report/record';
import { BadInput } from '../tensors/badInput';
import type { Command } from './command';
import { keepWhenScored } from './keepWhenScored';
import { attackOf, attackOptions, batchOf, batchOption, inputsOption, sourceOf } from './modelArguments';
import { scoreTable } from './scores';

/** The survey's definitions, and ModelDiff as the code of its authors has it. */
const measures = ['adv.transfer', 'adv.modeldiff', 'adv.modeldiff(seeds: both, entries: distance)'];
const tensor = 'answers';

/** Whether two models are fooled alike: attacks both, and scores what each answers to the attacks on both. */
export const attack: Command = {
  usage:
    'attack A B --inputs [INPUT=]FILE[:TENSOR] --labels FILE --attack EPSILON [--steps N] [--within LOW:HIGH] --out FILE_A --out FILE_B',
  summary:
    'Change the rows of a file so that each of two models errs, run both models on them, and score whether they are fooled alike.',
  options: {
    inputs: inputsOption,
    labels: { type: 'string', value: 'FILE', summary: 'the true class of each row' },
    attack: {
      type: 'string',
      value: 'EPSILON',
      summary: 'the most that any entry of an input is changed, in the units of the input',
    },
    ...attackOptions,
    out: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      summary: 'the safetensors files to write, of A and of B; must not exist',
    },
    batch: batchOption,
  },
  files: [2, 2],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const [first = '', second = ''] = args.files;
    const wanted = attackOf(args);
    if (wanted === undefined) throw new BadInput('How far may inputs be changed? Give --attack EPSILON.');
    const outs = args.texts('out').map((path) => resolve(path));
    const [x, y, ...more] = outs;
    if (x === undefined || y === undefined || more.length > 0 || x === y)
      throw new BadInput('Where do the answers go? Give --out twice: a file for A and one for B.');
    const { rows, classes } = await jobs.attack(
      {
        models: [resolve(first), resolve(second)],
        probes: args.texts('inputs').map(sourceOf),
        attack: wanted,
        outs: [x, y],
        batch: batchOf(args),
      },
      options,
    );
    const sides = { x, y, tensorX: tensor, tensorY: tensor, kind: 'activations' as const };
    const scores = await keepWhenScored(outs, () =>
      jobs.pair({ ...sides, labels: wanted.labels, measures }, options),
    );
    if (args.flag('json')) {
      return JSON.stringify({
        ...{ outs: args.texts('out'), rows, classes },
        scores: scores.map((score) => scoreRecord(score, tensor, tensor)),
      });
    }
    const { epsilon, steps } = wanted;
    const written = args.texts('out').map(printable).join(' and ');
    const how = `no entry changed by more than ${epsilon}, in ${countText(steps, 'step')}`;
    const details = scores.flatMap(({ measure, details: told = [] }) =>
      measure === 'adv.transfer' ? told : [],
    );
    const rates = details
      .filter(({ name }) => name.startsWith('attacks'))
      .map(({ name, value }) => `${percentText(value).padStart(5)} %  ${name}\n`);
    const right = details.find(({ name }) => name.startsWith('instances'))?.value;
    const among = right === undefined ? '' : `Of ${countText(right, 'row')} that both get right:\n`;
    return `${written}: ${countText(rows, 'row')}, ${how}\n${scoreTable(scores)}${among}${rates.join('')}`;
  },
};
