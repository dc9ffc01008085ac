/** The endings of the names of one format's files: with the dot (or what comes before it), lower case. */
export interface Endings {
  /** Files that are models or activations: they are searched for, watched and offered in menus, lenses and hovers. */
  readonly models: readonly string[];
  /** Endings that files of other kinds have too: such a file is opened when a person says so, and never searched for. */
  readonly shared?: readonly string[];
  /** Whether nnsim is the editor in which they open; otherwise "Open With" offers it. */
  readonly ours?: true;
}

/** THE list of endings, by format. The manifest is made from it: `npm run manifest`. */
export const endings = {
  safetensors: { models: ['.safetensors'], ours: true },
  safetensorsIndex: { models: ['.safetensors.index.json'] },
  npy: { models: ['.npy'], ours: true },
  npz: { models: ['.npz'], ours: true },
  gguf: { models: ['.gguf'], ours: true },
  hdf5: { models: ['.h5', '.hdf5'] },
  keras: { models: ['.keras'] },
  matlab: { models: ['.mat'] },
  arrow: { models: ['.arrow', '.feather'], shared: ['dataset_info.json'] },
  parquet: { models: ['.parquet'] },
  csv: { models: [], shared: ['.csv', '.tsv'] },
  torchIndex: { models: ['.bin.index.json'] },
  torch: { models: ['.pt', '.pth', '.ckpt', 'model.bin'], shared: ['.bin', '.pkl', '.pickle'] },
  pickle: { models: ['.pkl', '.pickle'] },
  onnx: { models: ['.onnx'] },
  tfjs: { models: ['model.json', 'weights_manifest.json'], shared: ['.json'] },
  tfCheckpoint: { models: ['variables.index', '.ckpt.index'], shared: ['.index'] },
  zarr: { models: ['.zmetadata', '.zarr.zip'], shared: ['zarr.json', '.zgroup', '.zarray'] },
  flax: { models: ['.msgpack'] },
  saev: { models: [], shared: ['shards.json'] },
  raw: { models: [], shared: ['.bin', '.dat', '.raw', '.memmap'] },
} satisfies Record<string, Endings>;

const all: readonly Endings[] = Object.values(endings);

/** Endings of the files that are searched for. */
export const modelEndings: readonly string[] = unique(all.flatMap(({ models }) => models));

/** Endings of the files of which some can be run: whether one can, its header says. */
export const runnableEndings: readonly string[] = [
  ...endings.onnx.models,
  ...endings.safetensors.models,
  'model.json',
];

/** Endings of the files that open in nnsim by themselves. */
export const ownEndings: readonly string[] = all
  .filter(({ ours }) => ours === true)
  .flatMap(({ models }) => models);

/** Endings of the files for which "Open With" offers nnsim. */
export const otherEndings: readonly string[] = unique(
  all.flatMap(({ models, shared = [], ours }) => (ours === true ? shared : [...models, ...shared])),
);

/** Files with these endings are rarely models, and there are many. */
const ofAnything: readonly string[] = ['.json', '.index'];

/** Endings of files that are offered to be compared where a person has selected two. */
export const selectedEndings: readonly string[] = unique([
  ...modelEndings,
  ...otherEndings.filter((ending) => !ofAnything.includes(ending)),
]);

/** Endings of the files to compare this one with: those that are searched for, and its own if others have it too. */
export function partnerEndings(path: string): readonly string[] {
  const name = path.toLowerCase();
  return unique([...modelEndings, ...otherEndings.filter((ending) => name.endsWith(ending))]);
}

/** Endings of files with ids that a selection of rows may name. */
const idFileEndings: readonly string[] = [
  '.txt',
  ...[endings.npy, endings.npz, endings.arrow, endings.parquet, endings.safetensors, endings.hdf5].flatMap(
    ({ models }) => models,
  ),
  ...endings.csv.shared,
];

/** Whether a word in a selection of rows is the name of a file with ids. */
export function isIdFile(word: string): boolean {
  const name = word.toLowerCase();
  return idFileEndings.some((ending) => name.endsWith(ending));
}

/** Several formats may have one ending. */
function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}

/** Whether the name of a file ends like a model file that is searched for. */
export function isModelFile(path: string): boolean {
  const name = path.toLowerCase();
  return modelEndings.some((ending) => name.endsWith(ending));
}
