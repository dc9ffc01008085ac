import type { GroupRequest, PairRequest } from '../jobs/jobs';
import type { Reading, Score, TensorEntry } from '../protocol';
import { allMeasures } from '../measures/catalogue';
import { scoreRecord } from '../report/record';
import { printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Arguments, Command } from './command';
import { chooseTensor, openFile, type OpenFile } from './files';
import { checkRows, idsOption, ofTwo, readingOf } from './reading';
import { rowsText, scoreTable } from './scores';

/** What writers call the class scores of a model, when a file holds other tensors as well. */
const likelyNames = ['logits', 'probabilities', 'probs', 'outputs', 'output', 'scores'];

/** The measures of outputs that are defined for sets. */
const ofSets = allMeasures
  .filter(({ compares, group }) => compares === 'outputs' && group !== undefined)
  .map(({ id }) => id);

function kindOf(args: Arguments): PairRequest['outputs'] {
  const kind = args.text('kind');
  if (kind === undefined || kind === 'logits' || kind === 'probabilities' || kind === 'classes') return kind;
  throw new BadInput(`--kind is logits, probabilities or classes, not "${kind}".`);
}

/** Every file with every later one. */
function pairs(files: readonly OpenFile[]): (readonly [OpenFile, OpenFile])[] {
  return files.flatMap((x, i) => files.slice(i + 1).map((y) => [x, y] as const));
}

/** All models at once, by the measures that are defined for sets. */
function setOf(
  files: readonly OpenFile[],
  tensorOf: (file: OpenFile) => string,
  kind: PairRequest['outputs'],
  reading: Reading,
): GroupRequest {
  const models = files.map((file) => ({ path: file.path, tensor: tensorOf(file) }));
  return {
    models,
    kind: 'outputs',
    ...(kind !== undefined && { outputs: kind }),
    ...reading,
    measures: ofSets,
  };
}

/** How differently models answer: their class scores on the same instances. */
export const outputs: Command = {
  usage: 'outputs A B [C...] [--labels F] [--ids F]... [--kind logits|probabilities|classes]',
  summary:
    'Score how differently models answer, from their class scores on the same instances: all pairs, and the set of three or more.',
  options: {
    labels: {
      type: 'string',
      value: 'FILE',
      summary: 'one true class per row, for the measures that need them',
    },
    ids: idsOption,
    kind: {
      type: 'string',
      value: 'logits|probabilities|classes',
      summary: 'what the columns are; absent: found out',
    },
  },
  files: [2, Infinity],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const kind = kindOf(args);
    const reading = readingOf(args);
    const files = await Promise.all(args.files.map((path) => openFile(jobs, path)));
    const preferred = kind === undefined ? likelyNames : [kind, ...likelyNames];
    const entryOf = (file: OpenFile): TensorEntry => chooseTensor(file, { name: undefined, preferred });
    const tensorOf = (file: OpenFile): string => entryOf(file).name;
    const of = (x: OpenFile, y: OpenFile): Reading => ofTwo(reading, files.indexOf(x), files.indexOf(y));
    for (const [x, y] of pairs(files)) await checkRows(jobs, [x, entryOf(x)], [y, entryOf(y)], of(x, y));
    const found: { x: OpenFile; y: OpenFile; scores: readonly Score[] }[] = [];
    for (const [x, y] of pairs(files)) {
      const request: PairRequest = {
        ...{ x: x.path, y: y.path, tensorX: tensorOf(x), tensorY: tensorOf(y), kind: 'outputs' },
        ...(kind !== undefined && { outputs: kind }),
        ...of(x, y),
      };
      found.push({ x, y, scores: await jobs.pair(request, options) });
    }
    const set = files.length < 3 ? [] : await jobs.group(setOf(files, tensorOf, kind, reading), options);
    if (args.flag('json')) {
      const scores = found.flatMap(({ x, y, scores: ofPair }) =>
        ofPair.map((s) => ({ ...scoreRecord(s, tensorOf(x), tensorOf(y)), xFile: x.path, yFile: y.path })),
      );
      const whole = set.map(({ score }) => scoreRecord(score, '', ''));
      return JSON.stringify(files.length < 3 ? { scores } : { scores, set: whole });
    }
    const texts = found.map(({ x, y, scores }) => {
      return `${printable(x.path)} and ${printable(y.path)}: ${rowsText(scores)}\n${scoreTable(scores)}`;
    });
    if (set.length > 0)
      texts.push(`The set of all ${files.length} models\n${scoreTable(set.map(({ score }) => score))}`);
    return texts.join('\n');
  },
};
