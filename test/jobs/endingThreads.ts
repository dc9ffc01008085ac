// A program that ends threads again and again at random moments while ONNX Runtime loads, is tested or multiplies in
// them. Arguments are the worker, two files, how threads are ended and how often. Prints how often they were.
import { createJobs } from '../../server/jobs/createJobs';
import { parseCall } from '../../server/measures/call';
import { randomFrom } from '../samples/random';

const [workerPath = '', x = '', y = '', how = '', rounds = ''] = process.argv.slice(2);
const random = randomFrom(Date.now());
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function round(last: boolean): Promise<void> {
  const controller = new AbortController();
  let planned = (): void => undefined;
  let multiplies = (): void => undefined;
  const moments = [
    new Promise<void>((resolve) => (planned = resolve)),
    new Promise<void>((resolve) => (multiplies = resolve)),
  ];
  const jobs = createJobs({
    ...{ workerPath, storage: null, workers: 2, engine: { choice: 'onnxruntime', blasLibrary: '' } },
    inform: () => multiplies(),
  });
  const compared = jobs.compare(
    { x, y, measure: parseCall('cka') },
    { plan: () => planned() },
    { signal: controller.signal },
  );
  const settled = compared.then(
    () => undefined,
    () => undefined,
  );
  // Half of the times from the start on, which is loading and testing; half when there are large products.
  const fromStart = random.next() < 0.5;
  await moments[fromStart ? 0 : 1];
  await pause(random.next() * (fromStart ? 300 : 60));
  if (last) process.exit(0);
  if (how === 'cancel') controller.abort();
  else if (how === 'terminate') for (const thread of jobs.pool.threads) void thread.terminate();
  else await jobs.dispose();
  await settled;
  await jobs.dispose();
}

async function main(): Promise<void> {
  for (let done = 1; done <= Number(rounds); done++) {
    process.stdout.write(`${done}\n`);
    await round(done === Number(rounds));
  }
}

void main();
