import { type Link, readLinks } from './links';
import type { Structures } from './structures';

/** Links of all groups of one file together. */
export const mostLinks = 200_000;
/** As many as the HDF5 library follows from one to the next. */
const mostSoftLinks = 16;

/** The groups of one file and where paths lead. Groups that were read are remembered. */
export class Groups {
  #left = mostLinks;
  #isCut = false;
  readonly #links = new Map<number, readonly Link[]>();
  readonly #named = new Map<number, ReadonlyMap<string, Link>>();

  constructor(private readonly structures: Structures) {}

  /** Whether there are more links than were read. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** What is in the group at an address, in the order of the library. Throws BadInput. */
  links(address: number): readonly Link[] {
    const known = this.#links.get(address);
    if (known !== undefined) return known;
    const links = readLinks(this.structures, address, this.#left + 1);
    if (links.length > this.#left) this.#isCut = true;
    const kept = links.slice(0, this.#left);
    this.#left -= kept.length;
    this.#links.set(address, kept);
    return kept;
  }

  /** The address of the object that a link of a group leads to; undefined: it leads nowhere, or out of the file. */
  target(group: number, link: Link): number | undefined {
    if (link.kind === 'hard') return link.address < 0 ? undefined : link.address;
    return link.kind === 'soft' ? this.#follow(group, link.target) : undefined;
  }

  #follow(start: number, target: string): number | undefined {
    let [at, soft] = [start, 1];
    /** Names that are still to be looked up, the next last. */
    const open: string[] = [];
    const enter = (path: string): void => {
      if (path.startsWith('/')) at = this.structures.superblock.root;
      const names = path.split('/').filter((name) => name !== '' && name !== '.');
      this.structures.spend(names.length);
      this.structures.spendText(path.length);
      for (const name of names.reverse()) open.push(name);
    };
    enter(target);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const link = this.#find(at, name);
      if (link?.kind === 'hard' && link.address >= 0) at = link.address;
      else if (link?.kind === 'soft' && soft++ < mostSoftLinks) enter(link.target);
      else return undefined;
    }
    return at;
  }

  #find(group: number, name: string): Link | undefined {
    let named = this.#named.get(group);
    if (named === undefined) {
      named = new Map(this.links(group).map((link) => [link.name, link]));
      this.#named.set(group, named);
    }
    return named.get(name);
  }
}
