import { readRuns } from './bits';
import type { Page } from './pages';

/** Levels in runs, as everybody writes them. */
const runs = 3;

/** What a page holds beside its values, and these: which values are there, and where lists begin. */
export interface Split {
  /** Undefined where all are 0: nothing can be missing, or there are no lists. */
  readonly definitions: Uint8Array | undefined;
  readonly repetitions: Uint8Array | undefined;
  readonly values: Uint8Array<ArrayBuffer>;
}

/** How deep levels may be: as many nodes may be missing, or come several times. */
export interface Deepest {
  readonly definitions: number;
  readonly repetitions: number;
}

/** The parts of a decompressed page of the first version; undefined when it is damaged. */
export function splitPage(bytes: Uint8Array<ArrayBuffer>, page: Page, deepest: Deepest): Split | undefined {
  let rest = bytes;
  const levels = (encoding: number, most: number): Uint8Array | undefined => {
    if (encoding !== runs || rest.length < 4) return undefined;
    const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0, true);
    if (4 + length > rest.length) return undefined;
    const found = readLevels(rest.subarray(4, 4 + length), page.count, most);
    rest = rest.subarray(4 + length);
    return found;
  };
  let [repetitions, definitions]: (Uint8Array | undefined)[] = [];
  if (deepest.repetitions > 0) {
    repetitions = levels(page.repetitions, deepest.repetitions);
    if (repetitions === undefined) return undefined;
  }
  if (deepest.definitions > 0) {
    definitions = levels(page.definitions, deepest.definitions);
    if (definitions === undefined) return undefined;
  }
  return { repetitions, definitions, values: rest };
}

/** `count` levels; undefined when they are damaged. */
export function readLevels(bytes: Uint8Array, count: number, most: number): Uint8Array | undefined {
  const levels = new Uint8Array(count);
  return readRuns(bytes, 32 - Math.clz32(most), levels) ? levels : undefined;
}
