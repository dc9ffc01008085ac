import { BadInput, quoted } from '../tensors/badInput';
import { Bytes, type Source } from './bytes';
import { readElements, type Extent } from './extent';
import type { Format, ModelFile, StoredTensor } from './format';
import { Inflated } from './inflated';
import { readNpy, type NpyArray } from './npy';
import { isZip, readDirectory, type Member } from './zip';

/** Streams that stay where they are between reads. A stream has some 200 KB. */
const streamsKept = 8;
const ending = '.npy';

/** Arrays in a zip archive, as numpy.savez and numpy.savez_compressed write it. */
export const npz: Format = {
  id: 'npz',
  title: 'NumPy archive',
  extensions: ['.npz'],
  // Many formats are zip archives: this one begins with a member called *.npy, or the name says what it is.
  sniff: (head, fileName) =>
    isZip(head) && (fileName.toLowerCase().endsWith('.npz') || startsWithArray(Buffer.from(head))),
  open: openNpz,
};

/** Whether the first member's name, as far as it is seen, is that of an array. */
function startsWithArray(head: Buffer): boolean {
  const nameStart = 30;
  if (head.length < nameStart) return false;
  const name = head.subarray(nameStart, nameStart + head.readUInt16LE(26));
  return name.toString('latin1').endsWith(ending);
}

async function openNpz(path: string): Promise<ModelFile> {
  const bytes = await Bytes.open(path);
  try {
    const extents = new Map<StoredTensor, Extent>();
    const warnings: string[] = [];
    const others: string[] = [];
    const streams = new Streams();
    for (const member of await readDirectory(bytes)) {
      if (!member.name.endsWith(ending)) {
        others.push(member.name);
        continue;
      }
      const array = await readMember(bytes, member, streams);
      extents.set(array.tensor, array.extent);
      warnings.push(...array.warnings);
    }
    await streams.release();
    if (others.length > 0) warnings.push(leftOut(others));
    return {
      path,
      format: npz.id,
      bytes: bytes.size,
      tensors: [...extents.keys()],
      metadata: [],
      warnings,
      identity: bytes.identity,
      changed: () => bytes.changed(),
      read: (tensor, first, count) => readElements(path, extents, tensor, first, count),
      close: async () => {
        await streams.release();
        await bytes.close();
      },
    };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function readMember(bytes: Bytes, member: Member, streams: Streams): Promise<NpyArray> {
  const where = `${bytes.path}: member ${quoted(member.name)}`;
  const name = member.name.slice(0, -ending.length);
  const source = member.deflated
    ? streams.add(new Inflated(where, { ...member, source: bytes }))
    : new Window(bytes, member);
  return readNpy(where, name, source, member.size);
}

function leftOut(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(quoted).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `Left out, because they are no arrays: ${shown}${more}.`;
}

/** A stored member: a range of the archive. */
class Window implements Source {
  constructor(
    private readonly bytes: Bytes,
    private readonly member: Member,
  ) {}

  read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const { name, offset, size } = this.member;
    if (position + length > size) {
      throw new BadInput(`${this.bytes.path}: member ${quoted(name)} ends at byte ${size}.`);
    }
    return this.bytes.read(offset + position, length);
  }
}

/** Deflated members, of which only the ones read last keep their streams. */
class Streams {
  #open: Inflated[] = [];

  /** The member, made to announce each read. */
  add(member: Inflated): Source {
    return {
      read: async (position, length) => {
        if (this.#open.at(-1) !== member) await this.#use(member);
        return member.read(position, length);
      },
    };
  }

  async release(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((member) => member.release()));
  }

  async #use(member: Inflated): Promise<void> {
    this.#open = [...this.#open.filter((other) => other !== member), member];
    if (this.#open.length > streamsKept) await this.#open.shift()?.release();
  }
}
