import type { GroupRequest, GroupScore, PairRequest } from '../jobs/jobs';
import { outputsKinds, type Reading, type Score, type TensorEntry } from '../protocol';
import { parseCall } from '../measures/call';
import { declaredOutputs, outputNames } from '../jobs/outputs/findOutputs';
import { allMeasures, findMeasure } from '../measures/catalogue';
import { scoreRecord } from '../report/record';
import { printable } from '../report/text';
import { isSymmetric } from '../measures/measure';
import { BadInput, quoted } from '../tensors/badInput';
import type { Arguments, Command } from './command';
import { chooseTensor, openFile, type OpenFile } from './files';
import { checkRows, idsOption, ofTwo, readingOf } from './reading';
import { rowsText, scoreTable } from './scores';

/** What else writers call the classes a model answers with. */
const likelyClasses = ['prediction', 'classes', 'class', 'labels', 'label'];

const ofOutputs = allMeasures.filter(({ compares }) => compares === 'outputs');
/** Whether outputs are those of stitched models is for the person to know: these are asked for, or left. */
const onDemand = allMeasures.filter(({ compares }) => compares === 'stitched outputs');

/** How the outputs are read, as it was asked for. */
type Asked = Pick<PairRequest, 'outputs' | 'classes' | 'vectors'>;

/** Throws BadInput for what is no choice. */
function askedOf(args: Arguments): Asked {
  const [kind, classes] = [args.text('kind'), args.text('classes')];
  const outputs = outputsKinds.find((each) => each === kind);
  if (kind !== undefined && outputs === undefined)
    throw new BadInput(`--kind is logits, probabilities, classes, one-hot or binary, not ${quoted(kind)}.`);
  if (classes !== undefined && classes !== 'by-position')
    throw new BadInput(
      `--classes is by-position or left out, for classes by name where there are some, not ${quoted(classes)}.`,
    );
  return {
    ...(outputs !== undefined && { outputs }),
    ...(classes !== undefined && { classes }),
    ...(args.flag('json') && { vectors: true }),
  };
}

/** The measures asked for; all measures of outputs where none is. Throws BadInput for what is none of them. */
function measuresOf(args: Arguments): readonly string[] {
  const asked = args.texts('measure');
  for (const call of asked) {
    const { id } = parseCall(call);
    if ([...ofOutputs, ...onDemand].some((measure) => measure.id === id)) continue;
    const there = [...ofOutputs, ...onDemand].map((measure) => measure.id).join(', ');
    throw new BadInput(`${findMeasure(id).title} compares no outputs of models; there are ${there}.`);
  }
  return asked.length > 0 ? asked : ofOutputs.map(({ id }) => id);
}

/** Those of them that are defined for sets. */
function ofSets(measures: readonly string[]): readonly string[] {
  return measures.filter((call) => findMeasure(parseCall(call).id).group !== undefined);
}

/** Every file with every later one. */
function pairs(files: readonly OpenFile[]): (readonly [OpenFile, OpenFile])[] {
  return files.flatMap((x, i) => files.slice(i + 1).map((y) => [x, y] as const));
}

/** All models at once, by the measures that are defined for sets. */
function setOf(
  files: readonly OpenFile[],
  tensorOf: (file: OpenFile) => string,
  request: Asked & Reading & { readonly measures: readonly string[] },
): GroupRequest {
  const models = files.map((file) => ({ path: file.path, tensor: tensorOf(file) }));
  return { models, kind: 'outputs', ...request };
}

interface Found {
  readonly x: OpenFile;
  readonly y: OpenFile;
  readonly scores: readonly Score[];
}

/** Everything there is to say, with the values of single instances and classes. */
function asData(
  files: readonly OpenFile[],
  tensorOf: (file: OpenFile) => string,
  found: readonly Found[],
  set: readonly GroupScore[],
): string {
  const record = (score: Score, x: string, y: string): object => ({
    ...scoreRecord(score, x, y),
    perInstance: score.perInstance ?? null,
    perClass: score.perClass ?? null,
  });
  const scores = found.flatMap(({ x, y, scores: ofPair }) =>
    ofPair.map((s) => ({ ...record(s, tensorOf(x), tensorOf(y)), xFile: x.path, yFile: y.path })),
  );
  if (files.length < 3) return JSON.stringify({ scores });
  return JSON.stringify({
    scores,
    models: files.map((file) => ({ file: file.path, tensor: tensorOf(file) })),
    set: set.map(({ score }) => record(score, '', '')),
    matrices: matrices(files, found),
  });
}

/** Of each measure the values of all pairs of models, as a square: null on the diagonal and where there is none. */
function matrices(files: readonly OpenFile[], found: readonly Found[]): object[] {
  const [first] = found;
  return (first?.scores ?? []).map(({ measure, parameters }, at) => {
    const valueOf = (x: OpenFile, y: OpenFile): number | null =>
      found.find((one) => one.x === x && one.y === y)?.scores[at]?.value ?? null;
    // A measure that tells its inputs apart has been asked one way only.
    const symmetric = isSymmetric(findMeasure(measure), parameters);
    const values = files.map((x) => files.map((y) => valueOf(x, y) ?? (symmetric ? valueOf(y, x) : null)));
    return { measure, parameters, values };
  });
}

/** One pair: what is so of all its scores, and the scores. */
function asText({ x, y, scores }: Found): string {
  return `${printable(x.path)} and ${printable(y.path)}: ${rowsText(scores)}\n${notedTable(scores)}`;
}

/** Scores as a table below what is so of all of them. */
function notedTable(scores: readonly Score[]): string {
  const valued = scores.filter(({ value }) => value !== null);
  const [first] = valued;
  const shared =
    valued.length < 2 || first === undefined
      ? []
      : first.notes.filter((note) => valued.every(({ notes }) => notes.includes(note)));
  const above = shared.map((note) => `note: ${printable(note)}\n`).join('');
  return (
    above +
    scoreTable(
      scores.map((score) => ({ ...score, notes: score.notes.filter((note) => !shared.includes(note)) })),
    )
  );
}

/** How differently models answer: their class scores on the same instances. */
export const outputs: Command = {
  usage:
    'outputs A B [C...] [--measure "ID(parameter: value, ...)"]... [--labels F] [--ids F]... [--kind K] [--classes by-position]',
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
      value: 'logits|probabilities|classes|one-hot|binary',
      summary: 'what the columns are; absent: found out',
    },
    classes: {
      type: 'string',
      value: 'by-position',
      summary:
        'column k of one file is the class of column k of every other; absent: by the names of the columns, where all files have some',
    },
    measure: {
      type: 'string',
      multiple: true,
      value: '"ID(parameter: value, ...)"',
      summary:
        'a measure of outputs, e.g. "jsd(unit: bits)"; may be given several times; absent: all of them',
    },
  },
  files: [2, Infinity],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const asked = askedOf(args);
    const measures = measuresOf(args);
    const reading = readingOf(args);
    const files = await Promise.all(args.files.map((path) => openFile(jobs, path)));
    const { outputs: kind } = asked;
    const entryOf = (file: OpenFile): TensorEntry => {
      const preferred = [...declaredOutputs(file.summary), ...outputNames(kind), ...likelyClasses];
      return chooseTensor(file, { name: undefined, preferred });
    };
    const tensorOf = (file: OpenFile): string => entryOf(file).name;
    const of = (x: OpenFile, y: OpenFile): Reading => ofTwo(reading, files.indexOf(x), files.indexOf(y));
    for (const [x, y] of pairs(files)) await checkRows(jobs, [x, entryOf(x)], [y, entryOf(y)], of(x, y));
    const found: Found[] = [];
    for (const [x, y] of pairs(files)) {
      const request: PairRequest = {
        ...{ x: x.path, y: y.path, tensorX: tensorOf(x), tensorY: tensorOf(y), kind: 'outputs' },
        ...{ ...asked, measures },
        ...of(x, y),
      };
      found.push({ x, y, scores: await jobs.pair(request, options) });
    }
    const wanted = ofSets(measures);
    const set =
      files.length < 3 || wanted.length === 0
        ? []
        : await jobs.group(setOf(files, tensorOf, { ...asked, ...reading, measures: wanted }), options);
    if (args.flag('json')) return asData(files, tensorOf, found, set);
    const texts = found.map(asText);
    if (set.length > 0)
      texts.push(`The set of all ${files.length} models\n${notedTable(set.map(({ score }) => score))}`);
    return texts.join('\n');
  },
};
