import {
  type OutputsReport,
  type OutputVectors,
  outcomeOf,
  type Reading,
  type RunOrigins,
  type Score,
} from '../protocol';
import { instancesCell, namedFile } from './origins';

/** Everything there is to say of the outputs of two models. */
export interface OutputsExport {
  readonly report: OutputsReport;
  /** With the values of single instances and classes, where the measure has some. */
  readonly scores: readonly Score[];
  readonly vectors: OutputVectors;
  /** What an instance of the first file is called; absent where they have no ids. */
  readonly idOf?: (row: number) => string | undefined;
  readonly reading: Reading;
  /** What files of the cache came of, which they are called by. */
  readonly ran?: RunOrigins;
}

/** One way to write that down, in pieces: there may be millions of instances. */
export type OutputsWriter = (outputs: OutputsExport) => Generator<string>;

/** What a class is called, or its number. */
export function classCell({ classNames }: OutputsReport, number: number): string {
  return classNames?.[number] ?? String(number);
}

/** A column of what is said of each instance: its title and its value, null where there is none. */
export type InstanceColumn = readonly [title: string, at: (i: number) => number | string | null];

/** Where each instance is from, its label, what both models answer, and every measure that has a value for it. */
export function instanceColumns({ report, scores, vectors, idOf }: OutputsExport): readonly InstanceColumn[] {
  const { rowsX, rowsY, rowsEach, classesX, classesY, probabilitiesX, probabilitiesY, labels } = vectors;
  const numbers = (of: ArrayLike<number>) => (i: number) => of[i] ?? null;
  const classes = (of: ArrayLike<number>) => (i: number) => classCell(report, of[i] ?? NaN);
  const some = (title: string, of: ArrayLike<number> | undefined): readonly InstanceColumn[] =>
    of === undefined ? [] : [[title, numbers(of)]];
  return [
    ['row', numbers(rowsX)],
    ['rowY', numbers(rowsY)],
    ...(rowsEach === 1 ? [] : [['position', (i) => i % rowsEach] satisfies InstanceColumn]),
    ...(idOf === undefined ? [] : [['id', (i) => idOf(rowsX[i] ?? -1) ?? null] satisfies InstanceColumn]),
    ...(labels === undefined ? [] : [['label', classes(labels)] satisfies InstanceColumn]),
    ['answerX', classes(classesX)],
    ...some('probabilityX', probabilitiesX),
    ['answerY', classes(classesY)],
    ...some('probabilityY', probabilitiesY),
    ['outcome', (i) => outcomeOf(classesX[i] ?? NaN, classesY[i] ?? NaN, labels?.[i])],
    ...scores.flatMap(({ measure, perInstance }) => some(measure, perInstance)),
  ];
}

/** What is true of all of it, by name. */
export function aboutOutputs({
  report,
  reading,
  ran,
}: OutputsExport): readonly (readonly [string, string])[] {
  const { x, y, rows, labels, matched, notes, labelsProblem } = report;
  const [ofX, ofY] = [namedFile(x.path, ran?.x), namedFile(y.path, ran?.y)];
  const instances = [
    ['xInstances', instancesCell(ofX.instances)],
    ['yInstances', instancesCell(ofY.instances)],
  ] as const;
  return [
    ['x', ofX.file],
    ['tensorX', x.tensor],
    ['kindX', x.kind],
    ['y', ofY.file],
    ['tensorY', y.tensor],
    ['kindY', y.kind],
    ...(ran === undefined ? [] : instances),
    ['n', String(rows)],
    ['labels', labels ?? ''],
    ['classes', matched ?? ''],
    ['rule', reading.rule ?? 'flatten'],
    ['rows', reading.rows ?? 'all'],
    ...[...(labelsProblem === undefined ? [] : [labelsProblem]), ...notes].map(
      (note) => ['note', note] as const,
    ),
  ];
}
