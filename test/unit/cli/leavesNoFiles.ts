import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Jobs } from '../../../server/jobs/jobs';
import { BadInput } from '../../../server/tensors/badInput';
import { answer, refusal } from './nnsim';

/**
 * Asserts that a command keeps the files that a job of it makes, and removes them when their scores fail.
 * @param words the command without its `--out`
 * @param making the jobs, with one that calls `write` before it answers
 */
export async function assertLeavesNoFiles(
  words: readonly string[],
  names: readonly string[],
  making: (write: () => void) => Jobs,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-made-'));
  try {
    const files = names.map((name) => join(folder, name));
    const given = [...words, ...files.flatMap((file) => ['--out', file])];
    const jobs = making(() => {
      for (const file of files) writeFileSync(file, 'made');
    });
    const there = (): boolean[] => files.map((file) => existsSync(file));
    await answer(jobs, ...given);
    assert.deepEqual(
      there(),
      files.map(() => true),
    );
    const pair = (): Promise<never> => Promise.reject(new BadInput('There is no score.'));
    assert.match(await refusal({ ...jobs, pair }, ...given), /There is no score\./);
    assert.deepEqual(
      there(),
      files.map(() => false),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
