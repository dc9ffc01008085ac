// A program that is killed in the middle of a comparison: arguments are the worker, the storage and two files.
import { createJobs } from '../../server/jobs/createJobs';

const [workerPath = '', storage = '', x = '', y = ''] = process.argv.slice(2);
const jobs = createJobs({ workerPath, storage, workers: 1 });
const timer = setInterval(() => {
  if (jobs.activity.running === 0) return;
  clearInterval(timer);
  process.stdout.write('running\n');
}, 5);
jobs.compare({ x, y, measure: { id: 'rsm.rsa', parameters: {} } }, {}).catch((error: unknown) => {
  process.stdout.write(`${String(error)}\n`);
});
