import assert from 'node:assert/strict';
import { Prepared } from '../../../server/measures/prepared';
import { score } from '../../../server/measures/score';
import { testEngine } from '../linalg/engines/chosen';
import { random } from './inputs';
import { meaningFor } from '../../properties/samples';
import { variants } from '../../properties/variants';

describe('a cancelled job', () => {
  class Stopped extends Error {}
  // What compares entry by entry alone is done before anyone could cancel it.
  const long = variants.filter(({ measure }) => measure.compares === 'representations');

  const labels = { classes: Int32Array.from({ length: 40 }, (_, i) => i % 3), count: 3 };

  for (const { measure, call, name } of long) {
    it(`ends ${name} early and leaves nothing half made`, () => {
      let left = 3;
      const engine = testEngine(() => {
        if (left-- === 0) throw new Stopped();
      });
      const of = (seed: number): Prepared =>
        new Prepared(
          {
            values: random(40, 6, seed),
            meaning: meaningFor(measure),
            ...(measure.needs.labels && { labels }),
          },
          engine,
        );
      const [x, y] = [of(1), of(2)];
      assert.throws(() => score(call, x, y), Stopped);
      left = Infinity;
      assert.equal(score(call, x, y).value, score(call, of(1), of(2)).value);
    });
  }
});
