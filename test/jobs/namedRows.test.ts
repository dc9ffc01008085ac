import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../server/protocol';
import { npy } from '../samples/writeNpy';
import { closeJobs, realJobs, scratch } from './setup';
import { counted, nameOf, notesOf, rows, scoresOf, shuffled, table, tensors, valuesOf } from './tables';

describe('Rows selected by what they are called', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('are those with the ids of a list or a file, joined or not', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const x = table(join(folder, 'x.csv'), 1, counted(rows));
    const y = table(join(folder, 'y.csv'), 2, shuffled(2));
    const some = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
    const [a, b] = [table(join(folder, 'a.csv'), 1, some), table(join(folder, 'b.csv'), 2, some)];
    const expected = valuesOf(await scoresOf(jobs, a, b));
    const list = `id in ${some.map(nameOf).join(', ')}`;
    const found = await scoresOf(jobs, x, y, { rows: list });
    assert.deepEqual([valuesOf(found), found[0]?.n], [expected, some.length]);
    assert.deepEqual(notesOf(found), [
      'Joined by id: all 40 rows, which stand in another order.',
      `Over the rows ${list} only.`,
    ]);
    const text = join(folder, 'list.txt');
    // The order of the list does not matter.
    writeFileSync(text, [...some].reverse().map(nameOf).join('\r\n') + '\r\nunknown\r\n');
    const listed = await scoresOf(jobs, x, y, { rows: `id in ${text}` });
    assert.deepEqual(valuesOf(listed), expected);
    assert.ok(listed[0]?.notes.includes('Not there: "unknown".'));
    assert.deepEqual(valuesOf(await scoresOf(jobs, x, y, { rows: `id in ${b}` })), expected);
    const plain = tensors(join(folder, 'z.safetensors'), 2, counted(rows));
    const apart = await scoresOf(jobs, x, plain, { rows: list });
    assert.deepEqual(apart[0]?.n, some.length);
    const ofPlain = tensors(join(folder, 'part.safetensors'), 2, some);
    assert.deepEqual(valuesOf(apart), valuesOf(await scoresOf(jobs, a, ofPlain)));
    await assert.rejects(
      scoresOf(jobs, x, y, { rows: 'id=nobody' }),
      /The rows id=nobody hold none of the 40 instances/,
    );
    await assert.rejects(
      scoresOf(jobs, plain, plain, { rows: 'id=img3' }),
      /do not say what their rows are called/,
    );
  });

  it('are those of a class, by its name or number, whose labels go by id where they have some', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const x = tensors(join(folder, 'x.safetensors'), 1, counted(rows));
    const y = tensors(join(folder, 'y.safetensors'), 2, counted(rows));
    const labels = join(folder, 'kinds.npy');
    writeFileSync(labels, npy({ shape: [rows], values: Uint8Array.from(counted(rows), (i) => i % 3) }));
    const ofClass = counted(rows).filter((i) => i % 3 !== 1);
    const [a, b] = [
      tensors(join(folder, 'a.safetensors'), 1, ofClass),
      tensors(join(folder, 'b.safetensors'), 2, ofClass),
    ];
    const expected = valuesOf(await scoresOf(jobs, a, b));
    const found = await scoresOf(jobs, x, y, { rows: 'label in 0, 2', labels });
    assert.deepEqual([valuesOf(found), notesOf(found)], [expected, ['Over the rows label in 0, 2 only.']]);
    await assert.rejects(
      scoresOf(jobs, x, y, { rows: 'label=0' }),
      /has no labels to select rows by: name the file/,
    );

    const named = (path: string, order: readonly number[]): string => {
      const line = (i: number): string => `${nameOf(i)},${['cat', 'dog', 'eel'][i % 3] ?? ''}\n`;
      writeFileSync(path, `id,label\n${order.map(line).join('')}`);
      return path;
    };
    const [p, q] = [
      table(join(folder, 'p.csv'), 1, counted(rows)),
      table(join(folder, 'q.csv'), 2, shuffled(5)),
    ];
    const [r, s] = [table(join(folder, 'r.csv'), 1, ofClass), table(join(folder, 's.csv'), 2, ofClass)];
    const names = named(join(folder, 'names.csv'), shuffled(6));
    const wanted = valuesOf(await scoresOf(jobs, r, s));
    for (const which of ['label in cat, eel', 'label in 0, 2'])
      assert.deepEqual(valuesOf(await scoresOf(jobs, p, q, { rows: which, labels: names })), wanted);
  });

  it('have the labels of their ids in the measures that need them', async () => {
    const jobs = await realJobs({ storage: scratch() });
    const folder = scratch();
    const x = table(join(folder, 'x.csv'), 1, counted(rows));
    const y = table(join(folder, 'y.csv'), 2, shuffled(4));
    const labels = (name: string, order: readonly number[], classOf: (i: number) => number): string => {
      const path = join(folder, name);
      writeFileSync(path, `id,label\n${order.map((i) => `${nameOf(i)},${classOf(i)}\n`).join('')}`);
      return path;
    };
    const tolerance = async (reading: Reading, left = x, right = y): Promise<number | null | undefined> => {
      const pair = { x: left, y: right, tensorX: 'values', tensorY: 'values', measures: ['stat.tolerance'] };
      return (await jobs.pair({ ...pair, ...reading }))[0]?.value;
    };
    const classOf = (i: number): number => i % 4;
    const straight = labels('straight.csv', counted(rows), classOf);
    const expected = await tolerance({ labels: straight });
    assert.equal(typeof expected, 'number');
    assert.equal(await tolerance({ labels: labels('turned.csv', shuffled(11), classOf) }), expected);
    // The same column of classes, of other ids: not to be taken from the cache.
    const first = labels('first.csv', counted(rows), classOf);
    assert.equal(await tolerance({ labels: first }), expected);
    const moved = join(folder, 'moved.csv');
    writeFileSync(
      moved,
      `id,label\n${counted(rows)
        .map((i) => `${nameOf((i + 1) % rows)},${classOf(i)}\n`)
        .join('')}`,
    );
    assert.notEqual(await tolerance({ labels: moved }), expected);
    const few = labels('few.csv', counted(rows - 1), classOf);
    await assert.rejects(tolerance({ labels: few }), /few\.csv has no row with the id "img39"/);
  });
});
