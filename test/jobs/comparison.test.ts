import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import { createWasmEngine } from '../../server/linalg/engines/wasm';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import type { Cell, ComparisonPlan, MeasureCall } from '../../server/protocol';
import { represent } from '../../server/tensors/represent';
import { closeJobs, noise, realJobs, scratch, writeLayers, writeTensors } from './setup';

const cka: MeasureCall = { id: 'rsm.cka', parameters: { estimator: 'debiased' } };

async function directly(path: string): Promise<Prepared[]> {
  const file = await openModel(path);
  const engine = createWasmEngine();
  const layers: Prepared[] = [];
  for (const tensor of file.tensors) layers.push(new Prepared(await represent(file, tensor), engine));
  await file.close();
  return layers;
}

describe('A comparison run by threads', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('gives each of 5 x 5 layer pairs the score that computing it directly gives', async () => {
    const folder = scratch();
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const jobs = await realJobs();
    const plans: ComparisonPlan[] = [];
    const early: Cell[] = [];
    const on = {
      plan: (plan: ComparisonPlan) => plans.push(plan),
      cells: (cells: readonly Cell[]) => early.push(...cells),
    };
    const comparison = await jobs.compare({ x, y, measure: cka }, on);
    const [left, right] = [await directly(x), await directly(y)];
    assert.equal(comparison.cells.length, 25);
    for (const cell of comparison.cells) {
      const [a, b] = [left[cell.x], right[cell.y]];
      assert.ok(a && b);
      assert.deepEqual(cell.score, score(cka, a, b));
    }
    assert.equal(plans.length, 1);
    assert.deepEqual(
      plans[0]?.pairs.slice(0, 5),
      [0, 1, 2, 3, 4].map((i) => [i, i]),
    );
    assert.equal(new Set(early.map((cell) => `${cell.x} ${cell.y}`)).size, 25);
  });

  it('compares weights by equal names and shapes and says what it left out', async () => {
    const folder = scratch();
    const tensors = (seed: number, extra: string) =>
      [
        ['a.weight', noise([4, 5], seed)],
        ['a.bias', noise([4], seed + 1)],
        ['b.weight', noise([3, seed], seed + 2)],
        [extra, noise([2], seed)],
      ] as const;
    const x = writeTensors(join(folder, 'x.safetensors'), tensors(4, 'x.bias'));
    const y = writeTensors(join(folder, 'y.safetensors'), tensors(7, 'y.bias'));
    const jobs = await realJobs();
    const comparison = await jobs.compare(
      { x, y, measure: { id: 'weights.relative_change', parameters: {} } },
      {},
    );
    assert.equal(comparison.kind, 'weights');
    assert.deepEqual(comparison.x.layers, comparison.y.layers);
    assert.deepEqual(
      comparison.x.layers.map(({ tensor }) => tensor),
      ['a.weight', 'a.bias'],
    );
    assert.ok(comparison.cells.every(({ score: { status } }) => status === 'ok'));
    assert.deepEqual(comparison.notes.slice(0, 3), [
      'Left out: 1 tensor of x.safetensors, not in y.safetensors ("x.bias").',
      'Left out: 1 tensor of x.safetensors, of another shape in y.safetensors ("b.weight").',
      'Left out: 1 tensor of y.safetensors, not in x.safetensors ("y.bias").',
    ]);
  });

  it('finds every result again: the second time, in another process, and for a copied file', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const first = await realJobs({ storage });
    const computed = await first.compare({ x, y, measure: cka }, {});
    assert.ok(computed.cells.every(({ cached }) => !cached));
    const again = await first.compare({ x, y, measure: cka }, {});
    assert.deepEqual(
      again.cells,
      computed.cells.map((cell) => ({ ...cell, cached: true })),
    );
    await first.dispose();

    const second = await realJobs({ storage });
    assert.deepEqual((await second.plan({ x, y, measure: cka })).estimate.cached, 25);
    assert.ok((await second.compare({ x, y, measure: cka }, {})).cells.every(({ cached }) => cached));
    const copy = join(folder, 'copy.safetensors');
    copyFileSync(x, copy);
    const copied = await second.compare({ x: copy, y, measure: cka }, {});
    assert.deepEqual(copied.cells, again.cells);
    const other = await second.plan({ x, y, measure: { id: 'rsm.cka', parameters: {} } });
    assert.equal(other.estimate.cached, 0, 'another parameter is another score');
  });

  it('computes anew when a file has changed, though its name and size are the same', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const jobs = await realJobs({ storage });
    const before = await jobs.compare({ x, y, measure: cka }, {});
    writeLayers(x, 3);
    const after = await jobs.compare({ x, y, measure: cka }, {});
    assert.ok(after.cells.every(({ cached }) => !cached));
    assert.notDeepEqual(after.cells[0]?.score.value, before.cells[0]?.score.value);
  });

  it('is refused when a file changes between its plan and its run', async () => {
    const folder = scratch();
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const jobs = await realJobs();
    const on = { plan: () => void writeLayers(x, 3, 4) };
    await assert.rejects(jobs.compare({ x, y, measure: cka }, on), {
      name: 'BadInput',
      message: /x\.safetensors has changed on disk while it was being worked on: start again\.$/,
    });
    assert.equal((await jobs.compare({ x, y, measure: cka }, {})).cells.length, 20);
  });

  it('takes damaged cache entries for unknown and writes them anew', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const first = await realJobs({ storage });
    const computed = await first.compare({ x, y, measure: cka }, {});
    await first.dispose();
    const cache = join(storage, 'cache');
    for (const [i, name] of readdirSync(cache, { recursive: true, encoding: 'utf8' }).entries()) {
      const file = join(cache, name);
      if (statSync(file).isDirectory()) continue;
      if (i % 3 === 0) truncateSync(file, 40);
      else writeFileSync(file, i % 3 === 1 ? readFileSync(file, 'utf8').replace(/[1-8]/g, '9') : '\0foreign');
    }
    const second = await realJobs({ storage });
    assert.deepEqual((await second.compare({ x, y, measure: cka }, {})).cells, computed.cells);
    assert.equal((await second.plan({ x, y, measure: cka })).estimate.cached, 25);
  });

  it('leaves a layer that is not finite without scores and scores the others', async () => {
    const folder = scratch();
    const bad = noise([60, 4], 9);
    bad.values[17] = NaN;
    const x = writeTensors(join(folder, 'x.safetensors'), [
      ['good', noise([60, 4], 8)],
      ['bad', bad],
    ]);
    const y = writeLayers(join(folder, 'y.safetensors'), 2);
    const { cells } = await (await realJobs()).compare({ x, y, measure: cka }, {});
    assert.equal(cells.length, 10);
    for (const cell of cells) {
      assert.equal(cell.score.status, cell.x === 0 ? 'ok' : 'undefined');
      if (cell.x === 1)
        assert.match(cell.score.reason ?? '', /"bad" of .*x\.safetensors holds NaN in row 4, column 1/);
    }
  });

  it('goes on without a cache when nothing can be written, and says so in the diagnostics', async () => {
    const folder = scratch();
    const storage = join(folder, 'storage');
    writeFileSync(storage, 'a file where the folder should be');
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const jobs = await realJobs({ storage });
    const { cells } = await jobs.compare({ x, y, measure: cka }, {});
    assert.equal(cells.length, 25);
    assert.match(JSON.stringify(await jobs.diagnostics()), /cannot be written/);
    assert.equal(readFileSync(storage, 'utf8'), 'a file where the folder should be');
  });

  it('shares one job among equal requests, and ends it only when nobody waits any more', async () => {
    const folder = scratch();
    const [x, y] = [
      writeLayers(join(folder, 'x.safetensors'), 1),
      writeLayers(join(folder, 'y.safetensors'), 2),
    ];
    const jobs = await realJobs();
    const controller = new AbortController();
    const plans: ComparisonPlan[] = [];
    const first = jobs.compare(
      { x, y, measure: cka },
      { plan: (plan) => plans.push(plan) },
      { signal: controller.signal },
    );
    const second = jobs.compare({ x, y, measure: cka }, { plan: (plan) => plans.push(plan) });
    controller.abort();
    await assert.rejects(first, { name: 'Cancelled' });
    assert.equal((await second).cells.length, 25);
    assert.equal(plans.length, 1, 'who has left is told nothing more');
    assert.deepEqual(jobs.activity, { running: 0, waiting: 0, titles: [], baseline: null });
  });
});
