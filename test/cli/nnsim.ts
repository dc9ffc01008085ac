import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What a finished process left. */
export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const script = resolve('dist/cli.js');

/** A folder of this test run's own, for files and for the cache; removed at the end. */
export const scratch = mkdtempSync(join(tmpdir(), 'nnsim-cli-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Starts the built command line with a cache of its own. */
export function start(argv: readonly string[], folder = process.cwd()): ChildProcess {
  const env = { ...process.env, HOME: scratch, XDG_CACHE_HOME: scratch, LOCALAPPDATA: scratch };
  return spawn(process.execPath, [script, ...argv], { cwd: folder, env });
}

/** All it prints, and its exit code. */
export function finished(child: ChildProcess): Promise<Finished> {
  const text = { out: '', error: '' };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text.error += part));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, ...text }));
  });
}

/** Runs to the end. */
export function nnsim(...argv: string[]): Promise<Finished> {
  return finished(start(argv));
}

/** What it prints when all is well. */
export async function answer(...argv: string[]): Promise<string> {
  const { code, out, error } = await nnsim(...argv);
  assert.equal(error, '');
  assert.equal(code, 0);
  return out;
}

/** The answer as data. */
export async function data(...argv: string[]): Promise<unknown> {
  return JSON.parse(await answer(...argv, '--json'));
}

/** The one sentence for bad input: exit code 2, nothing else printed. */
export async function refusal(...argv: string[]): Promise<string> {
  const { code, out, error } = await nnsim(...argv);
  assert.equal(out, '');
  assert.equal(code, 2);
  assert.match(error, /^nnsim: [^\n]+[.?]\n$/);
  return error.slice('nnsim: '.length).trimEnd();
}

/** A score as the JSON answers have it. */
export interface ScoreData {
  readonly measure: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly value: number | null;
  readonly status: string;
  readonly reason: string | null;
  readonly n: number;
  readonly x: string;
  readonly y: string;
}

export async function scores(...argv: string[]): Promise<readonly ScoreData[]> {
  return ((await data(...argv)) as { scores: ScoreData[] }).scores;
}
