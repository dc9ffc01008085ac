import { endings } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Bytes } from './bytes';
import type { Format } from './format';
import { readHdf5 } from './hdf5/contents';
import { readKerasArchive } from './hdf5/kerasNames';
import type { Mounted } from './hdf5/mounted';
import { Members } from './members';
import { type Contents, openModelFile } from './modelFile';
import { isZip, type Member, readDirectory } from './zip';

const weights = 'model.weights.h5';
/** Weights that are compressed are unpacked into memory. */
const longestUnpacked = 512 * 2 ** 20;
const longestConfig = 16 * 2 ** 20;

/** An archive by Keras 3: weights as HDF5 in a zip archive, with the model's configuration, which is never run. */
export const keras: Format = {
  id: 'keras',
  title: 'Keras archive',
  endings: endings.keras,
  sniff: (head, fileName) => isZip(head) && fileName.toLowerCase().endsWith('.keras'),
  open: (bytes) => openModelFile(bytes, keras.id, parseKeras),
};

async function parseKeras(bytes: Bytes): Promise<Contents> {
  const directory = await readDirectory(bytes);
  const members = new Members(bytes);
  const find = (name: string): Member | undefined => directory.find((member) => member.name === name);
  const member = find(weights);
  if (member === undefined) {
    throw new BadInput(
      `${bytes.path} has no member "${weights}": it is no Keras archive, or one without weights.`,
    );
  }
  const textOf = async (name: string): Promise<string | undefined> => {
    const text = find(name);
    if (text === undefined || text.size > longestConfig) return undefined;
    return Buffer.from(await members.source(text).read(0, text.size)).toString('utf8');
  };
  const config = await textOf('config.json');
  const about = await textOf('metadata.json');
  const file = member.deflated ? await unpack(members, member) : mountMember(bytes, members, member);
  await members.release();
  const contents = await readHdf5(file, readKerasArchive(config));
  const metadata = [
    ...(about === undefined ? [] : [['metadata.json', about] as const]),
    ...(config === undefined ? [] : [['config.json', config] as const]),
    ...(contents.metadata ?? []),
  ];
  return { ...contents, metadata };
}

/** A member that is stored as it is: a range of the archive. */
function mountMember(bytes: Bytes, members: Members, member: Member): Mounted {
  return {
    where: members.where(member),
    size: member.size,
    source: members.source(member),
    readNow: (target, position) => bytes.readNow(target, member.offset + position),
  };
}

async function unpack(members: Members, member: Member): Promise<Mounted> {
  const where = members.where(member);
  if (member.size > longestUnpacked) {
    throw new BadInput(
      `${where} is compressed and has ${member.size} bytes, more than the ${longestUnpacked} that are unpacked into memory: save the model again, which stores it uncompressed.`,
    );
  }
  const content = await members.source(member).read(0, member.size);
  const piece = (position: number, length: number): Uint8Array<ArrayBuffer> =>
    content.slice(position, position + length);
  return {
    where,
    size: content.length,
    source: {
      read: async (position, length) => {
        if (position < 0 || position + length > content.length) {
          throw new BadInput(
            `${where} is damaged: bytes ${position} to ${position + length} are needed, and it has ${content.length}.`,
          );
        }
        return Promise.resolve(piece(position, length));
      },
    },
    readNow: (target, position) => target.set(content.subarray(position, position + target.length)),
  };
}
