import assert from 'node:assert/strict';
import { run, type Result } from '../../../server/cli/run';
import type { Jobs } from '../../../server/jobs/jobs';

/** Runs a command line on the given engine. */
export function nnsim(jobs: Jobs, ...argv: string[]): Promise<Result> {
  return run(argv, { createJobs: () => jobs, signal: new AbortController().signal, version: '1.2.3' });
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
