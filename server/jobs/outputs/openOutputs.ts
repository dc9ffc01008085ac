import {
  type ClassMatch,
  mayBeOutputs,
  type NoOutputs,
  type OutputsRequest,
  type TensorEntry,
} from '../../protocol';
import { BadInput, quoted } from '../../tensors/badInput';
import type { ClassOrder } from '../../tensors/matchClasses';
import { type ClassesMatched, matchedClasses, matchOf, namedLabels, type OutputsOf } from '../classes';
import { sizeOf } from '../cost';
import type { Headers } from '../headers';
import { findLabels, type FoundLabels } from '../labels';
import type { LayerSource } from '../layers';
import { callsFor } from '../pairJob';
import { instancesIn, openSides, type OpenSide, type Sides } from '../sides';
import { instancesOf, isUsual, viewOf } from '../view';
import { declaredOutputs, findOutputs, type FoundOutputs } from './findOutputs';
import { type OutputsInput, preparedOfOutputs } from './readAnswers';

/** The outputs of two models, found and put row to row; nothing of them has been read. */
export interface OpenOutputs {
  readonly input: OutputsInput;
  readonly sides: Sides;
  /** As they are stored. */
  readonly tensors: readonly [FoundOutputs, FoundOutputs];
  /** How many tensors of each file may be outputs. */
  readonly choices: readonly [x: number, y: number];
  /** Absent where not both files name their classes. */
  readonly matched?: ClassMatch;
  /** How their classes belong together: sentences. */
  readonly classNotes: readonly string[];
  readonly labels?: FoundLabels;
  readonly labelsProblem?: string;
  /** What comparing them takes in memory. */
  readonly bytes: number;
}

/** Numbers that are made for each instance: classes, distances, their order. */
const numbersEach = 12;

/** Finds the outputs of two models, or why there are none to compare. Throws BadInput when a file cannot be read. */
export async function openOutputs(
  request: OutputsRequest,
  headers: Headers,
): Promise<OpenOutputs | NoOutputs> {
  const { x, y, tensorX, tensorY, outputs, classes, ...reading } = request;
  const found: (FoundOutputs | string)[] = [];
  const counts: number[] = [];
  for (const [path, tensor] of [[x, tensorX] as const, [y, tensorY] as const]) {
    const header = await headers.open(path);
    const wanted = { named: tensor, kind: outputs, declared: declaredOutputs(header.summary) };
    const all = await headers.all(header);
    found.push(findOutputs(path, all, wanted));
    counts.push(all.filter((entry) => mayBeOutputs(entry, reading.rule)).length);
  }
  const choices = [counts[0] ?? 0, counts[1] ?? 0] as const;
  const none = (reason: string, why: Partial<NoOutputs> = {}): NoOutputs => {
    return { found: false, unfit: true, reason, choices, ...why };
  };
  const [left, right] = found;
  if (left === undefined || right === undefined) throw new RangeError('outputs of two models are needed');
  if (typeof left === 'string') return none(left, { unfit: false });
  if (typeof right === 'string') return none(right, { unfit: false });
  if (isUsual(viewOf(reading))) {
    const odd = [left, right].find(({ entry }) => entry.shape.length > 2);
    if (odd !== undefined) return none(`${shapeWords(odd)}: choose how they become rows and columns.`);
  }
  const sides = await openSides({ ...request, kind: 'activations' }, headers);
  const [seenX, seenY] = [sides.x.tensors[left.index], sides.y.tensors[right.index]];
  const unseen = [seenX, seenY].find((entry) => entry?.unreadable !== undefined);
  if (seenX === undefined || seenY === undefined) throw new RangeError('a file has changed its tensors');
  if (unseen?.unreadable !== undefined)
    return none(
      `Outputs ${quoted(unseen.name)} cannot be compared: ${unseen.unreadable.replace(/\.$/, '')}.`,
    );
  const [rowsX, rowsY] = [sizeOf(seenX).n, sizeOf(seenY).n];
  if (rowsX !== rowsY)
    return none(
      `The outputs have ${rowsX} and ${rowsY} rows: they are compared where both are for the same instances.`,
    );
  const outputsOf = ({ path, header }: OpenSide, { index, entry }: FoundOutputs): OutputsOf => {
    return { path, header, entry, index };
  };
  const both = [outputsOf(sides.x, left), outputsOf(sides.y, right)];
  const byName = await classesOf(both, classes, headers);
  if (typeof byName === 'string') return none(byName, { matched: 'by-name' });
  const matched = matchOf(byName, classes);
  const { labels, problem } = await labelsFor(request, sides, left, byName, headers);
  const ids = sides.x.ids;
  const rows = [instances(left.entry, sides.x), instances(right.entry, sides.y)] as const;
  const names = ids === undefined ? undefined : (await headers.rows.names(ids)).names;
  return {
    input: {
      x: sourceOf(sides.x, left, outputs, byName.orders?.[0]),
      y: sourceOf(sides.y, right, outputs, byName.orders?.[1]),
      ...(labels !== undefined && { labels: labels.source }),
      counts: [rows[0].instances, rows[1].instances],
      rowsEach: rows[0].rowsEach,
      ...(names !== undefined && { ids: names }),
    },
    sides,
    tensors: [left, right],
    choices,
    ...(matched !== undefined && { matched }),
    classNotes: byName.notes,
    ...(labels !== undefined && { labels }),
    ...(problem !== undefined && { labelsProblem: problem }),
    bytes: bytesOf(seenX) + bytesOf(seenY) + 8 * numbersEach * rowsX,
  };
}

/** How the classes belong together, or a sentence where their names do not say it. */
async function classesOf(
  both: readonly OutputsOf[],
  asked: OutputsRequest['classes'],
  headers: Headers,
): Promise<ClassesMatched | string> {
  try {
    return await matchedClasses(both, asked, headers);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.message;
  }
}

function shapeWords({ entry: { name, shape } }: FoundOutputs): string {
  return `Outputs ${quoted(name)} have ${shape.length} axes [${shape.join(', ')}]`;
}

function instances(
  entry: TensorEntry,
  { view }: OpenSide,
): { readonly instances: number; readonly rowsEach: number } {
  return instancesOf(entry, view) ?? { instances: 0, rowsEach: 1 };
}

function sourceOf(
  { header: { stamp }, view }: OpenSide,
  { index }: FoundOutputs,
  kind: OutputsRequest['outputs'],
  classes: ClassOrder | undefined,
): LayerSource {
  const source: LayerSource = { file: stamp, index, meaning: kind ?? 'outputs', ...view };
  return classes === undefined ? source : { ...source, classes };
}

/** The labels that were named or lie there; named ones that do not fit spoil nothing but what needs them. */
async function labelsFor(
  { labels, x, y, ids, classes: asked }: OutputsRequest,
  sides: Sides,
  first: FoundOutputs,
  classes: ClassesMatched,
  headers: Headers,
): Promise<{ readonly labels?: FoundLabels; readonly problem?: string }> {
  const files = [x, y];
  const wanted = {
    labels,
    files,
    idsNamed: ids !== undefined,
    ...instancesIn(sides.x, first),
    calls: callsFor('outputs'),
    kind: 'outputs',
  } as const;
  try {
    const found = await namedLabels(
      await findLabels(wanted, headers),
      classes,
      { kind: 'outputs', classes: asked },
      headers,
    );
    return found === undefined ? {} : { labels: found };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { problem: error.message };
  }
}

function bytesOf(entry: TensorEntry): number {
  const { n, d, bytes } = sizeOf(entry);
  return preparedOfOutputs.reduce((sum, preparation) => sum + preparation.cost(n, d).bytes, bytes);
}
