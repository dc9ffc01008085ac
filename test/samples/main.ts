// `npm run samples [-- FOLDER] [--force]`: trains the sample networks, unless they are there already.
import { parseArgs } from 'node:util';
import { ensureSamples, samplesFolder } from './ensure';

const { values, positionals } = parseArgs({
  options: { force: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = positionals[0] ?? samplesFolder;
const start = performance.now();
const files = ensureSamples(folder, {
  force: values.force,
  onRun({ run, accuracies }, seconds) {
    const steps = accuracies.map(([step, share]) => `step ${step}: ${(100 * share).toFixed(1)} %`);
    console.log(
      `${run.name.padEnd(9)}${steps.join(', ')} of the test digits right (${seconds.toFixed(1)} s)`,
    );
  },
});
const took = ((performance.now() - start) / 1000).toFixed(1);
console.log(
  files.length > 0
    ? `${folder}: ${files.length} files in ${took} s.`
    : `${folder}: the sample networks are up to date.`,
);
