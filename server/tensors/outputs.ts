import type { AnyMatrix } from '../linalg/matrix';
import { BadInput, quoted } from './badInput';
import type { ClassOrder } from './matchClasses';
import { guessMeaning, type Guess, notOneHot, type OutputKind } from './meaning';
import type { Representation } from './representation';

/** What the outputs of a classifier are said to be; outputs: found out from the values. */
export type StatedKind = OutputKind | 'outputs';

const titles: Readonly<Record<OutputKind, string>> = {
  logits: 'logits',
  probabilities: 'probabilities',
  classes: 'class numbers',
  'one-hot': 'one-hot classes',
  binary: 'probabilities of one of two classes',
};

/**
 * The outputs of a classifier as they are compared: one-hot rows as class numbers, classes in the common order. Throws
 * BadInput for what is neither scores nor classes: to take what is almost probabilities for logits would give other
 * numbers without a word.
 */
export function asOutputs(read: Representation, stated: StatedKind, classes?: ClassOrder): Representation {
  const guess = stated === 'outputs' ? found(read) : { kind: stated, ...statedWhole(read, stated) };
  const { kind, because, doubt } = guess;
  const takenFor = {
    ...((stated === 'outputs' || guess.whole !== undefined) && { takenFor: titleOf(guess) }),
    ...(because !== undefined && { takenBecause: because }),
    ...(doubt !== undefined && { doubt }),
  };
  if (kind === 'one-hot') {
    const odd = notOneHot(read.values);
    if (odd >= 0) throw new BadInput(`${nameOf(read)}: row ${odd} is not one-hot, zeros and a single one.`);
    const { rows, cols, data } = read.values;
    const numbers = Float64Array.from({ length: rows }, (_, row) =>
      data.subarray(row * cols, (row + 1) * cols).indexOf(1),
    );
    const values = { rows, cols: 1, data: renumbered(numbers, classes) };
    return { ...read, ...takenFor, ...named(classes), values, meaning: 'classes', classCount: cols };
  }
  if (kind === 'binary') return { ...read, values: bothClasses(read), meaning: 'probabilities' };
  if (kind === 'classes') {
    if (classes === undefined || read.values.cols !== 1) return { ...read, ...takenFor, meaning: kind };
    const values = { ...read.values, data: renumbered(read.values.data, classes) };
    return { ...read, ...takenFor, ...named(classes), values, meaning: kind };
  }
  const scores = guess.whole === undefined ? read : { ...read, values: divided(read.values, guess.whole) };
  if (classes?.numbers.length !== read.values.cols) return { ...scores, ...takenFor, meaning: kind };
  return { ...scores, ...takenFor, ...inOrder(scores, classes), meaning: kind };
}

/** The probabilities of both classes where those of the second are given. Throws BadInput for what is none. */
function bothClasses(read: Representation): AnyMatrix {
  const { rows, cols, data } = read.values;
  if (cols !== 1)
    throw new BadInput(
      `${nameOf(read)} has ${cols} columns: binary outputs are one, the probability of the second class.`,
    );
  const odd = data.findIndex((value) => !(value >= 0 && value <= 1));
  if (odd >= 0)
    throw new BadInput(`${nameOf(read)} holds ${data[odd]} in row ${odd}, which is no probability.`);
  const both = Float64Array.from({ length: 2 * rows }, (_, at) => {
    const second = data[at >> 1] ?? NaN;
    return at % 2 === 1 ? second : 1 - second;
  });
  return { rows, cols: 2, data: both };
}

/** Probabilities that somebody said they are may be per cent. */
function statedWhole({ values }: Representation, kind: OutputKind): Pick<Guess, 'whole' | 'because'> {
  if (kind !== 'probabilities' || values.cols === 1) return {};
  const guess = guessMeaning(values);
  if (!('kind' in guess) || guess.whole === undefined) return {};
  return { whole: guess.whole, ...(guess.because !== undefined && { because: guess.because }) };
}

function titleOf({ kind, whole }: Guess): string {
  return whole === undefined ? titles[kind] : 'probabilities in per cent';
}

function divided({ rows, cols, data }: AnyMatrix, by: number): AnyMatrix {
  return { rows, cols, data: Float64Array.from(data, (value) => value / by) };
}

function found(read: Representation): Guess {
  const guess = guessMeaning(read.values);
  if ('kind' in guess) return guess;
  throw new BadInput(
    `${nameOf(read)} ${guess.why}: say of which kind it is, logits, probabilities, classes, one-hot or binary.`,
  );
}

function nameOf({ provenance }: Representation): string {
  return provenance === undefined ? 'A tensor' : `${quoted(provenance.tensor)} of ${provenance.path}`;
}

function named(classes: ClassOrder | undefined): Pick<Representation, 'classes'> {
  return classes === undefined ? {} : { classes };
}

function renumbered(numbers: ArrayLike<number>, classes: ClassOrder | undefined): Float64Array {
  if (classes === undefined) return Float64Array.from(numbers);
  const { numbers: common, names } = classes;
  // A number without a name is a class of its own, beyond those with names.
  return Float64Array.from(numbers, (n) => common[n] ?? (n < 0 ? n : names.length + n));
}

/** The columns by ascending common number, and those numbers. */
function inOrder(
  { values }: Representation,
  classes: ClassOrder,
): Pick<Representation, 'values' | 'classes'> {
  const order = [...classes.numbers.keys()].sort(
    (a, b) => (classes.numbers[a] ?? 0) - (classes.numbers[b] ?? 0),
  );
  const numbers = order.map((column) => classes.numbers[column] ?? -1);
  if (order.every((column, at) => column === at)) return { values, classes: { ...classes, numbers } };
  return { values: withColumns(values, order), classes: { ...classes, numbers } };
}

function withColumns({ rows, cols, data }: AnyMatrix, order: readonly number[]): AnyMatrix {
  const filled = <T extends Float32Array | Float64Array>(to: T): T => {
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < cols; c++) to[row * cols + c] = data[row * cols + (order[c] ?? 0)] ?? NaN;
    return to;
  };
  return data instanceof Float32Array
    ? { rows, cols, data: filled(new Float32Array(data.length)) }
    : { rows, cols, data: filled(new Float64Array(data.length)) };
}
