import assert from 'node:assert/strict';
import type { Engine } from '../../../server/linalg/engine';
import { createWasmEngine } from '../../../server/linalg/engines/wasm';
import { type Matrix, zeros } from '../../../server/linalg/matrix';
import { Prepared } from '../../../server/measures/prepared';
import { score } from '../../../server/measures/score';
import { classes, meaningFor, related, rows } from '../../properties/samples';
import { type Variant, variants } from '../../properties/variants';

const exact = createWasmEngine();

/**
 * An engine as accelerators are: right to the last bits, which depend on where an entry is; equal rows do not have equal
 * products. In Gram matrices both triangles are equal all the same.
 */
const rounding: Engine = {
  ...exact,
  multiply(a, b, options = {}) {
    const product = exact.multiply(a, b, options);
    return options.exactRows === true ? product : disturbed(product);
  },
  gram: (x, of, precision) => disturbed(exact.gram(x, of, precision)),
};

function disturbed(m: Matrix): Matrix {
  const result = zeros(m.rows, m.cols);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.cols; j++) {
      const places = ((Math.min(i, j) * 5 + Math.max(i, j) * 3) % 7) - 3;
      result.data[i * m.cols + j] = (m.data[i * m.cols + j] ?? 0) * (1 + places * Number.EPSILON);
    }
  }
  return result;
}

/** Every row of the lower half is one of the upper half: each has its like far from it. */
function doubled(m: Matrix): Matrix {
  const data = m.data.slice();
  data.copyWithin((rows / 2) * m.cols, 0, (rows / 2) * m.cols);
  return { ...m, data };
}

function valueWith(engine: Engine, { measure, call }: Variant, x: Matrix, y: Matrix): number | null {
  const labels = measure.needs.labels ? { labels: { classes: Int32Array.from(classes), count: 3 } } : {};
  const of = (values: Matrix): Prepared =>
    new Prepared({ values, meaning: meaningFor(measure), ...labels }, engine);
  return score(call, of(x), of(y)).value;
}

describe('Rows that are equal', function () {
  this.timeout(20_000);
  for (const variant of variants.filter(({ measure }) => measure.compares === 'representations')) {
    it(`tie in ${variant.name} whatever the last bits of an accelerator's products`, () => {
      const widths = variant.measure.needs.equalWidths ? [4, 4] : [4, 5];
      const [x, y] = [doubled(related(widths[0] ?? 4, 1)), doubled(related(widths[1] ?? 4, 1, 51))];
      const [value, expected] = [exact, rounding].map((engine) => valueWith(engine, variant, x, y));
      if (value === null || value === undefined) assert.equal(expected, value);
      else
        assert.ok(
          Math.abs((expected ?? NaN) - value) < 1e-9 * Math.max(1, Math.abs(value)),
          `${value} and ${expected}`,
        );
    });
  }
});
