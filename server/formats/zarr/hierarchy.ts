import { BadInput } from '../../tensors/badInput';
import { plainPath } from '../beside';
import { type Json, JsonObject } from '../json';
import { parseFile } from '../shardIndex';
import type { Store } from './store';

/** What describes one array: its document, and of version 2 its attributes, which are in another. */
export interface Described {
  /** The key of the array, with a slash after it; that of the root is empty. */
  readonly key: string;
  readonly where: string;
  readonly version: 2 | 3;
  readonly document: Json;
}

/** What a store says of itself. */
export interface Hierarchy {
  readonly arrays: readonly Described[];
  readonly attributes: JsonObject | undefined;
  readonly warnings: readonly string[];
}

const names = {
  array: '.zarray',
  group: '.zgroup',
  attributes: '.zattrs',
  all: '.zmetadata',
  json: 'zarr.json',
};
/** A description is short; one of all arrays together is not. */
const longest = 2 ** 20;
const longestOfAll = 100_000_000;
const mostArrays = 100_000;
const warningsShown = 5;
const inOrder = new Intl.Collator('en', { numeric: true });

/**
 * Finds all arrays: by their own descriptions, which are always up to date, and else by the one that describes all.
 * Throws BadInput when there is nothing at all.
 */
export async function readHierarchy(store: Store): Promise<Hierarchy> {
  const found = new Map<string, Described>();
  const warnings: string[] = [];
  let more = 0;
  let problem: BadInput | undefined;
  const attempt = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      problem ??= error;
      if (warnings.length < warningsShown) warnings.push(`Left out: ${error.message}`);
      else more++;
    }
  };
  const add = (key: string, where: string, version: 2 | 3, document: Json): void => {
    // Version 3, where one is described in both.
    if (found.get(key)?.version === 3) return;
    found.set(key, { key, where, version, document });
    if (found.size > mostArrays) throw new BadInput(`${store.path} has more than ${mostArrays} arrays.`);
  };

  let attributes: JsonObject | undefined;
  const root = store.sizes.has(names.json) ? await readDocument(store, names.json) : undefined;
  if (root instanceof JsonObject) attributes = objectIn(root, 'attributes');
  await attempt(async () => {
    for (const [key, document] of await describedTogether(store, root)) {
      const at = key.lastIndexOf('/') + 1;
      const isSecond = key.slice(at) === names.array;
      if (root !== undefined && isArray(document)) add(`${key}/`, store.where(names.json), 3, document);
      else if (root === undefined && isSecond) add(key.slice(0, at), store.where(names.all), 2, document);
    }
  });
  for (const key of store.sizes.keys()) {
    const at = key.lastIndexOf('/') + 1;
    const name = key.slice(at);
    if (name !== names.array && name !== names.json) continue;
    await attempt(async () => {
      const document = key === names.json ? root : await readDocument(store, key);
      if (name === names.array) add(key.slice(0, at), store.where(key), 2, document ?? null);
      else if (isArray(document)) add(key.slice(0, at), store.where(key), 3, document ?? null);
    });
  }
  await attempt(async () => {
    if (root !== undefined || !store.sizes.has(names.attributes)) return;
    const own = await readDocument(store, names.attributes);
    attributes = own instanceof JsonObject ? own : undefined;
  });
  if (found.size === 0 && problem !== undefined) throw problem;
  if (more > 0) warnings.push(`${more} more such warnings are left out.`);
  const arrays = [...found.values()].sort((a, b) => inOrder.compare(a.key, b.key));
  return { arrays, attributes, warnings };
}

function isArray(document: Json | undefined): boolean {
  return document instanceof JsonObject && document.get('node_type') === 'array';
}

function objectIn(object: JsonObject, key: string): JsonObject | undefined {
  const value = object.get(key);
  return value instanceof JsonObject ? value : undefined;
}

async function readDocument(store: Store, key: string): Promise<Json> {
  const size = store.sizes.get(key) ?? 0;
  // The root may describe all that is below it.
  const most = key === names.json || key === names.all ? longestOfAll : longest;
  if (size > most) throw new BadInput(`${store.where(key)} is too large for a description: ${size} bytes.`);
  return parseFile(store.where(key), await store.read(key, 0, size));
}

/** Descriptions of what is below the root, by plain paths from there. */
async function describedTogether(store: Store, root: Json | undefined): Promise<(readonly [string, Json])[]> {
  const together =
    root instanceof JsonObject
      ? objectIn(root, 'consolidated_metadata')
      : root === undefined && store.sizes.has(names.all)
        ? await readDocument(store, names.all)
        : undefined;
  const all = together instanceof JsonObject ? objectIn(together, 'metadata') : undefined;
  return [...(all?.entries() ?? [])].filter(([key]) => plainPath(key) === key);
}
