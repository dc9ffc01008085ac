import assert from 'node:assert/strict';
import { join } from 'node:path';
import { closeJobs, noise, realJobs, scratch, writeTensors } from './setup';

describe('A set of outputs of different instances', function () {
  this.timeout(60_000);
  after(closeJobs);

  it('is refused with the first file that has others', async () => {
    const folder = scratch();
    const models = [20, 20, 13, 20].map((rows, i) =>
      writeTensors(join(folder, `${i}.safetensors`), [['logits', noise([rows, 3], i)]]),
    );
    const jobs = await realJobs();
    const found = await jobs.groupReport({ models });
    assert.ok(!found.found);
    assert.equal(
      found.reason,
      `The outputs of ${models[0]} have 20 rows and those of ${models[2]} 13: compare the same instances in the same order, or give all files ids to join them by.`,
    );
  });
});
