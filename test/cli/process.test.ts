import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { version } from '../../package.json';
import { npy } from '../samples/writeNpy';
import { randomFrom } from '../samples/random';
import { safetensors } from '../samples/writeSafetensors';
import { answer, data, finished, refusal, scratch, start } from './nnsim';

/** A file whose list of tensors is longer than any pipe holds. */
function manyTensors(): string {
  const path = join(scratch, 'many.safetensors');
  const one = { shape: [1], values: Float32Array.of(0.5) };
  const names = Array.from({ length: 20_000 }, (_, i) => `model.layers.${i}.attention.query.weight`);
  writeFileSync(
    path,
    safetensors(
      names.map((name) => [name, one] as const),
      [],
    ),
  );
  return path;
}

/** A journal lies in the cache folder while a job is under way, and only then. */
function jobUnderWay(): boolean {
  return readdirSync(scratch, { recursive: true }).some((name) => String(name).endsWith('.jsonl'));
}

/** A long run of a model whose file is begun. */
async function running() {
  const folder = mkdtempSync(join(scratch, 'run-'));
  const [model, inputs] = [join(folder, 'net.safetensors'), join(folder, 'x.npy')];
  const network = JSON.stringify({ dense: ['l'], between: 'relu' });
  const tensors = [
    ['l.weight', { shape: [256, 64], values: new Float32Array(256 * 64).fill(0.5) }],
    ['l.bias', { shape: [256], values: new Float32Array(256) }],
  ] as const;
  writeFileSync(model, safetensors(tensors, [['nnsim.network', network]]));
  writeFileSync(inputs, npy({ shape: [100_000, 64], values: new Float32Array(100_000 * 64) }));
  const out = join(folder, 'out.safetensors');
  const child = start(['run', model, '--inputs', inputs, '--out', out, '--batch', '1']);
  const end = finished(child);
  const drafts = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('out'));
  while (child.exitCode === null && drafts().length === 0) await setTimeout(5);
  return { child, end, drafts };
}

describe('the process of nnsim', function () {
  // Each test starts processes; machines that test are busy.
  this.timeout(60_000);

  it('tells its version and its commands', async () => {
    assert.equal(await answer('--version'), `${version}\n`);
    assert.match(await answer('--help'), /^ {2}compare X Y \[--measure /m);
  });

  it('lists the measures', async () => {
    const { measures } = (await data('measures')) as { measures: { id: string }[] };
    assert.ok(measures.some(({ id }) => id === 'rsm.cka'));
  });

  it('exits with 2 and one sentence when the command line makes no sense', async () => {
    assert.match(await refusal(), /^A command is missing/);
    assert.match(await refusal('compere'), /^There is no command "compere"/);
    assert.match(await refusal('measures', '--nope'), /--nope/);
  });

  it('writes a long answer to the last byte', async () => {
    const { files } = (await data('inspect', manyTensors())) as { files: { tensors: unknown[] }[] };
    assert.equal(files[0]?.tensors.length, 20_000);
  });

  it('ends without complaint when its reader stops reading', async () => {
    const child = start(['inspect', '--json', manyTensors()]);
    assert.ok(child.stdout);
    await once(child.stdout, 'readable');
    child.stdout.destroy();
    const { code, error } = await finished(child);
    assert.deepEqual({ code, error }, { code: 0, error: '' });
  });

  it('runs from any folder', async () => {
    const { code, error } = await finished(start(['--version'], scratch));
    assert.deepEqual({ code, error }, { code: 0, error: '' });
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`stops at ${signal} while a model runs, with ${expected}, and leaves no draft`, async () => {
      const { child, end, drafts } = await running();
      child.kill(signal);
      const { code, out: text } = await end;
      assert.deepEqual({ code, text, left: drafts() }, { code: expected, text: '', left: [] });
    });
  }

  it('stops at Ctrl-C in the middle of the work, with 130 and without a word', async () => {
    const random = randomFrom(1);
    const values = Float32Array.from({ length: 12_000 * 64 }, () => random.next());
    const path = join(scratch, 'large.npy');
    writeFileSync(path, npy({ shape: [12_000, 64], values }));
    const child = start(['compare', path, path, '--measure', 'jaccard', '--measure', 'rsa']);
    const end = finished(child);
    while (child.exitCode === null && !jobUnderWay()) await setTimeout(10);
    child.kill('SIGINT');
    const { code, out, error } = await end;
    assert.deepEqual({ code, out, error }, { code: 130, out: '', error: '' });
  });

  // The last one: a process that is killed leaves its journal, by which the test before it tells that work has begun.
  it('leaves no draft when it is killed while a model runs', async () => {
    const { child, end, drafts } = await running();
    child.kill('SIGKILL');
    await end;
    // The process that ran the model ends by itself.
    for (let i = 0; i < 400 && drafts().length > 0; i++) await setTimeout(10);
    assert.deepEqual(drafts(), []);
  });
});
