import { endings } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Bytes } from './bytes';
import { classNamesKeys, columnsOf } from './classNames';
import type { Format, StoredTensor, TextReader } from './format';
import { Members } from './members';
import { type Contents, openModelFile } from './modelFile';
import { longestPrefix, readNpy } from './npy';
import { rememberingHeaders } from './npyHeader';
import type { Place } from './place';
import { mostClasses } from './tables';
import { textClasses } from './textClasses';
import { isZip, readDirectory } from './zip';

const ending = '.npy';

/** Arrays in a zip archive, as numpy.savez and numpy.savez_compressed write it. */
export const npz: Format = {
  id: 'npz',
  title: 'NumPy archive',
  endings: endings.npz,
  // Many formats are zip archives: this one begins with a member called *.npy, or the name says what it is.
  sniff: (head, fileName) =>
    isZip(head) && (fileName.toLowerCase().endsWith('.npz') || startsWithArray(Buffer.from(head))),
  open: (bytes) => openModelFile(bytes, npz.id, parseNpz),
};

/** Whether the first member's name, as far as it is seen, is that of an array. */
function startsWithArray(head: Buffer): boolean {
  const nameStart = 30;
  if (head.length < nameStart) return false;
  const name = head.subarray(nameStart, nameStart + head.readUInt16LE(26));
  return name.toString('latin1').endsWith(ending);
}

async function parseNpz(bytes: Bytes): Promise<Contents> {
  const places = new Map<StoredTensor, Place | null>();
  const texts = new Map<StoredTensor, TextReader>();
  const classes = new Map<StoredTensor, readonly string[]>();
  const warnings: string[] = [];
  const others: string[] = [];
  const members = new Members(bytes);
  const parse = rememberingHeaders();
  for (const member of await readDirectory(bytes)) {
    if (!member.name.endsWith(ending)) {
      others.push(member.name);
      continue;
    }
    const name = member.name.slice(0, -ending.length);
    // What is read to its end is checked: values that are damaged do not keep the others from being listed.
    const options = member.deflated ? { parse, ahead: longestPrefix } : { parse };
    const array = await readNpy(members.where(member), name, members.source(member), member.size, options);
    warnings.push(...array.warnings);
    const numbered = array.texts && (await unlessDamaged(textClasses(name, array.tensor, array.texts)));
    if (numbered !== undefined) {
      places.set(numbered.tensor, numbered.place);
      classes.set(numbered.tensor, numbered.names);
      continue;
    }
    places.set(array.tensor, array.place);
    if (array.texts !== undefined) texts.set(array.tensor, array.texts);
  }
  const columns = columnsOf(places.keys(), await unlessDamaged(namesIn(texts)));
  await members.release();
  if (others.length > 0) warnings.push(leftOut(others));
  return { places, warnings, texts, classes, columns, release: () => members.release() };
}

/** What is read of values as a file is opened; where they are damaged, whoever reads them is told. */
async function unlessDamaged<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

/** The names of classes that an array called so holds; undefined: there is none. Throws BadInput. */
async function namesIn(texts: ReadonlyMap<StoredTensor, TextReader>): Promise<readonly string[] | undefined> {
  const found = [...texts].find(
    ([
      {
        name,
        shape: [length = 0, ...others],
      },
    ]) => {
      return classNamesKeys.includes(name.toLowerCase()) && others.length === 0 && length <= mostClasses;
    },
  );
  return found?.[1](0, found[0].shape[0] ?? 0);
}

function leftOut(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(quoted).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `Left out, because they are no arrays: ${shown}${more}.`;
}
