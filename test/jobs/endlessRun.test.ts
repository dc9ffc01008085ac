import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy } from '../samples/writeNpy';
import { endless } from '../unit/runtimes/onnx/models';
import { closeJobs, realJobs, runner, scratch } from './setup';

describe('A run of which the library does not come back', function () {
  this.timeout(120_000);

  let runnerPath: string;
  let folder: string;
  before(async () => {
    runnerPath = await runner();
  });
  beforeEach(() => {
    folder = scratch();
    writeFileSync(at('net.onnx'), endless({ growing: false }));
    writeFileSync(at('probe.npy'), npy({ shape: [7, 3], values: new Float32Array(21).fill(2) }));
  });
  afterEach(() => {
    assert.deepEqual(readdirSync(folder), ['net.onnx', 'probe.npy']);
    return closeJobs();
  });

  const at = (name: string): string => join(folder, name);
  const request = () => ({
    model: at('net.onnx'),
    probes: [{ path: at('probe.npy') }],
    constants: [],
    batch: 7,
    out: at('out.safetensors'),
  });

  it('ends for the memory it takes', async () => {
    writeFileSync(at('net.onnx'), endless({ growing: true }));
    const jobs = await realJobs({ runnerPath, memoryLimitMiB: 300 });
    await assert.rejects(jobs.run(request(), { signal: AbortSignal.timeout(30_000) }), {
      name: 'BadInput',
      message: /net\.onnx takes more than 300 MiB of memory: [^.]*\.$/,
    });
  });

  it('ends when it is cancelled', async () => {
    const jobs = await realJobs({ runnerPath });
    const cancel = new AbortController();
    let cancelledAt = NaN;
    setTimeout(() => {
      cancelledAt = Date.now();
      cancel.abort();
    }, 1000);
    await assert.rejects(jobs.run(request(), { signal: cancel.signal }), { name: 'Cancelled' });
    assert.ok(Date.now() - cancelledAt < 1000);
  });

  it('ends with the process that asked for it', async () => {
    const child = fork(runnerPath, [], { execArgv: [], serialization: 'advanced' });
    try {
      const ended = once(child, 'exit', { signal: AbortSignal.timeout(10_000) });
      child.send({ request: { ...request(), mostBytes: 1e6, draft: at('out.part') }, mostMemory: 2 ** 31 });
      setTimeout(() => child.disconnect(), 1000);
      await ended;
    } finally {
      child.kill('SIGKILL');
    }
  });
});
