import type { AnswerCounts } from '../../protocol';

/** Instances between two looks at whether the job is still wanted. */
const stride = 4096;

/**
 * How often each answer of one model meets each of the other, in ascending order; what never meets is left out. `poll` is
 * called often enough for a job of millions of different answers to be cancelled.
 */
export function answerCounts(classesX: Float64Array, classesY: Float64Array, poll: () => void): AnswerCounts {
  const sorted = (values: Float64Array): Float64Array => {
    poll();
    return values.slice().sort();
  };
  const classes = union(sorted(classesX), sorted(classesY), poll);
  // One number for both answers, so that equal pairs come to stand side by side.
  const pairs = sorted(
    classesX.map((x, i) => {
      if (i % stride === 0) poll();
      return rankOf(x, classes) * classes.length + rankOf(classesY[i] ?? NaN, classes);
    }),
  );
  const starts: number[] = [];
  for (let i = 0; i < pairs.length; i++) {
    if (i % stride === 0) poll();
    if (pairs[i] !== pairs[i - 1]) starts.push(i);
  }
  const each = (value: (start: number, at: number) => number): Float64Array =>
    Float64Array.from(starts, (start, at) => {
      if (at % stride === 0) poll();
      return value(start, at);
    });
  const pairAt = (start: number): number => pairs[start] ?? 0;
  return {
    x: each((start) => classes[Math.floor(pairAt(start) / classes.length)] ?? NaN),
    y: each((start) => classes[pairAt(start) % classes.length] ?? NaN),
    instances: each((start, at) => (starts[at + 1] ?? pairs.length) - start),
  };
}

/** What either of two ascending lists holds, each once, ascending. */
function union(left: Float64Array, right: Float64Array, poll: () => void): Float64Array {
  const all = new Float64Array(left.length + right.length);
  let count = 0;
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    if ((i + j) % stride === 0) poll();
    const [a, b] = [left[i] ?? Infinity, right[j] ?? Infinity];
    const next = a <= b ? a : b;
    if (a <= b) i++;
    else j++;
    if (count === 0 || all[count - 1] !== next) all[count++] = next;
  }
  return all.subarray(0, count);
}

/** Where a number is in an ascending list that has it. */
function rankOf(number: number, ascending: Float64Array): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
