import type { Engine } from '../linalg/engine';
import { zeros } from '../linalg/matrix';

/** A product of 0.3 ms: others that want the processor interrupt it less often than a longer one. */
const side = 128;
/** On a busy machine most rounds are interrupted; one of so many hardly ever fails to run through. */
const rounds = 32;

/** Floating-point operations a second in a double precision product: the best of many short ones, some 10 ms. */
export function measureSpeed(engine: Engine): number {
  const a = zeros(side, side);
  a.data.forEach((_, i) => (a.data[i] = (i % 7) - 3));
  engine.multiply(a, a);
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    engine.multiply(a, a);
    best = Math.min(best, performance.now() - start);
  }
  return (2 * side ** 3) / (Math.max(best, 0.01) / 1000);
}
