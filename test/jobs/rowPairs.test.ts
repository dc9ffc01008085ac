import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { MeasureCall, Score } from '../../server/protocol';
import { randomFrom } from '../samples/random';
import { closeJobs, realJobs, scratch, writeTensors } from './setup';

const rows = 300_000;
const width = 16;

/** Activations that share a signal, with an offset in every column; `bad` is put in the middle. */
function layer(seed: number, bad?: number): { shape: readonly number[]; values: Float32Array } {
  const [signal, own] = [randomFrom(1), randomFrom(seed)];
  const values = new Float32Array(rows * width);
  for (let i = 0; i < rows; i++) {
    const shared = signal.next();
    for (let j = 0; j < width; j++) values[i * width + j] = j * shared + own.next() + 5;
  }
  if (bad !== undefined) values[(rows / 2) * width + 3] = bad;
  return { shape: [rows, width], values };
}

describe('A pair of layers larger than the memory allowed', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  const measures = ['cka', 'cka(estimator: debiased)', 'cca.mean', 'procrustes(centre: yes)'];

  function files(bad?: number): { x: string; y: string } {
    const folder = scratch();
    return {
      x: writeTensors(join(folder, 'x.safetensors'), [['a', layer(2)]]),
      y: writeTensors(join(folder, 'y.safetensors'), [['a', layer(3, bad)]]),
    };
  }

  const close = (found: Score | undefined, expected: Score | undefined): void => {
    const [a, b] = [found?.value ?? NaN, expected?.value ?? NaN];
    assert.ok(Math.abs(a - b) < 1e-10 * Math.abs(b), `${a} ${b}`);
  };

  it('has the same scores as with memory enough, and says so of measures that need all rows', async () => {
    const pair = { ...files(), tensorX: 'a', tensorY: 'a', measures: [...measures, 'jaccard'] };
    const roomy = await realJobs({ memoryLimitMiB: 2048 });
    const expected = await roomy.pair({ ...pair, measures });
    const tight = await realJobs({ memoryLimitMiB: 100 });
    const found = await tight.pair(pair);
    for (const at of measures.keys()) close(found[at], expected[at]);
    assert.match(found[4]?.reason ?? '', /memory/);
  });

  it('is compared in a grid like any other, and found in the cache afterwards', async () => {
    const { x, y } = files();
    const measure: MeasureCall = { id: 'rsm.cka', parameters: {} };
    const storage = scratch();
    const tight = await realJobs({ memoryLimitMiB: 100, storage });
    const { cells, estimate } = await tight.compare({ x, y, measure }, {});
    assert.ok(estimate.bytes < 100 * 2 ** 20);
    const roomy = await realJobs({ memoryLimitMiB: 2048 });
    const expected = await roomy.compare({ x, y, measure }, {});
    close(cells[0]?.score, expected.cells[0]?.score);
    const again = await tight.compare({ x, y, measure }, {});
    assert.deepEqual(
      again.cells.map(({ cached }) => cached),
      [true],
    );
  });

  it('has a reason instead of a score when a value is not finite, with its row', async () => {
    const tight = await realJobs({ memoryLimitMiB: 100 });
    const { cells } = await tight.compare({ ...files(NaN), measure: { id: 'rsm.cka', parameters: {} } }, {});
    assert.match(cells[0]?.score.reason ?? '', /holds NaN in row 150000, column 3/);
  });
});
