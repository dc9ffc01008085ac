// `npm run samples [-- FOLDER] [--force]`: trains the sample networks, unless they are there already.
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeSamples } from './samples';
import { isUpToDate, removeStamp, writeStamp } from './stamp';

const { values, positionals } = parseArgs({
  options: { force: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = positionals[0] ?? 'samples';

if (!values.force && isUpToDate(folder)) {
  console.log(`${folder}: the sample networks are up to date.`);
} else {
  const start = performance.now();
  mkdirSync(folder, { recursive: true });
  removeStamp(folder);
  const files = writeSamples(folder, ({ run, accuracies }, seconds) => {
    const steps = accuracies.map(([step, share]) => `step ${String(step)}: ${(100 * share).toFixed(1)} %`);
    console.log(
      `${run.name.padEnd(9)}${steps.join(', ')} of the test digits right (${seconds.toFixed(1)} s)`,
    );
  });
  writeStamp(folder, files);
  const seconds = (performance.now() - start) / 1000;
  console.log(`${folder}: ${String(files.length)} files in ${seconds.toFixed(1)} s.`);
}
