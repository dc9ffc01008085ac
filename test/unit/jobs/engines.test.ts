import assert from 'node:assert/strict';
import { Engines } from '../../../server/jobs/engines';

const auto = { choice: 'auto', blasLibrary: '' } as const;

function engines(suspect?: string, settings: ConstructorParameters<typeof Engines>[0] = auto) {
  const told: string[] = [];
  const noted: string[] = [];
  const journal = { suspectAccelerator: () => suspect, loads: (name: string) => noted.push(name) };
  return { engines: new Engines(settings, journal, (line) => told.push(line)), told, noted };
}

describe('The engines of the threads', () => {
  it('are those of the settings', () => {
    const { engines: all, told } = engines();
    assert.deepEqual(all.settings, auto);
    assert.deepEqual(told, []);
    assert.deepEqual(all.describe(), [
      ['large products', 'ONNX Runtime where it is clearly faster (nnsim.engine: auto)'],
      ['accelerator', 'nothing is loaded before the first large product'],
    ]);
  });

  it('are WebAssembly after a process has died with an accelerator, until the settings change', () => {
    const { engines: all, told } = engines('onnxruntime');
    assert.equal(all.settings.choice, 'wasm');
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^nnsim ended while onnxruntime was in use: .*WebAssembly/);
    assert.match(all.describe().flat().join(' '), /WebAssembly SIMD \(nnsim.engine: auto\).*nnsim ended/);
    assert.ok(!all.configure(auto), 'nothing has changed');
    assert.equal(all.settings.choice, 'wasm');
    assert.ok(all.configure({ choice: 'onnxruntime', blasLibrary: '' }));
    assert.equal(all.settings.choice, 'onnxruntime');
  });

  it('have nothing to say of an accelerator that the settings forbid anyway', () => {
    const { told, engines: all } = engines('onnxruntime', { choice: 'wasm', blasLibrary: '' });
    assert.deepEqual(told, []);
    assert.deepEqual(all.describe(), [['large products', 'WebAssembly SIMD (nnsim.engine: wasm)']]);
  });

  it('tell once what every thread finds out, whatever the speeds', () => {
    const { engines: all, told, noted } = engines();
    all.loads('onnxruntime');
    all.found('X is used: 30.1 GFLOP/s, WebAssembly 20.0 GFLOP/s');
    all.found('X is used: 31.7 GFLOP/s, WebAssembly 9.9 GFLOP/s');
    all.found('Y is not used');
    assert.deepEqual(noted, ['onnxruntime']);
    assert.deepEqual(told, ['X is used: 30.1 GFLOP/s, WebAssembly 20.0 GFLOP/s', 'Y is not used']);
    assert.deepEqual(
      all.describe().slice(1),
      told.map((line) => ['accelerator', line]),
    );
  });
});
