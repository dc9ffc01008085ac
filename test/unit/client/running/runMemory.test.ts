import assert from 'node:assert/strict';
import { RunMemory } from '../../../../client/running/runMemory';

/** What a workspace keeps, as the editor keeps it: as JSON. */
function storeOf(stored: Record<string, unknown> = {}) {
  const kept = new Map(Object.entries(stored).map(([key, value]) => [key, JSON.stringify(value)]));
  return {
    get: <T>(key: string, otherwise?: T): T => {
      const text = kept.get(key);
      return text === undefined ? (otherwise as T) : (JSON.parse(text) as T);
    },
    update: (key: string, value: unknown) => {
      kept.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

describe('What is remembered of comparing by running', () => {
  const choice = { model: '/m.onnx', probes: [{ input: 'x', path: '/p.npy' }], constants: [] };

  it('lasts beyond the window: what was run, on what, with whom, and the answers', () => {
    const store = storeOf();
    const memory = new RunMemory(store);
    memory.keepChoice('/kept/a.safetensors', choice);
    for (const path of ['/p.npy', '/q.npy', '/p.npy']) memory.keepProbeFile(path);
    memory.keepPartner('/m.onnx', '/n.onnx');
    memory.keepFilling('/p.npy', 'sr', { kind: 'number', value: 16000 });
    const later = new RunMemory(store);
    assert.deepEqual(later.choice('/kept/a.safetensors'), choice);
    assert.deepEqual(later.probeFiles, ['/p.npy', '/q.npy']);
    assert.equal(later.partner('/m.onnx'), '/n.onnx');
    assert.deepEqual(later.filling('/p.npy', 'sr'), { kind: 'number', value: 16000 });
    assert.equal(later.filling('/q.npy', 'sr'), undefined);
    assert.equal(later.choice('/kept/b.safetensors'), undefined);
  });

  it('keeps the newest files only', () => {
    const memory = new RunMemory(storeOf());
    for (let i = 0; i < 20; i++) memory.keepProbeFile(`/${i}.npy`);
    assert.deepEqual(memory.probeFiles.slice(0, 2), ['/19.npy', '/18.npy']);
    assert.equal(memory.probeFiles.length, 8);
  });

  it('leaves what another version wrote or what is damaged', () => {
    const odd = [['/a', 5], ['/b', { model: 1 }], 'x', null, [3, choice]];
    const memory = new RunMemory(
      storeOf({ 'nnsim.runs': odd, 'nnsim.probeFiles': 'no', 'nnsim.inputFillings': odd }),
    );
    assert.equal(memory.choice('/a'), undefined);
    assert.equal(memory.choice('/b'), undefined);
    assert.deepEqual(memory.probeFiles, []);
    assert.equal(memory.filling('/a', 'x'), undefined);
  });
});
