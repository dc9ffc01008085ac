import type { JobOptions, Jobs } from '../jobs/jobs';
import type { TensorStatistics } from '../protocol';
import { columnsOf, table } from '../report/table';
import { countText, numberText, printable, shapeText } from '../report/text';
import type { Command } from './command';
import { inModelOrder, openFile, type OpenFile } from './files';

type Statistics = ReadonlyMap<number, TensorStatistics>;

async function statisticsOf(jobs: Jobs, file: OpenFile, options: JobOptions): Promise<Statistics> {
  const found = new Map<number, TensorStatistics>();
  const keep = (some: readonly TensorStatistics[]): void => some.forEach((s) => found.set(s.index, s));
  await jobs.statistics(file.path, keep, { ...options, stamp: file.summary.stamp });
  return found;
}

function asData({ path, summary, tensors }: OpenFile, statistics: Statistics | undefined): object {
  return {
    file: path,
    format: summary.format,
    tensors: tensors.map(({ name, dtype, shape, unreadable }, i) => {
      const found = statistics?.get(i);
      const { sum = null, mean = null, min = null, max = null, first = [] } = found ?? {};
      const { notANumber = 0, infinite = 0 } = found ?? {};
      const error = unreadable ?? found?.error;
      return {
        name,
        dtype,
        shape,
        ...(statistics && { sum, mean, min, max, first }),
        ...(notANumber > 0 && { notANumber }),
        ...(infinite > 0 && { infinite }),
        ...(error !== undefined && { unreadable: error }),
      };
    }),
    metadata: summary.metadata,
    warnings: summary.warnings,
  };
}

/** What the numbers of a row leave out, or why there are none. */
function remark(unreadable: string | undefined, found: TensorStatistics | undefined): string {
  const { error, notANumber = 0, infinite = 0 } = found ?? {};
  const leftOut = [
    ...(notANumber > 0 ? [`${notANumber} NaN`] : []),
    ...(infinite > 0 ? [`${infinite} infinite`] : []),
  ];
  return unreadable ?? error ?? (leftOut.length > 0 ? `without ${leftOut.join(' and ')}` : '');
}

function asText({ path, summary, tensors }: OpenFile, statistics: Statistics | undefined): string {
  const titles = columnsOf('right', ...(statistics ? ['sum', 'mean', 'min', 'max'] : []));
  const last = columnsOf('left', ...(statistics ? ['first'] : []), '');
  const rows = inModelOrder(tensors).map(([{ name, dtype, shape, unreadable }, i]) => {
    const found = statistics?.get(i);
    const numbers = found
      ? [found.sum, found.mean, found.min, found.max].map(numberText)
      : titles.map(() => '');
    const first = found?.first.map((v) => (typeof v === 'number' ? numberText(v) : v)).join(', ') ?? '';
    return [
      name,
      dtype,
      shapeText(shape),
      ...numbers,
      ...(statistics ? [first] : []),
      remark(unreadable, found),
    ];
  });
  const { format, tensorCount, elementCount, bytes } = summary;
  const head = `${printable(path)}: ${format}, ${countText(tensorCount, 'tensor')}, ${elementCount} values, ${bytes} bytes\n`;
  const metadata = summary.metadata.map(([key, value]) => `  ${printable(key)} = ${printable(value)}\n`);
  const warnings = summary.warnings.map((warning) => `note: ${printable(warning)}\n`);
  const body = table([...columnsOf('left', 'tensor', 'dtype', 'shape'), ...titles, ...last], rows);
  return [head, ...metadata, body, ...warnings].join('');
}

/** What is in each file: from the header only, unless statistics are asked for. */
export const inspect: Command = {
  usage: 'inspect FILE... [--stats]',
  summary: 'List the tensors of model files: name, element type, shape.',
  options: {
    stats: {
      type: 'boolean',
      summary: 'also sum, mean, smallest, largest and the first three values of each tensor',
    },
  },
  files: [1, Infinity],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const opened: (readonly [OpenFile, Statistics | undefined])[] = [];
    for (const path of args.files) {
      const file = await openFile(jobs, path);
      opened.push([file, args.flag('stats') ? await statisticsOf(jobs, file, options) : undefined]);
    }
    if (!args.flag('json')) return opened.map(([file, statistics]) => asText(file, statistics)).join('\n');
    return JSON.stringify({ files: opened.map(([file, statistics]) => asData(file, statistics)) });
  },
};
