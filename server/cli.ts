#!/usr/bin/env node
import { memoryOption } from './cli/engine';
import { run } from './cli/run';
import { statusLine } from './cli/statusLine';
import { writeAll } from './cli/write';
import { defaultSettings } from './settings';
import { startJobs } from './startJobs';
import { version } from './version';

const cancel = new AbortController();
/** What ends a process politely, with the exit codes that shells tell: drafts are removed first. */
const ends = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let ended: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Whoever presses Ctrl-C twice does not want to wait for a clean end.
    if (cancel.signal.aborted) process.exit(ends[signal]);
    ended = ends[signal];
    cancel.abort();
  });
}

async function main(): Promise<void> {
  const status = statusLine(process.stderr);
  const facts: string[] = [];
  const { code, out, error } = await run(process.argv.slice(2), {
    // What goes wrong in a thread fails its job, and the job says so.
    createJobs: (wish) =>
      startJobs(undefined, { ...defaultSettings, ...wish }, () => undefined, {
        // Whoever asks for an engine is told whether it is what computed.
        inform: (fact) => {
          if (wish.engine !== 'auto') facts.push(`nnsim: ${fact}\n`);
        },
        warn: (fact) => facts.push(`nnsim: ${fact}\n`),
        memoryOption,
      }),
    signal: cancel.signal,
    environment: process.env,
    onProgress: (_, text) => status.show(text),
    version: version(),
  });
  status.clear();
  await writeAll(process.stdout, out);
  await writeAll(process.stderr, facts.join('') + error);
  process.exit(code === ends.SIGINT ? (ended ?? code) : code);
}

void main();
