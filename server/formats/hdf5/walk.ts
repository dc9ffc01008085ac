import { BadInput, quoted } from '../../tensors/badInput';
import { type Dataset, readObject } from './dataset';
import type { Instance } from './instance';
import type { ObjectHeaders } from './objectHeader';

export interface FoundDataset extends Dataset {
  /** With a slash before each name. */
  readonly path: string;
}

/** What is in a file. */
export interface Tree {
  readonly datasets: readonly FoundDataset[];
  /** Paths of groups that have attributes, the root as "/". */
  readonly described: readonly string[];
  readonly warnings: readonly string[];
}

const deepest = 64;
const mostObjects = 200_000;
const warningsShown = 5;

/**
 * Visits everything that can be reached from the root through hard links. A group that has several paths is visited
 * under the first: soft links and loops make no new ones.
 */
export function walk(instance: Instance, headers: ObjectHeaders): Tree {
  const found = new Datasets(instance);
  const described: string[] = [];
  const warnings = new Warnings();
  const visited = new Set<number>();
  let objects = 0;

  /** The groups whose members are still to be visited, the innermost last. */
  const open: { readonly path: string; readonly names: readonly string[]; next: number }[] = [];
  const enter = (path: string, address: number | undefined, hasAttributes: boolean): void => {
    if (address === undefined || visited.has(address)) return;
    visited.add(address);
    if (hasAttributes) described.push(path === '' ? '/' : path);
    if (open.length === deepest) {
      warnings.add(`Group ${quoted(path)} is left out: it is nested more than ${deepest} deep.`);
      return;
    }
    open.push({ path, names: instance.names(path === '' ? '/' : path), next: 0 });
  };
  const visit = (path: string): void => {
    const address = instance.address(path);
    if (address === undefined) {
      warnings.add(brokenLink(path, instance.isExternal(path)));
      return;
    }
    const { kind, ...object } = readObject(headers, address);
    if (kind === 'group' && !instance.isSoftLink(path)) enter(path, address, object.hasAttributes);
    if ('shape' in object) found.add(address, { path, ...object });
  };

  const root = instance.address('/');
  enter('', root, root !== undefined && readObject(headers, root).hasAttributes);
  for (let group = open.at(-1); group !== undefined; group = open.at(-1)) {
    const name = group.names[group.next++];
    if (name === undefined) {
      open.pop();
      continue;
    }
    if (++objects > mostObjects) {
      warnings.add(`The file has more than ${mostObjects} objects: the others are left out.`);
      break;
    }
    const path = `${group.path}/${name}`;
    try {
      visit(path);
    } catch (error) {
      if (!(error instanceof BadInput) || instance.crashed) throw error;
      warnings.add(`Left out: ${quoted(path)}. ${error.message}`);
    }
  }
  return { datasets: found.all, described, warnings: warnings.sentences };
}

/**
 * Datasets under the paths of hard links: under several, they are several tensors. To ask for the kind of a link takes
 * as long as all else, so it is asked for only where a dataset is met again.
 */
class Datasets {
  readonly #found: FoundDataset[] = [];
  readonly #byAddress = new Map<number, FoundDataset>();
  readonly #aliases = new Set<FoundDataset>();

  constructor(private readonly instance: Instance) {}

  get all(): readonly FoundDataset[] {
    return this.#found.filter((dataset) => !this.#aliases.has(dataset));
  }

  add(address: number, dataset: FoundDataset): void {
    const before = this.#byAddress.get(address);
    if (before !== undefined) {
      if (this.instance.isSoftLink(dataset.path)) return;
      if (this.instance.isSoftLink(before.path)) this.#aliases.add(before);
    }
    this.#byAddress.set(address, dataset);
    this.#found.push(dataset);
  }
}

function brokenLink(path: string, isExternal: boolean): string {
  return isExternal
    ? `${quoted(path)} is left out: it is a link to another file, which is not followed.`
    : `${quoted(path)} is left out: it is a broken link, or what it leads to is damaged.`;
}

/** The first warnings, and how many more there were. */
class Warnings {
  readonly #all: string[] = [];
  #more = 0;

  add(sentence: string): void {
    if (this.#all.length < warningsShown) this.#all.push(sentence);
    else this.#more++;
  }

  get sentences(): readonly string[] {
    return this.#more === 0 ? this.#all : [...this.#all, `${this.#more} more such warnings are left out.`];
  }
}
