import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const engine = () => fakeJobs({});

describe('nnsim run', () => {
  it('passes on the inputs, the fillings, the values and the batch', async () => {
    const jobs = engine();
    const words = [
      'run',
      'net.onnx',
      '--inputs',
      'x=probe.npz:images',
      '--fill',
      'rate=16000',
      '--tap',
      'r*',
    ];
    const text = await answer(jobs, ...words, '--batch', '8', '--out', 'a.safetensors');
    assert.deepEqual(jobs.runs, [
      {
        model: resolve('net.onnx'),
        probes: [{ input: 'x', path: 'probe.npz', tensor: 'images' }],
        constants: [{ input: 'rate', value: 16000 }],
        taps: ['r*'],
        out: resolve('a.safetensors'),
        batch: 8,
      },
    ]);
    assert.equal(text, 'a.safetensors: 1 tensor of 20 rows\nrelu  [20, 4]  Relu\nLeft out: state.\n');
  });

  it('takes a file alone', async () => {
    const jobs = engine();
    await answer(jobs, 'run', 'net.onnx', '--inputs', 'probe.npy', '--out', 'a.safetensors');
    assert.deepEqual(jobs.runs[0]?.probes, [{ path: 'probe.npy' }]);
  });

  it('lists inputs and values', async () => {
    assert.equal(
      await answer(engine(), 'run', 'net.onnx', '--list'),
      'input   x  float32 [?, 3]\nvalue   relu  Relu\noutput  y  MatMul\n',
    );
    const listed = (await data(engine(), 'run', 'net.onnx', '--list')) as { inputs: readonly unknown[] };
    assert.equal(listed.inputs.length, 1);
  });

  it('refuses what it cannot make sense of', async () => {
    const of = (...words: readonly string[]): Promise<string> =>
      refusal(engine(), 'run', 'net.onnx', ...words);
    assert.match(await of('--inputs', 'a.npy'), /Where do the activations go\? Give --out FILE\./);
    assert.match(await of('--out', 'o', '--fill', 'rate'), /--fill takes INPUT=NUMBER, not "rate"\./);
    assert.match(await of('--out', 'o', '--fill', 'rate=x'), /--fill takes INPUT=NUMBER, not "rate=x"\./);
    assert.match(await of('--out', 'o', '--batch', '0'), /--batch is a whole number from 1 on, not "0"\./);
  });
});
