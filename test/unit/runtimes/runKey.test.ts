import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKey, type RunIngredients } from '../../../server/runtimes/runKey';
import { npy } from '../../samples/writeNpy';
import { perceptron } from './onnx/models';

describe('The key of a run', () => {
  let folder = '';
  let asked: RunIngredients;
  const at = (name: string): string => join(folder, name);
  const numbers = (...values: number[]): Buffer =>
    npy({ shape: [values.length], values: BigInt64Array.from(values, BigInt) });
  const rows = (first: number): Buffer =>
    npy({ shape: [2, 3], values: Float32Array.of(first, 1, 2, 3, 4, 5) });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nnsim-key-'));
    writeFileSync(at('net.onnx'), perceptron());
    writeFileSync(at('other.onnx'), perceptron());
    for (const name of ['probe.npy', 'more.npy']) writeFileSync(at(name), rows(0));
    writeFileSync(at('labels.npy'), numbers(0, 1));
    asked = {
      model: at('net.onnx'),
      probes: [{ input: 'x', path: at('probe.npy') }],
      constants: [{ input: 's', value: 0 }],
      taps: ['a*'],
      labels: { path: at('labels.npy'), index: 0 },
      batch: 32,
      version: '1',
    };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const runtime = { id: 'onnx', version: () => '1.0' };
  const key = (change: Partial<RunIngredients> = {}, by = runtime) => runKey({ ...asked, ...change }, by);

  it('is the same for the same contents, also of files that were written anew', async () => {
    const before = await key();
    writeFileSync(at('probe.npy'), rows(0));
    utimesSync(at('net.onnx'), 1, 1);
    assert.equal(await key(), before);
    assert.match(before, /^[0-9a-f]{32}$/);
  });

  it('is another for every other thing that the file depends on', async () => {
    const keys = [
      await key(),
      await key({ model: at('other.onnx') }),
      await key({ probes: [{ input: 'x', path: at('more.npy') }] }),
      await key({ probes: [{ path: at('probe.npy') }] }),
      await key({ probes: [{ input: 'x', path: at('probe.npy'), tensor: 'probe' }] }),
      await key({ constants: [{ input: 's', value: 1 }] }),
      await key({ constants: [] }),
      await key({ taps: ['b*'] }),
      await key({ batch: 1 }),
      await key({ version: '2' }),
      await key({ labels: { path: at('labels.npy'), index: 1 } }),
      await key({ gradients: true }),
      await key({}, { ...runtime, id: 'tfjs' }),
      await key({}, { ...runtime, version: () => '1.1' }),
    ];
    writeFileSync(at('probe.npy'), rows(9));
    keys.push(await key());
    writeFileSync(at('labels.npy'), numbers(1, 1));
    keys.push(await key());
    writeFileSync(at('net.onnx'), perceptron().toString('latin1').replace('active', 'Active'), 'latin1');
    keys.push(await key());
    assert.equal(new Set(keys).size, keys.length);
  });

  it('is another when a file beside the model changes that holds values of it', async () => {
    const manifest = { format: 'layers-model', weightsManifest: [] as object[] };
    manifest.weightsManifest.push({
      paths: ['a.bin'],
      weights: [{ name: 'a', shape: [1], dtype: 'float32' }],
    });
    writeFileSync(at('model.json'), JSON.stringify(manifest));
    writeFileSync(at('a.bin'), Buffer.alloc(4));
    const before = await key({ model: at('model.json') });
    writeFileSync(at('a.bin'), Buffer.alloc(4, 1));
    assert.notEqual(await key({ model: at('model.json') }), before);
  });
});
