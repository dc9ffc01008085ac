import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { Members } from '../members';
import type { Contents } from '../modelFile';
import { contentsOf } from '../pickle/listing';
import { unpickle, type Unpickled } from '../pickle/unpickle';
import { readDirectory, type Member } from '../zip';
import type { FindStorage } from './storages';
import { torchTensors } from './tensors';

const pickleName = 'data.pkl';

/** A file of torch.save since version 1.6, or of torch.jit.save: a zip archive of a pickle and its storages. */
export async function readTorchZip(bytes: Bytes): Promise<Contents> {
  const archive = new Archive(bytes, await readDirectory(bytes));
  const contents = await archive.read();
  await archive.members.release();
  return { ...contents, release: () => archive.members.release() };
}

class Archive {
  readonly members: Members;
  /** By the folder below the one that all are in, and then by name: there may be very many. */
  readonly #folders = new Map<string, Map<string, Member>>();

  constructor(
    private readonly bytes: Bytes,
    directory: readonly Member[],
  ) {
    this.members = new Members(bytes);
    const root = rootOf(bytes.path, directory);
    for (const member of directory) {
      const slash = member.name.lastIndexOf('/');
      const folder = member.name.slice(root.length, Math.max(root.length, slash + 1));
      const found = this.#folders.get(folder) ?? new Map<string, Member>();
      this.#folders.set(folder, found.set(member.name.slice(root.length + folder.length), member));
    }
  }

  async read(): Promise<Pick<Contents, 'places' | 'metadata' | 'warnings'>> {
    const littleEndian = await this.#littleEndian();
    const data = await this.#unpickle(pickleName);
    const { path } = this.bytes;
    const main = contentsOf(path, data, 'tensor', torchTensors(path, this.#storages('data', littleEndian)));
    const constants = this.#member('', 'constants.pkl') ? await this.#unpickle('constants.pkl') : undefined;
    if (constants === undefined) return main;
    const script = torchTensors(path, this.#storages('constants', littleEndian));
    const more = contentsOf(path, constants, 'constants', script);
    const named = [...more.places].map(
      ([tensor, place]) =>
        [
          { ...tensor, name: tensor.name === 'constants' ? tensor.name : `constants.${tensor.name}` },
          place,
        ] as const,
    );
    const code = 'This is a TorchScript archive: its tensors are listed, its code is neither read nor run.';
    return {
      places: new Map([...main.places, ...named]),
      metadata: main.metadata,
      warnings: [code, ...new Set([...main.warnings, ...more.warnings])],
    };
  }

  #member(folder: string, name: string): Member | undefined {
    return this.#folders.get(folder)?.get(name);
  }

  async #unpickle(name: string): Promise<Unpickled> {
    const member = this.#member('', name);
    if (member === undefined) throw new BadInput(`${this.bytes.path} has no member ${quoted(name)}.`);
    const where = this.members.where(member);
    return unpickle(this.members.source(member), where, 0, member.size);
  }

  /** Since version 2.1 the archive says in which order the bytes of numbers are. */
  async #littleEndian(): Promise<boolean> {
    const member = this.#member('', 'byteorder');
    if (member === undefined) return true;
    const order = Buffer.from(await this.members.source(member).read(0, Math.min(member.size, 16))).toString(
      'latin1',
    );
    if (order !== 'little' && order !== 'big') {
      throw new BadInput(`${this.members.where(member)} says ${quoted(order)}, neither little nor big.`);
    }
    return order === 'little';
  }

  #storages(folder: string, littleEndian: boolean): FindStorage {
    const members = this.#folders.get(`${folder}/`);
    return ({ key, dtype, count, bytes }) => {
      const member = members?.get(key);
      if (member === undefined) {
        throw new BadInput(`${this.bytes.path}: storage ${quoted(key)} is missing: the archive is damaged.`);
      }
      if (member.size < bytes) {
        throw new BadInput(
          `${this.bytes.path}: storage ${quoted(key)} holds ${member.size} bytes, and needs ${bytes}: the file is damaged.`,
        );
      }
      const source = this.members.source(member);
      return { key: `${folder}/${key}`, dtype, count, bytes: member.size, source, offset: 0, littleEndian };
    };
  }
}

/** The one folder of the archive, in which the pickle is; it is called like the file was. */
function rootOf(path: string, directory: readonly Member[]): string {
  const pickles = directory.filter(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickle] = pickles;
  if (pickle === undefined) {
    throw new BadInput(`${path} is no PyTorch archive: it has no data.pkl in a folder.`);
  }
  const root = pickle.name.slice(0, -pickleName.length);
  const stranger = directory.find(({ name }) => !name.startsWith(root));
  if (stranger !== undefined) {
    throw new BadInput(
      `${path} has ${quoted(stranger.name)} beside the folder ${quoted(root)} of its pickle: PyTorch writes only one folder.`,
    );
  }
  return root;
}
