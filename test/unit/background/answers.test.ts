import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Answers } from '../../../server/background/answers';
import { FakeJobs } from './fakeJobs';

const differ = { share: 0.031, byChance: 0.9, kappa: 0.96, least: 0.009, most: 0.064 };

describe('What is known of the answers of two models', () => {
  let folder = '';
  let jobs = new FakeJobs();
  let budget: number | null = 10;
  let changes = 0;
  let answers: Answers;
  const at = (name: string): string => join(folder, name);

  const start = (): Answers => {
    const around = { jobs, budgetSeconds: () => budget, changed: () => changes++ };
    return new Answers({ ...around, log: (problem) => assert.fail(String(problem)) });
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nnsim-answers-'));
    [jobs, budget, changes] = [new FakeJobs(), 10, 0];
    jobs.differ = differ;
    answers = start();
    for (const name of ['net0.onnx', 'net1.onnx']) {
      await writeFile(at(name), name);
      await utimes(at(name), 1000, 1000);
    }
    for (const [i, name] of ['a.safetensors', 'b.safetensors'].entries()) {
      await writeFile(at(name), name);
      jobs.metadata.set(at(name), [['nnsim.model', at(`net${i}.onnx`)]]);
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  const learn = (): Promise<void> => answers.learnLater(at('a.safetensors'), at('b.safetensors'));

  it('is found out in the background, and is of the models that were run as well, either way round', async () => {
    await learn();
    const files = [at('a.safetensors'), at('b.safetensors')];
    const known = await answers.between(at('b.safetensors'), at('a.safetensors'));
    assert.deepEqual([known?.disagreement, known?.files], [differ, files]);
    assert.deepEqual((await answers.between(at('net0.onnx'), at('net1.onnx')))?.files, files);
    assert.deepEqual(
      (await answers.of(at('net1.onnx'))).map(({ partner }) => partner),
      [at('net0.onnx')],
    );
    assert.equal(changes, 1);
  });

  it('is forgotten when a model or a file with outputs changes', async () => {
    await learn();
    await writeFile(at('b.safetensors'), 'another');
    assert.equal(await answers.between(at('net0.onnx'), at('net1.onnx')), undefined);
    assert.deepEqual(await answers.of(at('a.safetensors')), []);
  });

  it('is known again at the next start, unless a file changed or the cache was cleared meanwhile', async () => {
    await learn();
    let next = start();
    const known = await next.between(at('net1.onnx'), at('net0.onnx'));
    assert.deepEqual(
      [known?.disagreement, known?.files],
      [differ, [at('a.safetensors'), at('b.safetensors')]],
    );
    assert.deepEqual(
      (await next.of(at('a.safetensors'))).map(({ partner }) => partner),
      [at('b.safetensors')],
    );
    await writeFile(at('a.safetensors'), 'another');
    assert.deepEqual(await start().of(at('net0.onnx')), []);
    await learn();
    await jobs.clearCache();
    answers.forget();
    next = start();
    for (const one of [answers, next])
      assert.equal(await one.between(at('a.safetensors'), at('b.safetensors')), undefined);
  });

  it('is nothing where the cache holds something else', async () => {
    await learn();
    for (const key of jobs.remembered.keys()) jobs.remembered.set(key, [{ x: 1 }, null, 'a']);
    assert.deepEqual(await start().of(at('a.safetensors')), []);
  });

  it('is not said of a model that was written anew after it was run', async () => {
    await utimes(at('net1.onnx'), Date.now() / 1000 + 60, Date.now() / 1000 + 60);
    await learn();
    assert.ok((await answers.between(at('a.safetensors'), at('b.safetensors'))) !== undefined);
    assert.equal(await answers.between(at('net0.onnx'), at('net1.onnx')), undefined);
  });

  it('is not looked for where that is not allowed or would cost too much, nor a second time', async () => {
    budget = null;
    await learn();
    budget = 10;
    jobs.bytes = 10 ** 12;
    await learn();
    assert.deepEqual(jobs.asked, []);
    jobs.bytes = 1;
    await learn();
    await learn();
    assert.equal(jobs.asked.length, 1);
  });

  it('is nothing where there are no outputs', async () => {
    jobs.differ = undefined;
    await learn();
    assert.deepEqual([await answers.of(at('a.safetensors')), changes], [[], 0]);
  });
});
