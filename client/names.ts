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

/** Drops the ending that says what kind of file it is: the tab has no room for it. */
const withoutEnding = (name: string): string =>
  name.replace(/(\.safetensors(\.index\.json)?|\.np[yz])$/i, '');

/** A short title for a pair: "seed0/… ↔ seed1/…" when only the folders differ, else the names of both files. */
export function pairTitle(x: string, y: string): string {
  const short = (path: string, name: string): string => {
    const parts = segments(name);
    const onlyFolder = parts.length > 1 && tail(x, 1) === tail(y, 1);
    return onlyFolder ? `${parts[0] ?? ''}/…` : withoutEnding(tail(path, 1));
  };
  const [nameX = x, nameY = y] = distinctNames([x, y]);
  return `${short(x, nameX)} ↔ ${short(y, nameY)}`;
}
