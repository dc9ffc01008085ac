const segments = (path: string): string[] => path.split(/[\\/]/).filter((part) => part !== '');

/** The last `count` parts of a path. */
const tail = (path: string, count: number): string => segments(path).slice(-count).join('/');

/**
 * Names for files that are shown together: as many trailing parts of each path as it takes to tell all of them apart
 * ("seed0/step-2000.safetensors"), at least the file name. Equal paths keep equal names.
 */
export function distinctNames(paths: readonly string[]): string[] {
  const different = new Set(paths).size;
  const deepest = Math.max(1, ...paths.map((path) => segments(path).length));
  let count = 1;
  while (count < deepest && new Set(paths.map((path) => tail(path, count))).size < different) count += 1;
  return paths.map((path) => tail(path, count));
}

/** Files that describe the whole folder that they are in, which is the model. */
const ofFolders = ['.zgroup', '.zarray', '.zmetadata', 'zarr.json', 'state.json', 'dataset_info.json'];

/** What a tab of a file is called where its own name says nothing: the folder that it stands for; undefined: by its name. */
export function folderName(path: string): string | undefined {
  const [folder, name] = segments(path).slice(-2);
  return name !== undefined && ofFolders.includes(name) ? folder : undefined;
}

/** Longest beginning that two texts share. */
function shared(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  return i;
}

/** Orders paths for a list to choose a partner of a file from: names alike first, numbers as people count. */
export function byLikeness(file: string, a: string, b: string): number {
  const alike = (path: string): number => shared(tail(file, 1), tail(path, 1));
  return alike(b) - alike(a) || a.localeCompare(b, 'en', { numeric: true });
}

/** Drops the ending that says what kind of file it is: the tab has no room for it. */
const withoutEnding = (name: string): string =>
  name.replace(/(\.safetensors(\.index\.json)?|\.np[yz])$/i, '');

/** A pair in few words: its folders and, apart, the file name when both have the same; else the names of both files. */
export function pairWords(x: string, y: string): { readonly pair: string; readonly file?: string } {
  const names = distinctNames([x, y]).map(segments);
  const [[folderX = '', ...restX] = [], [folderY = '', ...restY] = []] = names;
  const file = withoutEnding(tail(x, 1));
  const onlyFolder = restX.length > 0 && restY.length > 0 && tail(x, 1) === tail(y, 1);
  return onlyFolder
    ? { pair: `${folderX} ↔ ${folderY}`, file }
    : { pair: `${file} ↔ ${withoutEnding(tail(y, 1))}` };
}

/** A short title for a pair: "seed0 ↔ seed1 · step-1000". */
export function pairTitle(x: string, y: string): string {
  const { pair, file } = pairWords(x, y);
  return file === undefined ? pair : `${pair} · ${file}`;
}

/** Names of the models of a set, without the end that all share: "seed0" and "seed1" of "seed0/a.npy" and "seed1/a.npy". */
export function setNames(paths: readonly string[]): string[] {
  const names = distinctNames(paths).map(segments);
  const [first = []] = names;
  let same = 0;
  const depth = Math.min(...names.map((parts) => parts.length));
  while (same < depth - 1 && names.every((parts) => parts.at(-1 - same) === first.at(-1 - same))) same += 1;
  const short = names.map((parts) => parts.slice(0, parts.length - same).join('/'));
  // Two paths that are equal, or of which one is the tail of the other.
  return new Set(short).size === new Set(paths).size ? short : distinctNames(paths);
}

/** A short title for a set: "seed0, seed1, seed2 · logits", "seed0, seed1 and 3 more · logits". */
export function setTitle(paths: readonly string[]): string {
  const ends = new Set(paths.map((path) => tail(path, 1)));
  const [end = ''] = ends;
  const names = setNames(paths).map(withoutEnding);
  const listed =
    names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
  return ends.size === 1 && paths.length > 1 && names[0] !== withoutEnding(end)
    ? `${listed} · ${withoutEnding(end)}`
    : listed;
}
