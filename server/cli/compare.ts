import type { Comparison, ComparisonPlan, MeasureCall } from '../protocol';
import { findMeasure } from '../measures/catalogue';
import { parseCall, printCall } from '../measures/call';
import { describeMeasure } from '../measures/describe';
import { grid } from '../report/grid';
import { legend } from '../report/legend';
import { perTensor } from '../report/perTensor';
import { scoreRecord, scoreRecords } from '../report/record';
import { countText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Arguments, Command, Context } from './command';
import { chooseTensor, layersOf, openFile, type OpenFile } from './files';
import { chooseMeasures, leftText } from './quick';
import { checkRows, readingOf, readingOptions, readingText } from './reading';
import { rowsText, scoreTable } from './scores';

/** What a grid shows when no measure is asked for. */
const usual: Readonly<Record<ComparisonPlan['kind'], readonly string[]>> = {
  activations: ['cka(estimator: debiased)'],
  weights: ['weights.relative_change', 'weights.cosine'],
};

/** The measures that take little time, all of them, or those asked for, on one tensor of each file. */
async function comparePair(
  x: OpenFile,
  y: OpenFile,
  args: Arguments,
  { jobs, options }: Context,
): Promise<string> {
  const nameX = args.text('tensor-x');
  const nameY = args.text('tensor-y');
  const preferred = (other: string | undefined): string[] => (other === undefined ? [] : [other]);
  const ofX = chooseTensor(x, { name: nameX, preferred: preferred(nameY), option: '--tensor-x' });
  const ofY = chooseTensor(y, { name: nameY, preferred: preferred(nameX), option: '--tensor-y' });
  const reading = readingOf(args);
  await checkRows(jobs, [x, ofX], [y, ofY], reading);
  const [tensorX, tensorY] = [ofX.name, ofY.name];
  const pair = { x: x.path, y: y.path, tensorX, tensorY, ...reading };
  const asked = { measures: args.texts('measure'), all: args.flag('all') };
  const { measures, left } = await chooseMeasures(jobs, pair, asked);
  const scores = await jobs.pair({ ...pair, ...(measures !== undefined && { measures }) }, options);
  if (args.flag('json')) {
    return JSON.stringify({
      x: x.path,
      y: y.path,
      scores: scores.map((s) => scoreRecord(s, tensorX, tensorY)),
      notComputed: left.map(({ measure, seconds }) => ({ measure, seconds })),
    });
  }
  const side = ({ path }: OpenFile, tensor: string): string => `${printable(path)}, ${printable(tensor)}`;
  const rows = rowsText(scores);
  return `x: ${side(x, tensorX)}\ny: ${side(y, tensorY)}\n${rows === '' ? '' : `${rows}\n`}${readingText(reading)}\n${scoreTable(scores)}${leftText(left)}`;
}

function headOf({ x, y, notes }: ComparisonPlan): string {
  const remarks = notes.map((note) => `note: ${printable(note)}\n`).join('');
  return `x (rows): ${printable(x.path)}\ny (columns): ${printable(y.path)}\n${remarks}\n`;
}

function legendOf({ measure }: Comparison): string {
  return legend(describeMeasure(findMeasure(measure.id)), printCall(measure));
}

/** So many different notes are told below a grid; the answer as JSON has them all. */
const notesShown = 4;

function notesOf({ cells, notes: above }: Comparison): string {
  const all = new Set(cells.flatMap(({ score }) => score.notes));
  const notes = [...all].filter((note) => !above.includes(note));
  const more = notes.length - notesShown;
  return [
    ...notes.slice(0, notesShown).map((note) => `note: ${printable(note)}\n`),
    ...(more > 0 ? [`${countText(more, 'more note')}: see --json.\n`] : []),
  ].join('');
}

function gridText(comparisons: readonly Comparison[]): string {
  return comparisons.map((c) => `${legendOf(c)}\n${grid(c)}${notesOf(c)}`).join('\n');
}

/** Weights: equal names against each other, all measures side by side. */
function tensorText(comparisons: readonly Comparison[]): string {
  const titled = comparisons.map((c) => [printCall(c.measure), c] as const);
  return `${perTensor(titled)}\n${comparisons.map((c) => `${legendOf(c)}\n`).join('')}`;
}

/** Every layer of one file against every layer of the other; for weights, every tensor against its namesake. */
async function compareAll(
  x: OpenFile,
  y: OpenFile,
  args: Arguments,
  { jobs, options }: Context,
): Promise<string> {
  const files = { x: x.path, y: y.path, ...readingOf(args) };
  const asked = args.texts('measure').map(parseCall);
  const first: MeasureCall = asked[0] ?? parseCall(usual.activations[0] ?? 'cka');
  const { kind } = await jobs.plan({ ...files, measure: first });
  const comparisons: Comparison[] = [];
  for (const measure of asked.length > 0 ? asked : usual[kind].map(parseCall)) {
    comparisons.push(await jobs.compare({ ...files, kind, measure }, {}, options));
  }
  const [any] = comparisons;
  if (args.flag('json')) {
    const notes = [...new Set(comparisons.flatMap((c) => c.notes))];
    const joined = any?.joined ?? null;
    return JSON.stringify({
      ...{ x: x.path, y: y.path, kind },
      ...{ scores: comparisons.flatMap(scoreRecords), notes, joined },
    });
  }
  return (any ? headOf(any) : '') + (kind === 'weights' ? tensorText(comparisons) : gridText(comparisons));
}

/** One layer beside the ids of its rows. */
function isTable(file: OpenFile): boolean {
  return file.summary.ids !== undefined && layersOf(file).length === 1;
}

/** How similar two files are: one pair of tensors by many measures, or all pairs of layers by one. */
export const compare: Command = {
  usage:
    'compare X Y [--measure "ID(parameter: value, ...)"]... [--all] [--tensor-x N] [--tensor-y N] [--labels F] [--rule R] [--rows R] [--ids F]...',
  summary:
    'Score how similar two models are: two tensors by every measure that is quick, or all layers by one.',
  options: {
    measure: {
      type: 'string',
      multiple: true,
      value: '"ID(parameter: value, ...)"',
      summary: 'a measure, e.g. "cka(estimator: debiased)"; may be given several times (see nnsim measures)',
    },
    all: { type: 'boolean', summary: 'every measure, also those that take long; for two tensors' },
    'tensor-x': { type: 'string', value: 'NAME', summary: 'the tensor of X; then one pair is compared' },
    'tensor-y': {
      type: 'string',
      value: 'NAME',
      summary: 'the tensor of Y; absent: the one called like that of X',
    },
    ...readingOptions,
  },
  files: [2, 2],
  needsJobs: true,
  async run(args, context) {
    args.texts('measure').forEach(parseCall);
    const all = args.flag('all');
    if (all && args.texts('measure').length > 0)
      throw new BadInput('--all is every measure: leave out --measure, or --all.');
    const [pathX = '', pathY = ''] = args.files;
    const [x, y] = await Promise.all([openFile(context.jobs, pathX), openFile(context.jobs, pathY)]);
    const chosen = args.text('tensor-x') !== undefined || args.text('tensor-y') !== undefined;
    const single = [x, y].every((file) => file.tensors.length === 1 || isTable(file));
    if (chosen || single) return comparePair(x, y, args, context);
    if (all) throw new BadInput('--all is for two tensors: choose one of each file with --tensor-x.');
    return compareAll(x, y, args, context);
  },
};
