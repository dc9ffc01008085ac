import assert from 'node:assert/strict';
import { run, type Result, type Surroundings } from '../../../server/cli/run';
import type { Jobs } from '../../../server/jobs/jobs';

/** What a command line runs in; `jobs` is what there is instead of an engine. */
export function surroundings(
  createJobs: Surroundings['createJobs'],
  environment: Surroundings['environment'] = {},
): Surroundings {
  return {
    createJobs,
    environment,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    version: '1.2.3',
  };
}

/** Runs a command line on the given engine. */
export function nnsim(jobs: Jobs, ...argv: string[]): Promise<Result> {
  return run(
    argv,
    surroundings(() => jobs),
  );
}

/** What it prints when all is well. */
export async function answer(jobs: Jobs, ...argv: string[]): Promise<string> {
  const { code, out, error } = await nnsim(jobs, ...argv);
  assert.equal(error, '');
  assert.equal(code, 0);
  return out;
}

/** The answer as data. */
export async function data(jobs: Jobs, ...argv: string[]): Promise<unknown> {
  return JSON.parse(await answer(jobs, ...argv, '--json'));
}

/** The sentence for bad input. */
export async function refusal(jobs: Jobs, ...argv: string[]): Promise<string> {
  const { code, out, error } = await nnsim(jobs, ...argv);
  assert.equal(out, '');
  assert.equal(code, 2);
  assert.match(error, /^nnsim: [^\n]+\n$/);
  return error.slice('nnsim: '.length).trimEnd();
}
