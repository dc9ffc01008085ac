import { hypotenuse } from './implicitQl';

const tolerance = 4 * Number.EPSILON;

/**
 * The singular values, descending, of an upper bidiagonal matrix by implicit QR iterations, with zero shifts where a
 * shift would spoil small values (Demmel and Kahan 1990).
 * @param diagonal n entries @param next n - 1 or more entries right of the diagonal; both are left as they are
 */
export function bidiagonalSingularValues(
  diagonal: Float64Array,
  next: Float64Array,
  poll: () => void,
): Float64Array {
  const n = diagonal.length;
  const d = diagonal.slice();
  const e = next.slice(0, Math.max(0, n - 1));
  if (Math.abs(d[0] ?? 0) < Math.abs(d[n - 1] ?? 0)) {
    // The transpose read backwards has the same singular values; sweeps converge faster from large to small.
    d.reverse();
    e.reverse();
  }
  let last = n - 1;
  let sweeps = 0;
  while (last > 0) {
    if (sweeps % 16 === 0) poll();
    const first = blockStart(d, e, last);
    if (first === last) {
      last--;
      continue;
    }
    if (sweeps++ > 60 * n) throw new RangeError('the singular value iteration did not converge');
    const shift = trailingShift(d, e, first, last);
    if (shift === 0) sweepWithoutShift(d, e, first, last);
    else sweepWithShift(d, e, first, last, shift);
  }
  return d.map(Math.abs).sort().reverse();
}

/** The start of the unreduced block that ends at `last`; sets negligible couplings to zero on the way. */
function blockStart(d: Float64Array, e: Float64Array, last: number): number {
  let first = last;
  while (first > 0) {
    const coupling = Math.abs(e[first - 1] ?? 0);
    if (
      coupling <= tolerance * (Math.abs(d[first] ?? 0) + Math.abs(d[first - 1] ?? 0)) ||
      coupling < 1e-290
    ) {
      e[first - 1] = 0;
      break;
    }
    first--;
  }
  return first;
}

/** The smaller singular value of the last 2 x 2 block; 0 where shifting by it would lose the smallest values. */
function trailingShift(d: Float64Array, e: Float64Array, first: number, last: number): number {
  let smallest = Infinity;
  let largest = 0;
  for (let i = first; i <= last; i++) {
    const size = Math.abs(d[i] ?? 0);
    smallest = Math.min(smallest, size);
    largest = Math.max(largest, size, i < last ? Math.abs(e[i] ?? 0) : 0);
  }
  if (smallest === 0) return 0;
  const f = Math.abs(d[last - 1] ?? 0);
  const g = Math.abs(e[last - 1] ?? 0);
  const h = Math.abs(d[last] ?? 0);
  const shift = smallerSingularValue(f, g, h);
  return (shift / Math.abs(d[first] ?? 0)) ** 2 < Number.EPSILON || shift <= smallestKept * largest
    ? 0
    : shift;
}

/** Shifts below this part of the largest entry are not worth their rounding errors. */
const smallestKept = 1e-13;

/** The smaller singular value of [f g; 0 h], all nonnegative, without overflow or cancellation. */
function smallerSingularValue(f: number, g: number, h: number): number {
  const low = Math.min(f, h);
  const high = Math.max(f, h);
  if (low === 0) return 0;
  if (g < high) {
    const sum = 1 + low / high;
    const difference = (high - low) / high;
    const square = (g / high) ** 2;
    return low * (2 / (Math.sqrt(sum * sum + square) + Math.sqrt(difference * difference + square)));
  }
  const ratio = high / g;
  const sum = 1 + low / high;
  const difference = (high - low) / high;
  const c = 1 / (Math.sqrt(1 + (sum * ratio) ** 2) + Math.sqrt(1 + (difference * ratio) ** 2));
  return 2 * (low * c * ratio);
}

function sweepWithoutShift(d: Float64Array, e: Float64Array, first: number, last: number): void {
  let c = 1;
  let oldC = 1;
  let oldS = 0;
  for (let i = first; i < last; i++) {
    const f = (d[i] ?? 0) * c;
    const g = e[i] ?? 0;
    const r = hypotenuse(f, g);
    const s = r === 0 ? 0 : g / r;
    c = r === 0 ? 1 : f / r;
    if (i > first) e[i - 1] = oldS * r;
    const p = oldC * r;
    const q = (d[i + 1] ?? 0) * s;
    const t = hypotenuse(p, q);
    oldC = t === 0 ? 1 : p / t;
    oldS = t === 0 ? 0 : q / t;
    d[i] = t;
  }
  const h = (d[last] ?? 0) * c;
  d[last] = h * oldC;
  e[last - 1] = h * oldS;
}

function sweepWithShift(d: Float64Array, e: Float64Array, first: number, last: number, shift: number): void {
  const start = d[first] ?? 0;
  let f = (Math.abs(start) - shift) * (Math.sign(start) + shift / start);
  let g = e[first] ?? 0;
  let here = start;
  for (let i = first; i < last; i++) {
    let r = hypotenuse(f, g);
    let c = r === 0 ? 1 : f / r;
    let s = r === 0 ? 0 : g / r;
    if (i > first) e[i - 1] = r;
    const coupling = e[i] ?? 0;
    const below = d[i + 1] ?? 0;
    f = c * here + s * coupling;
    const moved = c * coupling - s * here;
    g = s * below;
    const rest = c * below;
    r = hypotenuse(f, g);
    c = r === 0 ? 1 : f / r;
    s = r === 0 ? 0 : g / r;
    d[i] = r;
    f = c * moved + s * rest;
    here = c * rest - s * moved;
    if (i < last - 1) {
      const following = e[i + 1] ?? 0;
      g = s * following;
      e[i + 1] = c * following;
    }
  }
  d[last] = here;
  e[last - 1] = f;
}
