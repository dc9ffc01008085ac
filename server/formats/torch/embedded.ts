import { dataOf } from '../pickle/data';
import { Persistent, type Called } from '../pickle/values';
import { readLegacy } from './legacy';
import { storageMention, type Storage } from './storages';
import type { Embedded } from './tensors';

/**
 * The storages in a pickle that pickle.dump wrote of tensors: each is a file of PyTorch's old format as bytes in the
 * pickle. Throws BadInput for one that is damaged.
 */
export async function embeddedStorages(path: string, calls: readonly Called[]): Promise<Embedded> {
  const storages = new Map<Called, Storage | string>();
  for (const [i, call] of calls.entries()) storages.set(call, await readEmbedded(path, call, i));
  return storages;
}

async function readEmbedded(path: string, { args }: Called, number: number): Promise<Storage | string> {
  const data = dataOf(args[0]);
  if (data === undefined) return 'has a storage that is no bytes';
  if (data.least < data.most)
    return 'has its storage as text: pickle it with protocol 3 or later, or use torch.save';
  const where = `${path}: storage ${number} in the pickle`;
  const { data: inner, find } = await readLegacy(data.source, where, data.most);
  if (!(inner.value instanceof Persistent)) return 'has a storage that is none';
  const storage = find(storageMention(where, inner.value));
  return { ...storage, key: `${number}/${storage.key}` };
}
