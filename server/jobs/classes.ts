import { basename } from 'node:path';
import type { PairRequest } from './jobs';
import { answersByPosition, isWholeNumber } from '../tensors/classesByPosition';
import { type ClassOrder, matchClasses } from '../tensors/matchClasses';
import type { ClassMatch, TensorEntry } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Header, Headers } from './headers';
import type { LabelSource } from './labelReader';
import type { FoundLabels } from './labels';

/** The class scores, or class numbers, of one model. */
export interface OutputsOf {
  readonly path: string;
  readonly header: Header;
  readonly entry: Pick<TensorEntry, 'shape'>;
  /** Position of the tensor in the file. */
  readonly index: number;
}

/** How the classes of models belong together. */
export interface ClassesMatched {
  /** By model; undefined: column k of one is column k of every other. */
  readonly orders: readonly (ClassOrder | undefined)[] | undefined;
  /** What to say beside the scores: sentences. */
  readonly notes: readonly string[];
  /** How many classes each model scores that scores some: the others hold class numbers. */
  readonly widths?: readonly number[];
}

/** Column k of one model is the class of column k of every other. */
export const classesByPosition: ClassesMatched = { orders: undefined, notes: [] };

/** Absent where not all files name their classes. */
export function matchOf({ orders }: ClassesMatched, asked: PairRequest['classes']): ClassMatch | undefined {
  return asked ?? (orders === undefined ? undefined : 'by-name');
}

/** Names of classes do not say which belong together. */
export class ClassesApart extends BadInput {}

/**
 * The classes of models in one order, by their names where their files have some. Throws BadInput where names do not say
 * which belong together.
 */
export async function matchedClasses(
  models: readonly OutputsOf[],
  asked: PairRequest['classes'],
  headers: Headers,
): Promise<ClassesMatched> {
  const ends = models.map(({ path }) => basename(path));
  const short = new Set(ends).size === ends.length;
  const named = await Promise.all(
    models.map(async ({ path, header, entry, index }, at) => {
      const { columns, classes } = await headers.classNames(header, index);
      const width = entry.shape.slice(1).reduce((product, length) => product * length, 1);
      const isNumbers = width === 1;
      // One column that has a name is no class of that name; of several they are names of classes.
      const fitting = isNumbers ? classes : columns?.length === width ? columns : undefined;
      return { file: short ? (ends[at] ?? path) : path, names: fitting, isNumbers, width };
    }),
  );
  const widths = named.flatMap(({ isNumbers, width }) => (isNumbers ? [] : [width]));
  return { ...(asked === 'by-position' ? answersByPosition(named, widths) : matchClasses(named)), widths };
}

/**
 * Labels whose classes are put in the order of the models' by their names, where both have some. Throws BadInput where only
 * the labels have names, and too few or too many.
 */
export async function namedLabels(
  labels: FoundLabels | undefined,
  { orders, widths = [] }: ClassesMatched,
  {
    kind,
    classes: asked,
  }: Pick<PairRequest, 'kind'> & { readonly classes?: PairRequest['classes'] | undefined },
  headers: Headers,
): Promise<FoundLabels | undefined> {
  if (labels === undefined || kind !== 'outputs') return labels;
  const { source } = labels;
  const { classes } = await headers.classNames(await headers.open(source.file.path), source.index);
  const names = asked === 'by-position' ? undefined : orders?.[0]?.names;
  if (names === undefined) {
    if (classes === undefined) return labels;
    const numbered = wholeNumbers(classes);
    if (numbered !== undefined) return { ...labels, source: { ...source, byName: numbered } };
    const columns = widths.find((width) => width !== classes.length);
    if (columns !== undefined) {
      // Of labels that nobody named, others than these may have been meant.
      if (!source.given) return undefined;
      throw new BadInput(
        `${source.file.path} names ${classes.length} classes and the outputs have ${columns} ${asked === 'by-position' ? 'columns' : 'without names'}: which is which cannot be told; number the labels in the order of the columns, from 0${asked === 'by-position' ? '' : ', or name the columns'}.`,
      );
    }
    const some = classes.slice(0, 3).map((name, number) => `${number} = ${quoted(name)}`);
    const more = classes.length > some.length ? ' ...' : '';
    return withNote(
      labels,
      `Labels are matched by number, ${asked === 'by-position' ? 'in the order of their names' : 'as the outputs do not name their classes'}: ${some.join(', ')}${more}.`,
    );
  }
  const numberOf = new Map(names.map((name, number) => [name, number]));
  if (classes !== undefined) {
    const byName = classes.map((name, number) => [number, numberOf.get(name.trim()) ?? null, name] as const);
    return { ...labels, source: { ...source, byName } };
  }
  // Columns called 3, 1, 2 are the classes 3, 1, 2.
  if (names.every(isWholeNumber)) {
    const byName = names.map((name, number): NamedLabel => [Number(name), number, name]);
    return { ...labels, source: { ...source, byName } };
  }
  return withNote(
    labels,
    'Labels are numbers: they count the classes in the order of the first model, from 0.',
  );
}

type NamedLabel = NonNullable<LabelSource['byName']>[number];

/** Labels that are texts and numbers are the classes of these numbers, in which order whatever they were read. */
function wholeNumbers(classes: readonly string[]): readonly NamedLabel[] | undefined {
  if (!classes.every(isWholeNumber)) return undefined;
  return classes.map((name, number): NamedLabel => [number, Number(name), name]);
}

function withNote(labels: FoundLabels, note: string): FoundLabels {
  return { ...labels, note: [labels.note, note].filter((each) => each !== undefined).join(' ') };
}
