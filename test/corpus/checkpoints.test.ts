import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import { assertRefused, Folder } from './folder';
import { zipFile } from './writers';

const orbax =
  'an Orbax checkpoint, which only Orbax and TensorStore read: restore it and save the arrays with flax.serialization.to_bytes or numpy.savez.';
const distributed =
  'a distributed checkpoint of PyTorch, which is not read: make one file of it with dcp_to_torch_save of torch.distributed.checkpoint.format_utils.';
const zero =
  'a DeepSpeed ZeRO checkpoint, whose tensors are spread over its files: make one file of it with its script zero_to_fp32.py.';

const cases = [
  ['orbax', 'manifest.ocdbt', orbax],
  ['orbax-old', '_METADATA', orbax],
  ['orbax-new', '_CHECKPOINT_METADATA', orbax],
  ['dcp', '__0_0.distcp', distributed],
  ['dcp-metadata', '.metadata', distributed],
  ['zero3', 'zero_pp_rank_0_mp_rank_00_model_states.pt', zero],
  ['zero', 'bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt', zero],
] as const;

describe('corpus: checkpoints that are not read', () => {
  const folder = new Folder();

  for (const [name, file, what] of cases) {
    it(`says what ${file} belongs to, and the folder it is in`, async () => {
      const path = join(name, file);
      await folder.refuses(path, zipFile([{ name: 'a', data: Buffer.alloc(1) }]), `@ is part of ${what}`);
      const whole = join(folder.path, name);
      await assertRefused(() => openModel(whole), `${whole} is ${what}`);
    });
  }

  it('says of parts of a TensorFlow model what to open', async () => {
    await folder.refuses(
      'variables.data-00000-of-00001',
      Buffer.alloc(8),
      '@ holds values of a TensorFlow checkpoint: open the file that ends in .index beside it.',
    );
    await folder.refuses(
      'saved_model.pb',
      Buffer.from([8, 1, 0x12, 0x80, 0x01]),
      '@ is the graph of a TensorFlow SavedModel: open its folder, or variables/variables.index in that.',
    );
    await folder.refuses(
      'a.joblib',
      'x',
      '@ is a joblib file, which is not read: load it with joblib.load and save the arrays with numpy.savez.',
    );
  });

  it('leaves a model that others lie beside alone', async () => {
    folder.write('both/.metadata', 'x');
    const path = folder.write('both/model.safetensors', Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]));
    assert.equal((await folder.open(join(folder.path, 'both'))).path, path);
  });
});
