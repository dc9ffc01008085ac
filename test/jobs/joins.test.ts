import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy } from '../samples/writeNpy';
import { closeJobs, noise, realJobs, scratch, writeTensors } from './setup';
import {
  counted,
  nameOf,
  notesOf,
  rows,
  scoresOf,
  shuffled,
  table,
  tensors,
  valuesOf,
  width,
} from './tables';

describe('Rows joined by id', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('score bit by bit what the rows in one order score, and the scores say so', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const file = (name: string, model: number, order: readonly number[]): string =>
      table(join(folder, name), model, order);
    const x = file('x.csv', 1, counted(rows));
    const expected = await scoresOf(jobs, x, file('y.csv', 2, counted(rows)));
    assert.deepEqual(notesOf(expected), []);
    for (const seed of [3, 4, 5]) {
      const found = await scoresOf(jobs, x, file(`y${seed}.csv`, 2, shuffled(seed)));
      assert.deepEqual(valuesOf(found), valuesOf(expected));
      assert.deepEqual(notesOf(found), ['Joined by id: all 40 rows, which stand in another order.']);
      // The rows are in the order of the first file: both in another order are the same as both in that.
      const [a, b, c] = [
        file('a.csv', 1, shuffled(seed)),
        file('b.csv', 2, shuffled(seed)),
        file('c.csv', 2, shuffled(seed + 9)),
      ];
      assert.deepEqual(valuesOf(await scoresOf(jobs, a, c)), valuesOf(await scoresOf(jobs, a, b)));
    }
    const blind = await scoresOf(jobs, x, file('z.csv', 2, shuffled(3)), { ids: ['none'] });
    assert.notDeepEqual(valuesOf(blind), valuesOf(expected));
    assert.deepEqual(notesOf(blind), []);
  });

  it('leave out what one of them lacks, and tell how many', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const [ofX, ofY] = [counted(rows).slice(0, 35), counted(rows).slice(3)];
    const x = table(join(folder, 'x.csv'), 1, ofX);
    const y = table(join(folder, 'y.csv'), 2, shuffled(1, ofY));
    const common = ofX.filter((instance) => ofY.includes(instance));
    const [a, b] = [table(join(folder, 'a.csv'), 1, common), table(join(folder, 'b.csv'), 2, common)];
    const found = await scoresOf(jobs, x, y);
    assert.deepEqual(valuesOf(found), valuesOf(await scoresOf(jobs, a, b)));
    const note = 'Joined by id: 32 of 37 rows; 3 only in x.csv; 5 only in y.csv.';
    assert.deepEqual([notesOf(found), found[0]?.n], [[note], 32]);
    const comparison = await jobs.compare({ x, y, measure: { id: 'rsm.cka', parameters: {} } }, {});
    assert.deepEqual(comparison.joined, { common: 32, left: [3, 5] });
    assert.ok(comparison.notes.includes(note));
    assert.deepEqual(comparison.x.layers, [{ tensor: 'values', shape: [35, 4], matrix: [32, 4] }]);
    assert.deepEqual(
      comparison.cells.map(({ score }) => score.value),
      [found[0]?.value],
    );
  });

  it('are part of the cache key of their scores', async () => {
    const jobs = await realJobs({ storage: scratch() });
    const folder = scratch();
    const x = table(join(folder, 'x.csv'), 1, counted(rows));
    const y = tensors(join(folder, 'y.safetensors'), 2, counted(rows));
    const ids = (name: string, order: readonly number[]): string => {
      const path = join(folder, name);
      writeFileSync(path, ['id', ...order.map(nameOf)].join(',0\n').replace(',0', ',n') + ',0\n');
      return path;
    };
    const by = async (order: readonly number[]): Promise<(number | null)[]> =>
      valuesOf(await scoresOf(jobs, x, y, { ids: [x, ids('order.csv', order)] }));
    const plain = await by(counted(rows));
    const turned = await by([...counted(rows)].reverse());
    assert.notDeepEqual(turned, plain);
    assert.deepEqual(await by(counted(rows)), plain);
    assert.deepEqual(await by([...counted(rows)].reverse()), turned);
  });

  it('need ids that differ, some in common, and as many as rows', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const x = table(join(folder, 'x.csv'), 1, counted(rows));
    const twice = table(join(folder, 'twice.csv'), 2, counted(rows), (i) => nameOf(i === 9 ? 3 : i));
    await assert.rejects(scoresOf(jobs, x, twice), {
      name: 'BadInput',
      message: `The id "img3" stands in rows 3 and 9 of ${twice} (counted from 0): rows are joined by ids that differ; name other ids, or compare by position.`,
    });
    // Nothing is to be joined where the ids are equal as they stand.
    assert.deepEqual(notesOf(await scoresOf(jobs, twice, twice)), []);
    const strange = table(join(folder, 'strange.csv'), 2, counted(rows), (i) => `other${i}`);
    await assert.rejects(scoresOf(jobs, x, strange), /have ids, and none in common/);
    const short = join(folder, 'short.npy');
    writeFileSync(short, npy({ shape: [3], values: Uint8Array.of(1, 2, 3) }));
    await assert.rejects(
      scoresOf(jobs, x, x, { ids: [short] }),
      /short\.npy names 3 rows, and no tensor of .*x\.csv has as many/,
    );
    await assert.rejects(
      scoresOf(jobs, x, x, { ids: [short, short, short] }),
      /3 sources of ids are named for 2 files/,
    );
    const real = join(folder, 'real.npy');
    writeFileSync(real, npy({ shape: [rows], values: Float32Array.from(counted(rows), (i) => i / 2) }));
    await assert.rejects(
      scoresOf(jobs, x, x, { ids: [x, real] }),
      /"array" of .*real\.npy holds 0\.5 in row 1, no whole number/,
    );
  });

  it('are those of one file only where the other has no ids: by position, and said', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const x = table(join(folder, 'x.csv'), 1, counted(rows));
    const y = tensors(join(folder, 'y.safetensors'), 2, counted(rows));
    assert.deepEqual(notesOf(await scoresOf(jobs, x, y)), [
      'Rows are matched by position: only x.csv has ids.',
    ]);
  });

  it('are joined by no array called ids of another type: by position, and said', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const file = (name: string, ids: Float32Array | BigInt64Array): string =>
      writeTensors(join(folder, name), [
        ['values', noise([rows, width], 1)],
        ['ids', { shape: [rows], values: ids }],
      ]);
    const x = file('x.safetensors', Float32Array.from(counted(rows)));
    const y = file('y.safetensors', BigInt64Array.from(counted(rows).map(BigInt)));
    const said = `Rows are matched by position: "ids" of ${x} has the type float32, and ids are texts or whole numbers of 16 bits or more.`;
    assert.deepEqual(notesOf(await scoresOf(jobs, x, x)), [said]);
    assert.ok(notesOf(await scoresOf(jobs, x, y)).includes(said));
    assert.deepEqual(notesOf(await scoresOf(jobs, y, y)), []);
    assert.deepEqual(notesOf(await scoresOf(jobs, x, y, { ids: ['none'] })), []);
    const measure = { id: 'rsm.cka', parameters: {} };
    assert.ok((await jobs.compare({ x, y, measure }, {})).notes.includes(said));
  });

  it('are drawn from, and counted, after they were joined', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const [x, y] = [
      table(join(folder, 'x.csv'), 1, counted(rows)),
      table(join(folder, 'y.csv'), 2, shuffled(1, counted(rows).slice(10))),
    ];
    const part = counted(rows).slice(10, 22);
    const [a, b] = [table(join(folder, 'a.csv'), 1, part), table(join(folder, 'b.csv'), 2, part)];
    const expected = valuesOf(await scoresOf(jobs, a, b));
    assert.deepEqual(valuesOf(await scoresOf(jobs, x, y, { rows: ':12' })), expected);
    const drawn = await scoresOf(jobs, x, y, { rows: 'sample 15 seed 2' });
    assert.deepEqual([drawn[0]?.n, notesOf(drawn).length], [15, 2]);
    const all = await scoresOf(jobs, x, y, { rows: 'sample 30' });
    assert.deepEqual(notesOf(all), ['Joined by id: 30 of 40 rows; 10 only in x.csv.']);
    await assert.rejects(scoresOf(jobs, x, y, { rows: '35:' }), /The rows 35: hold none of the 30 instances/);
  });

  it('take ids from an array called so in the file, from a file beside it, or from where a person says', async () => {
    const jobs = await realJobs();
    const above = scratch();
    const folder = (name: string): string => {
      mkdirSync(join(above, name));
      return join(above, name);
    };
    const [one, two] = [folder('one'), folder('two')];
    const order = shuffled(8);
    const x = tensors(join(one, 'x.safetensors'), 1, counted(rows));
    const y = tensors(join(two, 'y.safetensors'), 2, order);
    const straight = tensors(join(above, 'y.safetensors'), 2, counted(rows));
    const expected = valuesOf(await scoresOf(jobs, x, straight));
    const write = (path: string, numbers: readonly number[]): string => {
      writeFileSync(path, npy({ shape: [rows], values: BigInt64Array.from(numbers, (i) => 7n * BigInt(i)) }));
      return path;
    };
    const [named, other] = [write(join(above, 'p.npy'), counted(rows)), write(join(above, 'q.npy'), order)];
    const told = await scoresOf(jobs, x, y, { ids: [named, `${other}:array`] });
    assert.deepEqual(valuesOf(told), expected);
    write(join(one, 'ids.npy'), counted(rows));
    write(join(two, 'ids.npy'), order);
    const beside = await scoresOf(jobs, x, y);
    assert.deepEqual(
      [valuesOf(beside), notesOf(beside)],
      [expected, ['Joined by id: all 40 rows, which stand in another order.']],
    );
    const inside = (path: string, model: number, numbers: readonly number[]): string => {
      const { values } = noise([rows, width], model);
      const data = numbers.flatMap((i) => counted(width).map((j) => Number(values[i * width + j])));
      return writeTensors(path, [
        ['values', { shape: [rows, width], values: Float32Array.from(data) }],
        ['batch.sample_ids', { shape: [rows], values: BigInt64Array.from(numbers, BigInt) }],
      ]);
    };
    const [u, v] = [
      inside(join(above, 'u.safetensors'), 1, counted(rows)),
      inside(join(above, 'v.safetensors'), 2, order),
    ];
    assert.deepEqual(valuesOf(await scoresOf(jobs, u, v)), expected);
    assert.deepEqual(valuesOf(await scoresOf(jobs, u, v, { ids: [':batch.sample_ids'] })), expected);
    await assert.rejects(scoresOf(jobs, u, v, { ids: [':names'] }), /u\.safetensors has no tensor "names"/);
  });
});

describe('Sets of models joined by id', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('count the rows that all have, in every pair', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const orders = [counted(rows).slice(2), shuffled(3, counted(rows).slice(0, 38)), shuffled(4)];
    const common = counted(rows).slice(2, 38);
    const model = (path: string) => ({ path, tensor: 'values' });
    const measured = ['cka', 'procrustes'];
    const given = orders.map((order, i) => model(table(join(folder, `m${i}.csv`), i + 1, order)));
    const made = orders.map((_, i) => model(table(join(folder, `n${i}.csv`), i + 1, common)));
    const found = await jobs.group({ models: given, measures: measured });
    const expected = await jobs.group({ models: made, measures: measured });
    assert.deepEqual(
      found.map(({ score }) => score.value),
      expected.map(({ score }) => score.value),
    );
    assert.deepEqual(
      found.map(({ score }) => score.notes.filter((note) => note.startsWith('Joined'))),
      measured.map(() => [
        'Joined by id: 36 of 40 rows; 2 left out in m0.csv; 2 left out in m1.csv; 4 left out in m2.csv.',
      ]),
    );
  });
});
