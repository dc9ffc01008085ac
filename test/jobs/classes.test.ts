import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PairRequest } from '../../server/jobs/jobs';
import type { Score } from '../../server/protocol';
import { safetensors } from '../samples/writeSafetensors';
import { closeJobs, realJobs, scratch } from './setup';

/** Scores of three instances for three classes: emu, cat, cat are the answers. */
const scores: Readonly<Record<string, readonly number[]>> = {
  cat: [0, 2, 4],
  dog: [1, 0, 1],
  emu: [3, 1, 2],
  fox: [9, 0, 0],
};

/** A table of those scores with its columns in an order. */
function table(folder: string, name: string, classes: readonly string[], prefix = ''): string {
  const path = join(folder, name);
  const lines = [0, 1, 2].map((row) => classes.map((of) => (scores[of]?.[row] ?? 0) + 0.5).join(','));
  writeFileSync(path, [classes.map((of) => prefix + of).join(','), ...lines, ''].join('\n'));
  return path;
}

function text(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const ofValues = { tensorX: 'values', tensorY: 'values', kind: 'outputs' } as const;
const byId = (found: readonly Score[], id: string): Score | undefined =>
  found.find(({ measure }) => measure === id);

describe('Classes by name', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  it('make models with their columns in another order equal, unless they go by position', async () => {
    const folder = scratch();
    const x = table(folder, 'x.csv', ['cat', 'dog', 'emu']);
    const y = table(folder, 'y.csv', ['emu', 'cat', 'dog']);
    const jobs = await realJobs({ storage: scratch() });
    const request: PairRequest = { x, y, ...ofValues, measures: ['disagreement', 'jsd', 'kl', 'norm_diff'] };
    const named = await jobs.pair(request);
    assert.deepEqual(
      named.map(({ value }) => value),
      [0, 0, 0, 0],
    );
    for (const { notes } of named)
      assert.deepEqual(notes, ['Both are taken for logits.', 'Classes matched by name: 3 of 3 in common.']);
    // The other order is another score, of the cache too.
    const byPosition = await jobs.pair({ ...request, classes: 'by-position' });
    assert.equal(byPosition[0]?.value, 1);
    assert.deepEqual(byPosition[0].notes, ['Both are taken for logits.']);
    assert.deepEqual(await jobs.pair(request), named);
  });

  it('are compared by what is answered where they are not the same, and not by their scores', async () => {
    const folder = scratch();
    const x = table(folder, 'x.csv', ['cat', 'dog', 'emu'], 'logit_');
    const y = table(folder, 'y.csv', ['fox', 'emu', 'cat'], 'score_');
    const jobs = await realJobs();
    const found = await jobs.pair({ x, y, ...ofValues });
    // Only the first answer is another: fox.
    assert.equal(byId(found, 'hard.disagreement')?.value, 1 / 3);
    assert.deepEqual(byId(found, 'hard.disagreement')?.notes.slice(1), [
      'Classes matched by name: 2 of 4 in common; only in x.csv: "dog"; only in y.csv: "fox".',
    ]);
    assert.equal(
      byId(found, 'soft.jsd')?.reason,
      'Jensen-Shannon divergence needs scores of the same classes: not all have one for "dog", which the first has.',
    );
  });

  it('are found in the answers and in the labels, whatever their numbers', async () => {
    const folder = scratch();
    const x = table(folder, 'x.csv', ['dog', 'cat', 'emu']);
    const y = text(folder, 'y.csv', ['id,prediction', '7,emu', '8,cat', '9,dog']);
    const labels = text(folder, 'labels.csv', ['label', 'emu', 'cat', 'cat']);
    const jobs = await realJobs();
    const request = { x, y, ...ofValues, tensorY: 'prediction', labels, vectors: true } as const;
    const found = await jobs.pair({ ...request, measures: ['disagreement', 'difference'] });
    assert.equal(found[0]?.value, 1 / 3);
    assert.deepEqual(found[0].perInstance, [0, 0, 1]);
    assert.deepEqual(found[0].notes[0], 'Taken: the first for logits, the second for class numbers.');
    const [first, second] = (found[1]?.details ?? []).map(({ value }) => value);
    assert.deepEqual([first, second], [1, 2 / 3]);
    assert.deepEqual(found[1]?.perClass?.find(({ name }) => name === 'cat')?.values.slice(0, 3), [
      { name: 'instances', value: 2 },
      { name: 'recall of the first', value: 1 },
      { name: 'recall of the second', value: 0.5 },
    ]);
    const odd = text(folder, 'odd.csv', ['label', 'emu', 'cat', 'zebra']);
    const [judged] = await jobs.pair({ ...request, labels: odd, measures: ['difference'] });
    assert.match(judged?.reason ?? '', /A label is "zebra", and the outputs have no class of this name/);
  });

  it('are the columns that numbers are the names of, and else labels count the columns of the first', async () => {
    const folder = scratch();
    const write = (name: string, names: string): string => {
      const path = join(folder, name);
      const tensor = { shape: [3, 3], values: Float32Array.of(3, 1, 0, 0, 2, 1, 1, 0, 5) };
      writeFileSync(path, safetensors([['logits', tensor]], [['nnsim.classes', names]]));
      return path;
    };
    const x = write('x.safetensors', '[7, 5, 3]');
    const labels = text(folder, 'labels.csv', ['label', '7', '5', '3']);
    const jobs = await realJobs();
    const request = {
      ...ofValues,
      tensorX: 'logits',
      tensorY: 'logits',
      x,
      y: x,
      labels,
      measures: ['difference'],
    };
    const [named] = await jobs.pair(request);
    assert.equal(named?.details?.[0]?.value, 1);
    const y = write('y.safetensors', '["a", "b", "c"]');
    const counted = text(folder, 'counted.csv', ['label', '0', '1', '1']);
    const [byNumber] = await jobs.pair({ ...request, x: y, y, labels: counted });
    assert.equal(byNumber?.details?.[0]?.value, 2 / 3);
    assert.ok(
      byNumber.notes.includes(
        'Labels are numbers: they count the classes in the order of the first model, from 0.',
      ),
    );
  });

  it('are those of the metadata of a safetensors file, and those of one file say nothing of another', async () => {
    const folder = scratch();
    const write = (name: string, values: number[], metadata: [string, string][]): string => {
      const path = join(folder, name);
      const tensor = { shape: [2, 2], values: Float32Array.from(values) };
      writeFileSync(path, safetensors([['logits', tensor]], metadata));
      return path;
    };
    const x = write('x.safetensors', [1, 2, 4, 3], [['nnsim.classes', '["cat", "dog"]']]);
    const y = write('y.safetensors', [2, 1, 3, 4], [['nnsim.classes', '["dog", "cat"]']]);
    const z = write('z.safetensors', [2, 1, 3, 4], []);
    const jobs = await realJobs();
    const request = {
      tensorX: 'logits',
      tensorY: 'logits',
      kind: 'outputs',
      measures: ['disagreement'],
    } as const;
    const [named] = await jobs.pair({ x, y, ...request });
    assert.equal(named?.value, 0);
    const [nameless] = await jobs.pair({ x, y: z, ...request });
    assert.equal(nameless?.value, 1);
    assert.ok(nameless.notes.includes('Classes are matched by position: only x.safetensors names them.'));
  });

  it('are put in one order for the report on outputs, and name what it tells', async () => {
    const folder = scratch();
    const x = table(folder, 'x.csv', ['cat', 'dog', 'emu']);
    const y = table(folder, 'y.csv', ['emu', 'cat', 'dog']);
    const jobs = await realJobs();
    const found = await jobs.outputs({ x, y, tensorX: 'values', tensorY: 'values' });
    assert.ok(found.found);
    assert.equal(found.disagreement.share, 0);
    assert.deepEqual(found.classNames, ['cat', 'dog', 'emu']);
    assert.ok(found.notes.includes('Classes matched by name: 3 of 3 in common.'));
    const [first] = found.leastSimilar.instances;
    assert.deepEqual(first?.x, first?.y);
    assert.equal(found.matched, 'by-name');
    const byPosition = await jobs.outputs({
      ...{ x, y, tensorX: 'values', tensorY: 'values' },
      classes: 'by-position',
    });
    assert.ok(byPosition.found);
    assert.deepEqual([byPosition.disagreement.share, byPosition.matched], [1, 'by-position']);
    assert.deepEqual([byPosition.classNames, byPosition.notes], [undefined, []]);
    const oneHot = text(folder, 'z.csv', ['dog,emu,cat', '0,1,0', '0,0,1', '0,0,1']);
    const again = await jobs.outputs({ x, y: oneHot, tensorX: 'values', tensorY: 'values' });
    assert.ok(again.found);
    assert.deepEqual(
      [again.y.kind, again.y.kindWhy, again.disagreement.share],
      ['one-hot', 'each row is zeros and a single one', 0],
    );
  });

  it('without any in common are told as outputs that do not go together, until they go by position', async () => {
    const folder = scratch();
    const x = text(folder, 'x.csv', ['cat,dog', '3,1', '1,3']);
    const y = text(folder, 'y.csv', ['chat,chien', '3,1', '1,3']);
    const jobs = await realJobs();
    const request = { x, y, tensorX: 'values', tensorY: 'values' } as const;
    const none = await jobs.outputs(request);
    assert.ok(!none.found && none.unfit);
    assert.deepEqual([none.matched, none.choices], ['by-name', [1, 1]]);
    assert.match(none.reason, /no name in common.*or match the classes by position\.$/);
    const byPosition = await jobs.outputs({ ...request, classes: 'by-position' });
    assert.ok(byPosition.found);
    assert.equal(byPosition.disagreement.share, 0);
  });

  it('of labels alone say nothing of columns without names, unless they are as many', async () => {
    const folder = scratch();
    const x = join(folder, 'x.safetensors');
    const values = Float32Array.of(3, 1, 2, 0, 5, 1, 4, 4.5, 9);
    writeFileSync(x, safetensors([['values', { shape: [3, 3], values }]], []));
    const jobs = await realJobs();
    const of = (labels: string): Promise<readonly Score[]> =>
      jobs.pair({ x, y: x, ...ofValues, labels, measures: ['difference'] });
    await assert.rejects(
      of(text(folder, 'two.csv', ['label', 'dog', 'emu', 'dog'])),
      /two\.csv names 2 classes and the outputs have 3 without names: which is which cannot be told/,
    );
    const [score] = await of(text(folder, 'three.csv', ['label', 'cat', 'emu', 'dog']));
    assert.match(score?.notes.join(' ') ?? '', /Labels are matched by number/);
  });

  it('of labels are the numbers that texts are, by position too, and else in the order of their names', async () => {
    const folder = scratch();
    const width = 12;
    const x = join(folder, 'x.safetensors');
    // Row i answers class i.
    const values = Float32Array.from({ length: width * width }, (_, at) =>
      at % (width + 1) === 0 ? 9 : -(at % 5),
    );
    writeFileSync(x, safetensors([['values', { shape: [width, width], values }]], []));
    const jobs = await realJobs();
    const right = async (labels: readonly string[], classes?: 'by-position'): Promise<unknown> => {
      const path = text(folder, `${labels.length}${labels[1] ?? ''}.csv`, ['label', ...labels]);
      const request = { x, y: x, ...ofValues, labels: path, measures: ['difference'] };
      const [score] = await jobs.pair({ ...request, ...(classes !== undefined && { classes }) });
      return score?.details?.find(({ name }) => name === 'both right')?.value ?? score?.reason;
    };
    const numbers = Array.from({ length: width }, (_, i) => `"${i}"`);
    const letters = Array.from({ length: width }, (_, i) => String.fromCharCode(97 + i));
    for (const classes of [undefined, 'by-position'] as const) {
      assert.equal(await right(numbers, classes), 1);
      assert.equal(await right(letters, classes), 1);
      await assert.rejects(
        right([...letters.slice(1), 'b'], classes),
        /names 11 classes and the outputs have 12/,
      );
    }
  });

  it('of answers that are texts go by position where they are numbers, or the same ones', async () => {
    const folder = scratch();
    const answers = (name: string, ...texts: readonly string[]): string =>
      text(folder, name, ['prediction', ...texts]);
    const jobs = await realJobs();
    const differ = async (x: string, y: string): Promise<Score | undefined> => {
      const [score] = await jobs.pair({
        ...{ x, y, tensorX: 'prediction', tensorY: 'prediction', kind: 'outputs' },
        ...{ measures: ['disagreement'], classes: 'by-position' },
      });
      return score;
    };
    const [a, b] = [answers('a.csv', 'cat', 'dog', 'cat'), answers('b.csv', 'dog', 'dog', 'cat')];
    const same = await differ(a, b);
    assert.equal(same?.value, 1 / 3);
    assert.match(
      same.notes.join(' '),
      /texts are numbered in the order of their names: 0 = "cat", 1 = "dog"\./,
    );
    await assert.rejects(
      differ(a, answers('c.csv', 'dog', 'emu', 'emu')),
      /a\.csv and c\.csv answer with texts that are not the same/,
    );
  });

  it('belong together in sets of models', async () => {
    const folder = scratch();
    const orders = [
      ['cat', 'dog', 'emu'],
      ['emu', 'dog', 'cat'],
      ['dog', 'cat', 'emu'],
    ];
    const models = orders.map((order, at) => ({
      path: table(folder, `${at}.csv`, order),
      tensor: 'values',
    }));
    const jobs = await realJobs();
    const measures = ['ambiguity', 'jsd'];
    const found = await jobs.group({ models, kind: 'outputs', measures, vectors: true });
    assert.deepEqual(
      found.map(({ score }) => score.value),
      [0, 0],
    );
    assert.deepEqual(found[0]?.score.perInstance, [0, 0, 0]);
    assert.deepEqual(found[0].score.notes, [
      'All are taken for logits.',
      'Classes matched by name: 3 of 3 in common.',
    ]);
    const byPosition = await jobs.group({ models, kind: 'outputs', measures, classes: 'by-position' });
    assert.equal(byPosition[0]?.score.value, 1);
  });
});
