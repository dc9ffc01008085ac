/** Endings of the model files nnsim reads, lower case. A test keeps them equal to the server's formats and the manifest. */
export const modelEndings = ['.safetensors', '.safetensors.index.json', '.npy', '.npz'] as const;

/** Does the name of this file end like a model file? */
export function isModelFile(path: string): boolean {
  const name = path.toLowerCase();
  return modelEndings.some((ending) => name.endsWith(ending));
}

/** The glob of all model files, for searching the workspace. */
export const modelGlob = `**/*{${modelEndings.join(',')}}`;
