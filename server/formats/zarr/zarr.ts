import { basename, dirname } from 'node:path';
import { endings } from '../../protocol';
import type { Format } from '../format';
import { openModelFile } from '../modelFile';
import { isZip } from '../zip';
import { readStore } from './contents';
import { FolderStore, ZipStore } from './store';

/** Files by which a folder is known as a store. */
export const zarrKeys: readonly string[] = ['zarr.json', '.zmetadata', '.zgroup', '.zarray'];
/** The name of the first member of an archive, as far as it is seen, in a store. */
const ownMember = /(^|\/)(zarr\.json|\.z(metadata|group|array|attrs))/;

/** Zarr stores of version 2 and 3: folders, opened by the file that describes them, and zip archives. */
export const zarr: Format = {
  id: 'zarr',
  title: 'Zarr store',
  endings: endings.zarr,
  sniff: (head, fileName) => {
    const start = Buffer.from(head).toString('latin1');
    if (isZip(head)) return fileName.toLowerCase().endsWith('.zarr.zip') || ownMember.test(start.slice(30));
    return zarrKeys.includes(basename(fileName)) && /^\s*\{/.test(start);
  },
  open: (file) =>
    openModelFile(file, zarr.id, async (bytes) => {
      // What is called an archive and is none is refused as one: its folder is no store.
      if (!zarrKeys.includes(basename(bytes.path))) {
        const store = await ZipStore.open(bytes);
        const contents = await readStore(store);
        const release = async (): Promise<void> => {
          await Promise.all([contents.release(), store.release()]);
        };
        return { ...contents, release };
      }
      const store = await FolderStore.open(dirname(bytes.path), bytes);
      return { ...(await readStore(store)), others: [store] };
    }),
};
