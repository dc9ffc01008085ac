import { printCall, parseCall } from '../measures/call';
import type { GroupScore, Jobs } from '../jobs/jobs';
import type { Reading } from '../protocol';
import { scoreRecord } from '../report/record';
import { countText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Command } from './command';
import { chooseTensor, openFile } from './files';
import { chooseMeasures, leftText } from './quick';
import { checkRows, ofTwo, readingOf, readingOptions } from './reading';
import { rowsText, scoreTable } from './scores';

type Left = Awaited<ReturnType<typeof chooseMeasures>>['left'];

interface Member {
  readonly path: string;
  readonly tensor: string;
}

/** The measures that take little time on a pair of the models; with the time that the others take on all pairs. */
async function quickOnes(
  jobs: Jobs,
  members: readonly Member[],
  asked: { readonly measures: readonly string[]; readonly all: boolean },
  reading: Reading,
): ReturnType<typeof chooseMeasures> {
  const [x, y] = members;
  if (x === undefined || y === undefined) return { left: [] };
  const pair = { x: x.path, y: y.path, tensorX: x.tensor, tensorY: y.tensor, ...ofTwo(reading, 0, 1) };
  const chosen = await chooseMeasures(jobs, pair, asked);
  const pairs = countPairs(members);
  return { ...chosen, left: chosen.left.map((cost) => ({ ...cost, seconds: cost.seconds * pairs })) };
}

function countPairs({ length }: readonly Member[]): number {
  return (length * (length - 1)) / 2;
}

function asData(members: readonly Member[], scores: readonly GroupScore[], left: Left): string {
  const fileOf = (at: number): string => members[at]?.path ?? '';
  const tensor = members[0]?.tensor ?? '';
  return JSON.stringify({
    models: members.map(({ path, tensor: name }) => ({ file: path, tensor: name })),
    scores: scores.map(({ score, pairs }) => ({
      ...scoreRecord(score, tensor, tensor),
      pairs:
        pairs?.map(({ x, y, score: { value, status, reason = null } }) => {
          return { x: fileOf(x), y: fileOf(y), value, status, reason };
        }) ?? null,
    })),
    notComputed: left.map(({ measure, seconds }) => ({ measure, seconds })),
  });
}

function asText(members: readonly Member[], scores: readonly GroupScore[], left: Left): string {
  const models = members.map(({ path, tensor }) => `${printable(path)}, ${printable(tensor)}\n`).join('');
  const table = scoreTable(scores.map(({ score }) => score));
  const wholes = scores
    .filter(({ pairs }) => pairs === null)
    .map(({ score }) => {
      return printCall({ id: score.measure, parameters: score.parameters });
    });
  const pairs = `${countPairs(members)} pairs of models`;
  const means = scores.length > wholes.length ? `Values are means over ${pairs}.\n` : '';
  const whole = wholes.length > 0 ? `Of the set as a whole: ${wholes.join(', ')}.\n` : '';
  return `${models}${countText(members.length, 'model')}, ${rowsText(scores.map(({ score }) => score))}\n\n${table}${means}${whole}${leftText(left)}`;
}

/** How similar the models of a set are: as a whole where a measure says how, else on average over pairs. */
export const group: Command = {
  usage:
    'group A B C... [--measure "ID(parameter: value, ...)"]... [--all] [--tensor N] [--labels F] [--rule R] [--rows R] [--ids F]...',
  summary:
    'Score how similar the models of a set are: the mean over all pairs, or what a measure defines for sets.',
  options: {
    measure: {
      type: 'string',
      multiple: true,
      value: '"ID(parameter: value, ...)"',
      summary:
        'a measure, e.g. "cka(estimator: debiased)"; may be given several times; absent: all that are quick',
    },
    all: { type: 'boolean', summary: 'every measure, also those that take long' },
    tensor: { type: 'string', value: 'NAME', summary: 'the tensor of each file; absent: its only one' },
    ...readingOptions,
  },
  files: [2, Infinity],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const measures = args.texts('measure');
    measures.forEach(parseCall);
    const all = args.flag('all');
    if (all && measures.length > 0)
      throw new BadInput('--all is every measure: leave out --measure, or --all.');
    const files = await Promise.all(args.files.map((path) => openFile(jobs, path)));
    const wanted = { name: args.text('tensor'), preferred: [], option: '--tensor' };
    const entries = files.map((file) => [file, chooseTensor(file, wanted)] as const);
    const [first] = entries;
    const reading = readingOf(args);
    for (const [at, other] of entries.entries())
      if (first !== undefined && at > 0) await checkRows(jobs, first, other, ofTwo(reading, 0, at));
    const members = entries.map(([{ path }, { name }]): Member => ({ path, tensor: name }));
    const { measures: chosen, left } = await quickOnes(jobs, members, { measures, all }, reading);
    const request = { models: members, ...(chosen !== undefined && { measures: chosen }), ...reading };
    const scores = await jobs.group(request, options);
    return args.flag('json') ? asData(members, scores, left) : asText(members, scores, left);
  },
};
