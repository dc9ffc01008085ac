/** Files people try to open that cannot be read: what they are, and what to do, to go on after the file's path. */

const asSafetensors = 'save the tensors as .safetensors, .npy or .npz';

/** First bytes in latin1, and what such a file is. */
const signatures: readonly (readonly [string, string])[] = [
  [
    'version https://git-lfs',
    'is a Git LFS pointer, not the model itself: fetch the model with "git lfs pull"',
  ],
  [
    'MATLAB 5.0 MAT-file',
    "is a MATLAB file of version 5 to 7, which is not read: save it in MATLAB with save(…, '-v7.3')",
  ],
  [
    'FEA1',
    'is a Feather file of version 1, which is not read: write it anew as version 2 (the default of pyarrow)',
  ],
  ['\x1f\x8b', 'is compressed with gzip: unpack it first'],
  ['\x28\xb5\x2f\xfd', 'is compressed with Zstandard: unpack it first'],
  ['<!DOCTYPE', 'is a web page, not a model: download the file itself'],
  ['<!doctype', 'is a web page, not a model: download the file itself'],
  ['<html', 'is a web page, not a model: download the file itself'],
];

const joblib =
  'is a joblib file, which is not read: load it with joblib.load and save the arrays with numpy.savez';

/** File name endings, and what such a file is. */
const endings: readonly (readonly [string, string])[] = [
  ['.joblib', joblib],
  [
    '.distcp',
    'is a part of a distributed PyTorch checkpoint, which is not read: join it with dcp_to_torch_save of torch.distributed.checkpoint.format_utils',
  ],
  ['.ort', "is a model of ONNX Runtime's own format: open the ONNX file it was made of"],
  [
    'saved_model.pb',
    'is the graph of a TensorFlow SavedModel: open its folder, or variables/variables.index in that',
  ],
  ['.zattrs', 'holds the attributes of a Zarr store: open its folder'],
];

/** Files of checkpoints that are folders, by their names, and what such a checkpoint is. */
const checkpoints: readonly (readonly [RegExp, string])[] = [
  [
    /^(manifest\.ocdbt|_METADATA|_CHECKPOINT_METADATA)$/,
    'an Orbax checkpoint, which only Orbax and TensorStore read: restore it and save the arrays with flax.serialization.to_bytes or numpy.savez',
  ],
  [
    /\.distcp$|^\.metadata$/,
    'a distributed checkpoint of PyTorch, which is not read: make one file of it with dcp_to_torch_save of torch.distributed.checkpoint.format_utils',
  ],
  [
    /^zero_pp_rank_.*\.pt$|_optim_states\.pt$/,
    'a DeepSpeed ZeRO checkpoint, whose tensors are spread over its files: make one file of it with its script zero_to_fp32.py',
  ],
];

/** Which checkpoint that cannot be read a file is part of, by its name alone; undefined for all others. */
export function unreadableCheckpoint(fileName: string): string | undefined {
  return checkpoints.find(([names]) => names.test(fileName))?.[1];
}

/** What a file is that no format can open, by its first bytes and then its name; undefined when that is not known. */
export function unreadableKind(head: Uint8Array, fileName: string): string | undefined {
  const start = Buffer.from(head).toString('latin1');
  const [, byContent] = signatures.find(([signature]) => start.startsWith(signature)) ?? [];
  if (byContent !== undefined) return byContent;
  const name = fileName.toLowerCase();
  if (/\.data-\d{5}-of-\d{5}$/.test(name))
    return 'holds values of a TensorFlow checkpoint: open the file that ends in .index beside it';
  const [, byName] = endings.find(([ending]) => name.endsWith(ending)) ?? [];
  if (byName !== undefined) return byName;
  if (start.startsWith('PK\x03\x04')) return `is a zip archive of a kind that is not read: ${asSafetensors}`;
  return undefined;
}
