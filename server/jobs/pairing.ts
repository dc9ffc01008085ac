import type { ComparisonKind, TensorEntry } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import { modelOrder } from '../tensors/modelOrder';
import { filtered, mapped, type Sliced } from '../tensors/slices';
import { commonRows } from './kind';

/** A tensor and its position in its file. */
export interface Placed {
  readonly index: number;
  readonly entry: TensorEntry;
}

/** The layers of two files that are compared, and why others are not. */
export interface Pairing {
  readonly x: readonly Placed[];
  readonly y: readonly Placed[];
  /** Positions in x and y. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly notes: readonly string[];
}

export interface Side {
  readonly path: string;
  readonly tensors: readonly TensorEntry[];
}

/** More pairs than anybody can look at; above it the grid itself would be too much for an editor. */
const mostPairs = 100_000;
const namesShown = 3;
/** Pairs made before others have their turn. */
const pairsAtOnce = 4096;
const noCommonAxes =
  'Weights of separately trained networks have no common axes: these values say something within one run, or after ' +
  'fine-tuning. To compare separately trained networks, compare activations.';

/** Pairs the layers of two files. Throws BadInput when there is nothing to pair, or far too much. */
export function pairLayers(kind: ComparisonKind, x: Side, y: Side): Sliced<Pairing> {
  return kind === 'activations' ? allWithAll(x, y) : namesakes(x, y);
}

/** Activations: every layer of one with every layer of the other, rows being the same instances. */
function* allWithAll(x: Side, y: Side): Sliced<Pairing> {
  const rows = yield* commonRows(
    yield* filtered(x.tensors, isNumeric),
    yield* filtered(y.tensors, isNumeric),
  );
  if (rows === undefined) {
    throw new BadInput(
      `No tensor of ${x.path} has as many rows as one of ${y.path} (${counts(x)} and ${counts(y)}): ` +
        'compare activations for the same instances.',
    );
  }
  const notes: string[] = [];
  const [nameX, nameY] = shortNames(x.path, y.path);
  const left = yield* layersOf(x, nameX, rows, notes);
  const right = yield* layersOf(y, nameY, rows, notes);
  if (left.length === 0 || right.length === 0) {
    throw new BadInput(
      `${left.length === 0 ? x.path : y.path} holds no layer to compare: ${notes.join(' ')}`,
    );
  }
  if (left.length * right.length > mostPairs) {
    throw new BadInput(
      `${x.path} and ${y.path} have ${left.length * right.length} pairs of layers, more than the ${mostPairs} that ` +
        'can be compared at once.',
    );
  }
  return { x: left, y: right, pairs: yield* diagonalFirst(left.length, right.length), notes };
}

function* layersOf(side: Side, name: string, rows: number, notes: string[]): Sliced<Placed[]> {
  return yield* sift(yield* inModelOrder(side), name, notes, [
    ['cannot be read', ({ entry }) => entry.unreadable !== undefined],
    [`with other row counts than ${rows}`, ({ entry }) => entry.shape[0] !== rows],
    ['empty', ({ entry }) => entry.shape.includes(0)],
    ['of whole numbers in one column: labels or row numbers, no features', ({ entry }) => isLabels(entry)],
  ]);
}

/** Weights: tensors of equal names and shapes with each other. */
function* namesakes(x: Side, y: Side): Sliced<Pairing> {
  const notes: string[] = [];
  const [nameX, nameY] = shortNames(x.path, y.path);
  const namesY = new Map<string, Placed>();
  yield* mapped(y.tensors, (entry, index) => namesY.set(entry.name, { entry, index }));
  const namesX = new Set<string>();
  yield* mapped(x.tensors, ({ name }) => namesX.add(name));
  const other = ({ entry }: Placed): Placed | undefined => namesY.get(entry.name);
  const left = yield* sift(yield* inModelOrder(x), nameX, notes, [
    [`not in ${nameY}`, (placed) => other(placed) === undefined],
    [`of another shape in ${nameY}`, (placed) => !equalShapes(placed, other(placed))],
    ['cannot be read', (p) => p.entry.unreadable !== undefined || other(p)?.entry.unreadable !== undefined],
    ['single numbers or empty', ({ entry }) => entry.shape.length === 0 || entry.shape.includes(0)],
  ]);
  yield* sift(yield* inModelOrder(y), nameY, notes, [
    [`not in ${nameX}`, ({ entry }) => !namesX.has(entry.name)],
  ]);
  const right = (yield* mapped(left, other)).filter((placed) => placed !== undefined);
  notes.push(noCommonAxes);
  if (left.length > 0) return { x: left, y: right, pairs: left.map((_, i) => [i, i] as const), notes };
  throw new BadInput(
    `${x.path} and ${y.path} have nothing to compare: no readable tensor of one has the name and shape of one of the ` +
      'other, and no row count is common to both.',
  );
}

function* inModelOrder({ tensors }: Side): Sliced<Placed[]> {
  const placed = yield* mapped(yield* modelOrder(tensors), (index) => {
    const entry = tensors[index];
    return entry === undefined ? undefined : { index, entry };
  });
  return placed.filter((one) => one !== undefined);
}

/** The ends of two paths, as long as it takes to tell them apart: "seed0/last.npz" and "seed1/last.npz". */
function shortNames(x: string, y: string): readonly [string, string] {
  const [left, right] = [x, y].map((path) => path.split(/[\\/]/).filter((part) => part !== ''));
  for (let count = 1; x !== y && count <= Math.max(left?.length ?? 0, right?.length ?? 0); count++) {
    const [nameX, nameY] = [left, right].map((parts) => parts?.slice(-count).join('/') ?? '');
    if (nameX !== undefined && nameY !== undefined && nameX !== nameY) return [nameX, nameY];
  }
  return [x, y];
}

type Sieve = readonly [what: string, leavesOut: (placed: Placed) => boolean];

/** What no sieve leaves out; each that does is told once, with some names. */
function* sift(
  placed: readonly Placed[],
  file: string,
  notes: string[],
  sieves: readonly Sieve[],
): Sliced<Placed[]> {
  const leftOut = sieves.map((): string[] => []);
  const kept = yield* filtered(placed, (one) => {
    const at = sieves.findIndex(([, leavesOut]) => leavesOut(one));
    leftOut[at]?.push(one.entry.name);
    return at < 0;
  });
  for (const [at, [what]] of sieves.entries()) {
    const names = leftOut[at] ?? [];
    if (names.length === 0) continue;
    const shown = names.slice(0, namesShown).map(quoted).join(', ');
    const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
    const tensors = `${names.length} tensor${names.length === 1 ? '' : 's'} of ${file}`;
    notes.push(`Left out: ${tensors}, ${what} (${shown}${more}).`);
  }
  return kept;
}

/** All pairs of a grid, those at corresponding depth first and then outwards: what people look at first. */
export function* diagonalFirst(rows: number, cols: number): Sliced<(readonly [number, number])[]> {
  const rings: (readonly [number, number])[][] = [];
  const depth = (i: number, length: number): number => (length === 1 ? 0 : i / (length - 1));
  const widest = Math.max(rows, cols);
  let count = 0;
  for (let x = 0; x < rows; x++) {
    for (let y = 0; y < cols; y++) {
      if (++count % pairsAtOnce === 0) yield;
      const ring = Math.round(Math.abs(depth(x, rows) - depth(y, cols)) * widest);
      (rings[ring] ??= []).push([x, y]);
    }
  }
  return rings.flat();
}

function isNumeric({ unreadable }: TensorEntry): boolean {
  return unreadable === undefined;
}

function isLabels({ dtype, shape }: TensorEntry): boolean {
  const width = shape.slice(1).reduce((product, length) => product * length, 1);
  return width === 1 && /^(u?int|bool)/.test(dtype);
}

function equalShapes({ entry }: Placed, other: Placed | undefined): boolean {
  return entry.shape.join() === other?.entry.shape.join();
}

function counts({ tensors }: Side): string {
  const rows = [...new Set(tensors.map(({ shape }) => shape[0] ?? 1))];
  return rows.length === 0
    ? 'none'
    : rows.slice(0, namesShown).join(', ') + (rows.length > namesShown ? ', …' : '');
}
