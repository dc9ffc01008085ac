// Cosine distances, two entries a step.
import { laneSum } from './vector';

/**
 * From the products of one row with others the distances 1 - cosine, from 0 to 2. The cosine is the root of p |p| /
 * (square s_j) with the sign of p: `square` and the `squares` s_j are the rows' squared lengths. `known`: the lowest and
 * the highest distance and the sums of the distances and of the squares of the distances less `origin`, brought up to date.
 */
export function cosineDistances(
  count: i32,
  products: usize,
  squares: usize,
  square: f64,
  distances: usize,
  origin: f64,
  known: usize,
): void {
  const own = f64x2.splat(square);
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const from = f64x2.splat(origin);
  const sign = i64x2.splat(i64.MIN_VALUE);
  let low = v128.load64_splat(known);
  let high = v128.load64_splat(known, 8);
  let sum = zero;
  let total = zero;
  let j: i32 = 0;
  for (; j + 2 <= count; j += 2) {
    const p = v128.load(products);
    const quotient = f64x2.div(f64x2.mul(p, f64x2.abs(p)), f64x2.mul(own, v128.load(squares)));
    const cosine = v128.bitselect(quotient, f64x2.sqrt(f64x2.abs(quotient)), sign);
    const distance = f64x2.min(f64x2.max(f64x2.sub(one, cosine), zero), two);
    v128.store(distances, distance);
    low = f64x2.pmin(low, distance);
    high = f64x2.pmax(high, distance);
    sum = f64x2.add(sum, distance);
    const apart = f64x2.sub(distance, from);
    total = f64x2.add(total, f64x2.mul(apart, apart));
    products += 16;
    squares += 16;
    distances += 16;
  }
  let lowest = min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
  let highest = max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
  let sums = laneSum(sum);
  let totals = laneSum(total);
  if (j < count) {
    const p = load<f64>(products);
    const quotient = (p * abs(p)) / (square * load<f64>(squares));
    const distance = min(max(1 - copysign(sqrt(abs(quotient)), quotient), 0), 2);
    store<f64>(distances, distance);
    lowest = min(lowest, distance);
    highest = max(highest, distance);
    sums += distance;
    totals += (distance - origin) * (distance - origin);
  }
  store<f64>(known, lowest);
  store<f64>(known, highest, 8);
  store<f64>(known, load<f64>(known, 16) + sums, 16);
  store<f64>(known, load<f64>(known, 24) + totals, 24);
}
