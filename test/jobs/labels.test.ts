import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigurableJobs } from '../../server/jobs/createJobs';
import type { Score } from '../../server/protocol';
import { npy } from '../samples/writeNpy';
import { closeJobs, noise, realJobs, scratch, writeTensors } from './setup';

const tolerance = { id: 'stat.tolerance', parameters: {} };

describe('Labels of instances', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  /** Two files of activations in a folder of a run, and where labels may be. */
  function files(): { run: string; above: string; x: string; y: string } {
    const above = scratch();
    const run = join(above, 'run');
    mkdirSync(run);
    const write = (name: string, seed: number): string =>
      writeTensors(join(run, name), [
        ['a', noise([40, 5], seed)],
        ['b', noise([40, 6], seed + 1)],
      ]);
    return { run, above, x: write('x.safetensors', 1), y: write('y.safetensors', 3) };
  }

  function writeLabels(path: string, classOf: (i: number) => number, rows = 40): string {
    writeFileSync(
      path,
      npy({ shape: [rows], values: Uint8Array.from({ length: rows }, (_, i) => classOf(i)) }),
    );
    return path;
  }

  const pairOf = async (
    jobs: ConfigurableJobs,
    x: string,
    y: string,
    labels?: string,
  ): Promise<readonly Score[]> =>
    jobs.pair({
      ...{ x, y, tensorX: 'a', tensorY: 'b', measures: ['stat.tolerance', 'cka'] },
      ...(labels !== undefined && { labels }),
    });

  it('are those of a table that is compared, and a model called like labels is none', async () => {
    const folder = scratch();
    const table = (name: string, seed: number): string => {
      const { values } = noise([40, 3], seed);
      const lines = Array.from({ length: 40 }, (_, i) => {
        return [...values.subarray(3 * i, 3 * i + 3), ['cat', 'dog', 'emu'][i % 3]].join(',');
      });
      const path = join(folder, name);
      writeFileSync(path, ['f0,f1,f2,category', ...lines].join('\n'));
      return path;
    };
    const [x, y] = [table('x.csv', 1), table('y.csv', 2)];
    const jobs = await realJobs();
    const request = { x, y, tensorX: 'values', tensorY: 'values', measures: ['stat.tolerance'] };
    const [own] = await jobs.pair(request);
    const labels = writeLabels(join(folder, 'truth.npy'), (i) => i % 3);
    const [given] = await jobs.pair({ ...request, labels });
    assert.equal(own?.value, given?.value);
    assert.deepEqual(own?.notes, ['Labels from x.csv.', ...(given?.notes ?? [])]);
  });

  it('are those of the file that is named, whatever numbers the classes have', async () => {
    const { above, x, y } = files();
    const jobs = await realJobs();
    const [ofFew] = await pairOf(
      jobs,
      x,
      y,
      writeLabels(join(above, 'few.npy'), (i) => i % 4),
    );
    const [renamed] = await pairOf(
      jobs,
      x,
      y,
      writeLabels(join(above, 'renamed.npy'), (i) => 7 * (i % 4) + 3),
    );
    const [others] = await pairOf(
      jobs,
      x,
      y,
      writeLabels(join(above, 'others.npy'), (i) => i % 5),
    );
    assert.equal(ofFew?.status, 'ok');
    assert.deepEqual(ofFew.notes, [], 'who named the file knows where the labels are from');
    assert.equal(ofFew.value, renamed?.value);
    assert.notEqual(ofFew.value, others?.value);
  });

  it('are part of what a score is remembered by, for measures that look at them only', async () => {
    const { above, x, y } = files();
    const jobs = await realJobs({ storage: scratch() });
    const [four, five] = [4, 5].map((count) => writeLabels(join(above, `${count}.npy`), (i) => i % count));
    const first = await pairOf(jobs, x, y, four);
    const second = await pairOf(jobs, x, y, five);
    assert.notEqual(first[0]?.value, second[0]?.value);
    assert.deepEqual(first[1], second[1]);
    await Promise.all(jobs.pool.threads.map((thread) => thread.terminate()));
    assert.deepEqual(await pairOf(jobs, x, y, four), first);
    assert.deepEqual(await pairOf(jobs, x, y, five), second);
    assert.equal(jobs.pool.threads.length, 0, 'no thread was needed');
    // New labels under an old name.
    writeLabels(four ?? '', (i) => i % 7);
    assert.notEqual((await pairOf(jobs, x, y, four))[0]?.value, first[0]?.value);
  });

  it('are found beside the model file or one folder up, the nearer first, and the score says so', async () => {
    const { run, above, x, y } = files();
    const jobs = await realJobs({ storage: scratch() });
    const [none] = await pairOf(jobs, x, y);
    assert.equal(none?.value, null);
    assert.match(none.reason ?? '', /needs labels: give a file with one class number for each row\.$/);
    writeLabels(join(above, 'labels.npy'), (i) => i % 4);
    const [found, cka] = await pairOf(jobs, x, y);
    assert.deepEqual(
      [found?.status, found?.notes, cka?.notes.length],
      ['ok', ['Labels from ../labels.npy.'], 0],
    );
    assert.deepEqual((await pairOf(jobs, x, y))[0], found, 'also when it is remembered');
    writeLabels(join(run, 'targets.npy'), (i) => i % 5);
    const [nearer] = await pairOf(jobs, x, y);
    assert.deepEqual(nearer?.notes, ['Labels from targets.npy.']);
    assert.notEqual(nearer.value, found?.value);
  });

  it('are not taken from files that do not fit: other rows, other numbers, other names', async () => {
    const { run, above, x, y } = files();
    writeLabels(join(run, 'labels.npy'), (i) => i % 4, 39);
    writeLabels(join(above, 'anything.npy'), (i) => i % 4);
    writeFileSync(
      join(above, 'y.npy'),
      npy({ shape: [40], values: Float32Array.from({ length: 40 }, (_, i) => i % 4) }),
    );
    writeFileSync(join(above, 'label.npy'), 'no array');
    const [none] = await pairOf(await realJobs(), x, y);
    assert.match(none?.reason ?? '', /needs labels: give a file/);
  });

  it('serve a whole grid, named or found', async () => {
    const { above, x, y } = files();
    const jobs = await realJobs({ storage: scratch() });
    const labels = writeLabels(join(above, 'labels.npy'), (i) => i % 4);
    const found = await jobs.compare({ x, y, measure: tolerance }, {});
    assert.equal(found.cells.length, 4);
    for (const { score } of found.cells)
      assert.deepEqual([score.status, score.notes], ['ok', ['Labels from ../labels.npy.']]);
    const named = await jobs.compare({ x, y, measure: tolerance, labels }, {});
    assert.deepEqual(
      named.cells.map(({ score, cached }) => [score.value, score.notes.length, cached]),
      found.cells.map(({ score }) => [score.value, 0, true]),
    );
    assert.deepEqual((await jobs.plan({ x, y, measure: tolerance })).estimate.cached, 4);
    const [pair] = await pairOf(jobs, x, y);
    assert.equal(pair?.value, found.cells.find((cell) => cell.x === 0 && cell.y === 1)?.score.value);
  });

  it('that have ids go by position where the files have none, and each score says so', async () => {
    const { run, x, y } = files();
    const labels = join(run, 'named.csv');
    const lines = Array.from({ length: 40 }, (_, i) => `${39 - i},${i % 3}`);
    writeFileSync(labels, ['id,label', ...lines, ''].join('\n'));
    const jobs = await realJobs();
    const [score] = await pairOf(jobs, x, y, labels);
    assert.ok(score?.value !== null);
    assert.match(score?.notes.join(' ') ?? '', /Labels are matched by position: .*named\.csv has ids/);
    const request = { x, y, tensorX: 'a', tensorY: 'b', measures: ['stat.tolerance'], labels };
    const [asked] = await jobs.pair({ ...request, ids: ['none'] });
    assert.deepEqual([asked?.value, asked?.notes], [score?.value, []], 'who asked for it knows');
  });

  it('that are named and do not fit are refused in one sentence', async () => {
    const { above, x, y } = files();
    const jobs = await realJobs();
    const few = writeLabels(join(above, 'few.npy'), () => 0, 39);
    const broken = join(above, 'broken.npy');
    writeFileSync(broken, npy({ shape: [40], values: Float32Array.from({ length: 40 }, (_, i) => i / 2) }));
    for (const ask of [
      (labels: string) => pairOf(jobs, x, y, labels),
      (labels: string) => jobs.compare({ x, y, measure: tolerance, labels }, {}),
    ]) {
      await assert.rejects(ask(few), {
        name: 'BadInput',
        message: /has the shape \[39\]: one label for each of 40 rows is needed\.$/,
      });
      await assert.rejects(ask(broken), {
        name: 'BadInput',
        message: /broken\.npy" holds 0\.5 in row 1: labels are whole numbers, one class each\.$/,
      });
      await assert.rejects(ask(join(above, 'absent.npy')), { name: 'BadInput', message: /absent\.npy/ });
    }
  });

  it('are no matter of a tensor that is a single number: that is what is said', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const file = writeTensors(join(folder, 's.safetensors'), [
      ['s', { shape: [], values: Float32Array.of(1) }],
    ]);
    const labels = writeLabels(join(folder, 'l.npy'), () => 0);
    const pair = {
      x: file,
      y: file,
      tensorX: 's',
      tensorY: 's',
      measures: ['cka'],
      kind: 'activations',
    } as const;
    await assert.rejects(jobs.pair({ ...pair, labels }), /is a single number and has no rows to compare/);
  });
});
