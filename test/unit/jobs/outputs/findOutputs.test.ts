import assert from 'node:assert/strict';
import { declaredOutputs, findOutputs } from '../../../../server/jobs/outputs/findOutputs';
import type { TensorEntry } from '../../../../server/protocol';

const tensors = (...names: string[]): readonly TensorEntry[] =>
  names.map((name) => ({ name, dtype: 'float32', shape: [20, 3], bytes: 240 }));

function nameOf(found: ReturnType<typeof findOutputs>): string {
  return typeof found === 'string' ? found : `${found.entry.name}: ${found.why}`;
}

describe('The outputs in a file', () => {
  const none = { declared: [] };

  it('are the tensor that is called so, those of the kind that was chosen first', () => {
    const all = tensors('layer1', 'probs', 'logits');
    assert.equal(nameOf(findOutputs('a.npz', all, none)), 'logits: it is called logits');
    const chosen = { ...none, kind: 'probabilities' } as const;
    const two = tensors('logits', 'probabilities');
    assert.equal(nameOf(findOutputs('a.npz', two, chosen)), 'probabilities: it is called probabilities');
    assert.equal(
      nameOf(findOutputs('a.npz', tensors('head.Logits'), none)),
      'head.Logits: it is called logits',
    );
  });

  it('are the only tensor of a file that is called so', () => {
    const found = findOutputs('/runs/logits.npy', tensors('array'), none);
    assert.equal(nameOf(found), 'array: it is the only tensor of a file called logits');
  });

  it('are what the metadata tells before what is called so, and what a person names before both', () => {
    const all = tensors('logits', 'Plus214');
    const declared = declaredOutputs({ metadata: [['nnsim.outputs', '["Plus214"]']] });
    assert.match(nameOf(findOutputs('a.safetensors', all, { declared })), /^Plus214: the file says/);
    assert.match(nameOf(findOutputs('a.safetensors', all, { declared, named: 'logits' })), /^logits: it was/);
    for (const text of ['{"a":1}', 'logits', '[1]'])
      assert.deepEqual(declaredOutputs({ metadata: [['nnsim.outputs', text]] }), []);
  });

  it('are not the output of a layer, nor any tensor of an only one, and a sentence says that there are none', () => {
    const layers = tensors('encoder.layer.0.output', 'encoder.layer.1.output');
    assert.match(
      nameOf(findOutputs('a.npz', layers, none)),
      /^a\.npz holds no outputs: no tensor is called logits/,
    );
    assert.match(nameOf(findOutputs('layer1.npy', tensors('array'), none)), /holds no outputs/);
  });
});
