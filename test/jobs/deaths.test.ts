import assert from 'node:assert/strict';
import { Reader } from '../../server/jobs/reader';
import { closeJobs, scratch } from './setup';
import { oddJobs, oddWorker, stages, tableAt } from './stages';

describe('A thread that dies', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  for (const { task, ask } of stages) {
    it(`at task ${task} fails what it was at, in a sentence, and nothing else`, async () => {
      const folder = scratch();
      const problems: string[] = [];
      const jobs = await oddJobs((problem) => problems.push(problem));
      const odd = tableAt(folder, `dies-${task}.csv`, 1);
      const good = tableAt(folder, 'good.csv', 2);
      const others = [3, 4, 5].map((seed) => tableAt(folder, `other${seed}.csv`, seed));
      const failed = assert.rejects(ask(jobs, odd, good, {}), {
        name: 'BadInput',
        message: /^The (reader thread ended while|thread that worked on) .*dies-.*: [^.]+\.$/,
      });
      const opened = Promise.all(others.map((path) => jobs.open(path)));
      const counted = jobs.statistics(good, () => undefined);
      await failed;
      assert.deepEqual(
        (await opened).map(({ tensorCount }) => tensorCount),
        [2, 2, 2],
      );
      await counted;
      assert.equal(problems.length, 1, problems.join('\n'));
      const [other = ''] = others;
      const measure = { id: 'rsm.cka', parameters: {} };
      const again = await jobs.compare({ x: good, y: other, measure }, {});
      assert.equal(again.cells[0]?.score.status, 'ok');
    });
  }

  it('for lack of memory says so, and the headers that were read beside that one are read', async () => {
    const folder = scratch();
    const reader = new Reader({ workerPath: await oddWorker(), heapMiB: 64, log: () => undefined });
    const open = (name: string): Promise<unknown> => {
      const path = tableAt(folder, name, 1);
      return reader.run('header', { path }, { urgency: { priority: 'eye' }, subject: name });
    };
    const [before, hog, after] = [open('before.csv'), open('hogs-header.csv'), open('after.csv')];
    await assert.rejects(hog, {
      name: 'BadInput',
      message: 'The reader thread ended while it opened hogs-header.csv: it ran out of memory.',
    });
    await Promise.all([before, after]);
    await open('next.csv');
    await reader.dispose();
  });
});
