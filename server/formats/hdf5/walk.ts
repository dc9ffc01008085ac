import { BadInput, quoted } from '../../tensors/badInput';
import { type Dataset, readObject } from './dataset';
import { Groups, mostLinks } from './groups';
import type { Link } from './links';
import type { Structures } from './structures';

export interface FoundDataset extends Dataset {
  /** With a slash before each name. */
  readonly path: string;
  /** Where its header is. */
  readonly address: number;
}

/** What is in a file. */
export interface Tree {
  readonly datasets: readonly FoundDataset[];
  /** The addresses of groups that have attributes, by their paths, the root as "/". */
  readonly described: ReadonlyMap<string, number>;
  readonly warnings: readonly string[];
}

const deepest = 64;
const warningsShown = 5;

/**
 * Visits everything that can be reached from the root through hard links. A group that has several paths is visited
 * under the first: soft links and loops make no new ones. Throws BadInput when the root is damaged.
 */
export function walk(structures: Structures): Tree {
  const groups = new Groups(structures);
  const found = new Datasets();
  const described = new Map<string, number>();
  const warnings = new Warnings();
  const visited = new Set<number>();

  /** The groups whose members are still to be visited, the innermost last. */
  const open: { readonly path: string; readonly address: number; next: number }[] = [];
  const enter = (path: string, address: number, hasAttributes: boolean): void => {
    if (visited.has(address)) return;
    visited.add(address);
    if (hasAttributes) described.set(path === '' ? '/' : path, address);
    if (open.length === deepest) {
      warnings.add(`Group ${quoted(path)} is left out: it is nested more than ${deepest} deep.`);
      return;
    }
    groups.links(address);
    open.push({ path, address, next: 0 });
  };
  const visit = (path: string, group: number, link: Link): void => {
    structures.spendText(path.length);
    const address = groups.target(group, link);
    if (address === undefined) {
      warnings.add(brokenLink(path, link));
      return;
    }
    const isSoft = link.kind === 'soft';
    const object = readObject(structures, address);
    if (object.kind === 'group' && !isSoft) enter(path, address, object.hasAttributes);
    if (object.kind === 'dataset') found.add({ path, address, ...object }, isSoft);
  };

  const { root } = structures.superblock;
  enter('', root, readObject(structures, root).hasAttributes);
  for (let group = open.at(-1); group !== undefined; group = open.at(-1)) {
    const link = groups.links(group.address)[group.next++];
    if (link === undefined) {
      open.pop();
      continue;
    }
    const path = `${group.path}/${link.name}`;
    try {
      visit(path, group.address, link);
    } catch (error) {
      if (!(error instanceof BadInput) || structures.isSpent) throw error;
      warnings.add(`Left out: ${quoted(path)}. ${error.message}`);
    }
  }
  if (groups.isCut) warnings.add(`The file has more than ${mostLinks} objects: the others are left out.`);
  return { datasets: found.all, described, warnings: warnings.sentences };
}

/** Datasets under the paths of hard links: under several, they are several tensors. */
class Datasets {
  readonly #found: FoundDataset[] = [];
  readonly #byAddress = new Map<number, FoundDataset>();
  /** Those that were found under the path of a soft link. */
  readonly #soft = new Set<FoundDataset>();
  readonly #aliases = new Set<FoundDataset>();

  get all(): readonly FoundDataset[] {
    return this.#found.filter((dataset) => !this.#aliases.has(dataset));
  }

  add(dataset: FoundDataset, isSoft: boolean): void {
    const before = this.#byAddress.get(dataset.address);
    if (before !== undefined && isSoft) return;
    if (before !== undefined && this.#soft.has(before)) this.#aliases.add(before);
    if (isSoft) this.#soft.add(dataset);
    this.#byAddress.set(dataset.address, dataset);
    this.#found.push(dataset);
  }
}

function brokenLink(path: string, { kind }: Link): string {
  return kind === 'external'
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
