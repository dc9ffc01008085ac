import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Background } from '../../../server/background/background';
import type { Partnership } from '../../../server/protocol';
import { FakeJobs } from './fakeJobs';

let folder = '';
let jobs = new FakeJobs();
let baseline: string | null = null;
let budget: number | null = 10;
let sent: Partnership[] = [];
let stop = new AbortController();
let background: Background;
let a = '';
let b = '';

/** Waits until news fit; the background promises no moment for them. */
async function news(fits: (partnership: Partnership) => boolean): Promise<Partnership> {
  for (;;) {
    const found = sent.find(fits);
    if (found) return found;
    await new Promise((resume) => setImmediate(resume));
  }
}

const state = (wanted: Partnership['state'], path?: string) => (partnership: Partnership) =>
  partnership.state === wanted && (path === undefined || partnership.path === path);

describe('The background comparison', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nnsim-background-'));
    [a, b] = [join(folder, 'a.npz'), join(folder, 'b.npz')];
    for (const path of [a, b]) await writeFile(path, path);
    [jobs, baseline, budget, sent, stop] = [new FakeJobs(), null, 10, [], new AbortController()];
    background = new Background({
      jobs,
      baseline: () => baseline,
      budgetSeconds: () => budget,
      send: (partnership) => void sent.push(partnership),
      progress: () => ({ signal: stop.signal, report: () => undefined, done: () => undefined }),
      log: (problem) => assert.fail(String(problem)),
    });
  });
  afterEach(async () => {
    background.dispose();
    await rm(folder, { recursive: true });
  });

  async function compared(): Promise<void> {
    await background.shown(a, true);
    await background.shown(b, true);
    (await jobs.nextRunning()).finish();
    await news(state('done'));
  }

  it('compares a model with one that is open already and tells both tabs', async () => {
    await compared();
    const done = sent.filter(state('done'));
    assert.deepEqual(
      done.map(({ path, partner, reason }) => [path, partner, reason]),
      [
        [b, a, 'open'],
        [a, b, 'open'],
      ],
    );
    const { value, caption } = await news(state('done'));
    assert.equal(value, 0.5);
    assert.equal(caption, 'mean debiased linear CKA of 2 pairs of layers of equal names');
    assert.deepEqual(jobs.plans[0]?.measure, { id: 'rsm.cka', parameters: { estimator: 'debiased' } });
  });

  it('tells how often both answer differently, too, where the files hold outputs', async () => {
    jobs.differ = { share: 0.031, byChance: 0.9, kappa: 0.96, least: 0.009, most: 0.064 };
    await compared();
    const told = await news(({ answers }) => answers !== undefined);
    assert.deepEqual([told.state, told.value, told.answers], ['done', 0.5, jobs.differ]);
    assert.deepEqual((await background.known(b))[0]?.answers, jobs.differ);
  });

  it('reads no outputs of files for which that would cost more than the budget', async () => {
    jobs.differ = { share: 0.031, byChance: 0.9, kappa: 0.96 };
    jobs.bytes = 10 ** 12;
    await compared();
    await new Promise((resume) => setTimeout(resume, 20));
    assert.deepEqual(jobs.asked, []);
  });

  it('takes the older file, the partner, as the first of the two', async () => {
    await background.shown(a, true);
    await background.shown(b, true);
    const { request, options } = await jobs.nextRunning();
    assert.deepEqual([request.x, request.y], [a, b]);
    assert.equal(options.priority, 'background');
  });

  it('finds the baseline and the previous step without their being open', async () => {
    const [one, two] = [join(folder, 'step-1.npz'), join(folder, 'step-2.npz')];
    for (const path of [one, two]) await writeFile(path, path);
    baseline = a;
    await background.shown(two, true);
    (await jobs.nextRunning()).finish();
    (await jobs.nextRunning()).finish();
    await news(({ reason, state: s }) => reason === 'baseline' && s === 'done');
    await news(
      ({ reason, state: s, partner }) => reason === 'previous step' && s === 'done' && partner === one,
    );
  });

  it('does nothing when it is not allowed, and begins when it is', async () => {
    budget = null;
    await background.shown(a, true);
    await background.shown(b, true);
    assert.equal(jobs.plans.length, 0);
    budget = 10;
    await background.refresh();
    (await jobs.nextRunning()).finish();
    await news(state('done'));
  });

  it('leaves alone what would cost more than the budget, and says so', async () => {
    jobs.seconds = 41;
    await background.shown(a, true);
    await background.shown(b, true);
    const { caption } = await news(state('too costly', b));
    assert.equal(caption, 'would take about 41 s, more than the 10 s allowed in the background');
    assert.equal(jobs.running.length, 0);
  });

  it('leaves alone the files the server stopped at the last time', async () => {
    jobs.suspectFiles = [a];
    await background.shown(a, true);
    await background.shown(b, true);
    assert.match((await news(state('failed', b))).caption, /stopped/);
    assert.equal(jobs.plans.length, 0);
  });

  it('keeps quiet about open files that do not fit, but not about the baseline', async () => {
    jobs.misfits.add(a);
    await background.shown(a, true);
    await background.shown(b, true);
    baseline = a;
    const c = join(folder, 'c.npz');
    await writeFile(c, '');
    await background.shown(c, true);
    const told = await news(state('failed', c));
    assert.equal(told.caption, `${a} fits nothing.`);
    assert.ok(!sent.some((partnership) => partnership.path === b && partnership.partner === a));
  });

  it('is cancelled when both tabs are closed, and not before', async () => {
    await background.shown(a, true);
    await background.shown(b, true);
    const { options } = await jobs.nextRunning();
    await background.shown(b, false);
    assert.deepEqual(options.signal?.aborted, false);
    await background.shown(a, false);
    assert.ok(options.signal.aborted);
  });

  it('can be stopped by a person, and starts again when the tab is opened again', async () => {
    await background.shown(a, true);
    await background.shown(b, true);
    await jobs.nextRunning();
    stop.abort();
    assert.match((await news(state('failed', b))).caption, /stopped/);
    stop = new AbortController();
    await background.shown(b, false);
    await background.shown(b, true);
    (await jobs.nextRunning()).finish();
    await news(state('done', b));
  });

  it('tells a tab that is opened again without comparing again', async () => {
    await compared();
    await background.shown(b, false);
    sent = [];
    await background.shown(b, true);
    assert.equal((await news(state('done', b))).value, 0.5);
    assert.equal(jobs.running.length, 0);
  });

  it('drops what it knew when a file changes, and compares again', async () => {
    await compared();
    assert.equal((await background.known(a)).length, 1);
    sent = [];
    await writeFile(a, 'something longer than it was');
    assert.deepEqual(await background.known(a), []);
    await background.filesChanged([a]);
    (await jobs.nextRunning()).finish();
    await news(state('done', a));
    assert.equal((await background.known(b)).length, 1);
  });

  it('passes on why a comparison under way has failed', async () => {
    await background.shown(a, true);
    await background.shown(b, true);
    const { BadInput } = await import('../../../server/tensors/badInput');
    (await jobs.nextRunning()).fail(new BadInput('The file ends early.'));
    assert.equal((await news(state('failed', b))).caption, 'The file ends early.');
  });
});
