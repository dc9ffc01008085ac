/** Three passes over the first tensor of a file in a process of its own; prints them, and the peak memory in MiB. */
import { openModel } from '../../../server/formats/catalogue';
import { computeStatistics } from '../../../server/tensors/statistics';
import { peakMemory } from './peakMemory';
import type { Pass } from './statistics';

async function main(path: string): Promise<void> {
  const file = await openModel(path);
  const [tensor] = file.tensors;
  if (tensor === undefined) throw new Error('the file has no tensor');
  const passes: Pass[] = [];
  for (let run = 0; run < 3; run++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const { sum, deviation } = await computeStatistics(file, tensor);
    const { user, system } = process.cpuUsage(before);
    passes.push([(performance.now() - start) / 1e3, (user + system) / 1e6, sum ?? NaN, deviation ?? NaN]);
  }
  await file.close();
  console.log(JSON.stringify({ passes, memory: peakMemory() }));
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
