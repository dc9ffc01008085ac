/**
 * Opens many mutants of good files of every format and reads what they hold: `npm run fuzz [COUNT] [SEED] [NAME]`, by
 * default 50,000 of each file with seed 1; NAME: only of files whose names contain it. A mutant that makes anything
 * but values or a refusal in one sentence, or takes longer than 10 s, is kept and ends the run with 1.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { ModelFile } from '../../server/formats/format';
import { isRefused, mutate, seeded } from './mutate';
import { companions, originals } from './originals/catalogue';

const [count = '50000', seed = '1', wanted = ''] = process.argv.slice(2);
const longest = 10_000;

/** Whether a file is refused, in how many milliseconds; throws where it is neither refused nor read. */
async function open(path: string): Promise<{ readonly isBad: boolean; readonly took: number }> {
  const start = performance.now();
  let file: ModelFile | undefined;
  try {
    const isBad = await isRefused(async () => (file = await openModel(path)));
    return { isBad, took: performance.now() - start };
  } finally {
    await file?.close();
  }
}

/** What became of the mutants of one file; throws at the first that is a defect. */
async function fuzz(folder: string, name: string, original: Buffer): Promise<string> {
  const random = seeded(Number(seed));
  let [refused, slowest] = [0, 0];
  for (let i = 0; i < Number(count); i++) {
    const bytes = mutate(original, random);
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    try {
      const first = await open(path);
      // A machine that slept, or had other things to do, is not slow twice.
      const { isBad, took } = first.took > longest ? await open(path) : first;
      if (took > longest) throw new Error(`it took ${Math.round(took / 1000)} s`);
      refused += Number(isBad);
      slowest = Math.max(slowest, took);
    } catch (error) {
      const kept = join(tmpdir(), `nnsim-mutant-${seed}-${i}-${name.replaceAll('/', '-')}`);
      writeFileSync(kept, bytes);
      throw new Error(`mutant ${i} of ${name}, kept as ${kept}`, { cause: error });
    }
  }
  return `${name.padEnd(30)} ${count} mutants, ${refused} refused, slowest ${slowest.toFixed(0)} ms`;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-fuzz-'));
  try {
    for (const [name, content] of companions) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    for (const [name, original] of originals)
      if (name.includes(wanted)) console.log(await fuzz(folder, name, original));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
