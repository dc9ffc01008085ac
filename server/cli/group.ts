import { printCall, parseCall } from '../measures/call';
import type { GroupScore } from '../jobs/jobs';
import { scoreRecord } from '../report/record';
import { countText, printable } from '../report/text';
import type { Command } from './command';
import { chooseTensor, openFile } from './files';
import { checkRows, ofTwo, readingOf, readingOptions } from './reading';
import { rowsText, scoreTable } from './scores';

interface Member {
  readonly path: string;
  readonly tensor: string;
}

function asData(members: readonly Member[], scores: readonly GroupScore[]): string {
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
  });
}

function asText(members: readonly Member[], scores: readonly GroupScore[]): string {
  const models = members.map(({ path, tensor }) => `${printable(path)}, ${printable(tensor)}\n`).join('');
  const table = scoreTable(scores.map(({ score }) => score));
  const wholes = scores
    .filter(({ pairs }) => pairs === null)
    .map(({ score }) => {
      return printCall({ id: score.measure, parameters: score.parameters });
    });
  const pairs = `${(members.length * (members.length - 1)) / 2} pairs of models`;
  const means = scores.length > wholes.length ? `Values are means over ${pairs}.\n` : '';
  const whole = wholes.length > 0 ? `Of the set as a whole: ${wholes.join(', ')}.\n` : '';
  return `${models}${countText(members.length, 'model')}, ${rowsText(scores.map(({ score }) => score))}\n\n${table}${means}${whole}`;
}

/** How similar the models of a set are: as a whole where a measure says how, else on average over pairs. */
export const group: Command = {
  usage:
    'group A B C... [--measure "ID(parameter: value, ...)"]... [--tensor N] [--labels F] [--rule R] [--rows R] [--ids F]...',
  summary:
    'Score how similar the models of a set are: the mean over all pairs, or what a measure defines for sets.',
  options: {
    measure: {
      type: 'string',
      multiple: true,
      value: '"ID(parameter: value, ...)"',
      summary:
        'a measure, e.g. "cka(estimator: debiased)"; may be given several times; absent: all that apply',
    },
    tensor: { type: 'string', value: 'NAME', summary: 'the tensor of each file; absent: its only one' },
    ...readingOptions,
  },
  files: [2, Infinity],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const measures = args.texts('measure');
    measures.forEach(parseCall);
    const files = await Promise.all(args.files.map((path) => openFile(jobs, path)));
    const wanted = { name: args.text('tensor'), preferred: [], option: '--tensor' };
    const entries = files.map((file) => [file, chooseTensor(file, wanted)] as const);
    const [first] = entries;
    const reading = readingOf(args);
    for (const [at, other] of entries.entries())
      if (first !== undefined && at > 0) await checkRows(jobs, first, other, ofTwo(reading, 0, at));
    const members = entries.map(([{ path }, { name }]): Member => ({ path, tensor: name }));
    const request = { models: members, ...(measures.length > 0 && { measures }), ...reading };
    const scores = await jobs.group(request, options);
    return args.flag('json') ? asData(members, scores) : asText(members, scores);
  },
};
