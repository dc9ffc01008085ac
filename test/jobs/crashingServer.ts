// A program that is killed in the middle of a comparison: arguments are the worker, the storage, two files, the measure
// and what is waited for: the job's start, its first cells, or that ONNX Runtime is in use.
import { createJobs } from '../../server/jobs/createJobs';
import { parseCall } from '../../server/measures/call';

const [workerPath = '', storage = '', x = '', y = '', call = '', moment = ''] = process.argv.slice(2);
let told = 0;
let found = 0;
const choice = moment === 'found' ? 'onnxruntime' : 'wasm';
const jobs = createJobs({
  ...{ workerPath, storage, workers: 1 },
  engine: { choice, blasLibrary: '' },
  inform: () => found++,
});
const counts = { running: () => jobs.activity.running, told: () => told, found: () => found };
const timer = setInterval(() => {
  if (counts[moment as keyof typeof counts]() === 0) return;
  clearInterval(timer);
  process.stdout.write(`${moment} ${told}\n`);
}, 5);
jobs
  .compare({ x, y, measure: parseCall(call) }, { cells: (cells) => (told += cells.length) })
  .catch((error: unknown) => {
    process.stdout.write(`${String(error)}\n`);
  });
