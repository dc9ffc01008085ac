// A program that is killed in the middle of a comparison: arguments are the worker, the storage, two files, the measure
// and what is waited for: the job's start, or its first cells.
import { createJobs } from '../../server/jobs/createJobs';
import { parseCall } from '../../server/measures/call';

const [workerPath = '', storage = '', x = '', y = '', call = '', moment = ''] = process.argv.slice(2);
const jobs = createJobs({ workerPath, storage, workers: 1 });
let told = 0;
const timer = setInterval(() => {
  if (moment === 'running' ? jobs.activity.running === 0 : told === 0) return;
  clearInterval(timer);
  process.stdout.write(`${moment} ${told}\n`);
}, 5);
jobs
  .compare({ x, y, measure: parseCall(call) }, { cells: (cells) => (told += cells.length) })
  .catch((error: unknown) => {
    process.stdout.write(`${String(error)}\n`);
  });
