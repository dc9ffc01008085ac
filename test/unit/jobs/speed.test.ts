import assert from 'node:assert/strict';
import type { Engine } from '../../../server/linalg/engine';
import { createWasmEngine } from '../../../server/linalg/engines/wasm';
import { measureSpeed } from '../../../server/jobs/speed';

/** Milliseconds that something else takes the processor for. */
const interruption = 4;

function interrupted(own: Engine): Engine {
  let products = 0;
  return {
    ...own,
    multiply(a, b, options) {
      products++;
      const until = performance.now() + (products <= 8 || products % 2 === 0 ? interruption : 0);
      while (performance.now() < until);
      return own.multiply(a, b, options);
    },
  };
}

describe('The speed of an engine', () => {
  it('is that of a product nothing has interrupted, however many others were', () => {
    const operations = 2 * 128 ** 3;
    const slowest = operations / (interruption / 1000);
    assert.ok(measureSpeed(interrupted(createWasmEngine())) > 1.5 * slowest);
  });
});
