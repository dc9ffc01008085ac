import type { ComparisonKind, TensorEntry } from '../protocol';
import { filtered, holdsForAll, mapped, runThrough, type Sliced } from '../tensors/slices';

/** How frameworks call parameters; activation dumps are named after layers instead. */
const parameterName =
  /(^|[._/])(weights?|bias|kernel|gamma|beta|running_(mean|var)|moving_(mean|variance)|num_batches_tracked|embeddings?|lora_[ab]|weight_[gv]|[wb]|w[qkvo]|wte|wpe|scale|inv_freq|masked_bias)(:\d+)?$/i;

/** The share of tensors with the common row count above which files without parameter names are activations. */
const nearlyAll = 0.75;

/**
 * Whether two files hold activations (rows are instances, as many in nearly all tensors of both) or weights. Equal
 * names and shapes alone do not decide: dumps of two runs have those, too. An architecture whose layers all have one
 * width is told from a dump by its parameter names, or by row counts that are column counts elsewhere.
 */
export function* findKind(x: readonly TensorEntry[], y: readonly TensorEntry[]): Sliced<ComparisonKind> {
  if ((yield* areParameters(x)) && (yield* areParameters(y))) return 'weights';
  const rows = yield* commonRows(x, y);
  if (rows === undefined) return 'weights';
  const share = Math.min(yield* shareOf(x, rows), yield* shareOf(y, rows));
  const hasAny = function* (is: (shape: readonly number[]) => boolean): Sliced<boolean> {
    return (
      !(yield* holdsForAll(x, ({ shape }) => !is(shape))) ||
      !(yield* holdsForAll(y, ({ shape }) => !is(shape)))
    );
  };
  const isWidth = yield* hasAny((shape) => shape.length > 1 && shape.slice(1).includes(rows));
  // All tensors have as many rows and not all are square: instances, though one layer is as wide as there are.
  const all = share === 1 && (yield* hasAny((shape) => widthOf(shape) !== rows));
  const lone = x.length === 1 && y.length === 1;
  if (share >= nearlyAll && (!isWidth || lone || all)) return 'activations';
  return (yield* shareSomeTensor(x, y)) ? 'weights' : 'activations';
}

/** Whether most tensors have names that frameworks give to parameters. */
export function holdsParameters(tensors: readonly { readonly name: string }[]): boolean {
  return runThrough(areParameters(tensors));
}

function* areParameters(tensors: readonly { readonly name: string }[]): Sliced<boolean> {
  return (yield* filtered(tensors, ({ name }) => parameterName.test(name))).length > tensors.length / 2;
}

/**
 * The row count that most tensors of both files have, judged by the file with fewer of them; of several, the largest.
 * Undefined when no tensor of one file has as many rows as one of the other.
 */
export function* commonRows(
  x: readonly TensorEntry[],
  y: readonly TensorEntry[],
): Sliced<number | undefined> {
  const inY = yield* rowCounts(y);
  let best: { readonly rows: number; readonly tensors: number } | undefined;
  for (const [rows, count] of yield* rowCounts(x)) {
    const tensors = Math.min(count, inY.get(rows) ?? 0);
    if (tensors === 0) continue;
    const better =
      best === undefined || tensors > best.tensors || (tensors === best.tensors && rows > best.rows);
    if (better) best = { rows, tensors };
  }
  return best?.rows;
}

function* rowCounts(tensors: readonly TensorEntry[]): Sliced<Map<number, number>> {
  const counts = new Map<number, number>();
  yield* mapped(tensors, ({ shape: [rows] }) => {
    // One instance has nothing to be compared with; it is also the batch axis of many a parameter.
    if (rows !== undefined && rows > 1) counts.set(rows, (counts.get(rows) ?? 0) + 1);
  });
  return counts;
}

function widthOf(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, length) => product * length, 1);
}

function* shareOf(tensors: readonly TensorEntry[], rows: number): Sliced<number> {
  return (yield* filtered(tensors, ({ shape }) => shape[0] === rows)).length / tensors.length;
}

function* shareSomeTensor(x: readonly TensorEntry[], y: readonly TensorEntry[]): Sliced<boolean> {
  const shapes = new Map(yield* mapped(x, ({ name, shape }) => [name, shape.join()] as const));
  return !(yield* holdsForAll(y, ({ name, shape }) => shapes.get(name) !== shape.join()));
}
