import { basename, dirname, join } from 'node:path';
import { BadInput, quoted } from '../../tensors/badInput';
import { Bytes } from '../bytes';
import { type GgufHeader, readHeader } from './header';

/** More parts than any model has; their names have room for 99,999. */
const mostParts = 1000;

/** Which part of a split model a file is. */
export interface Part {
  readonly path: string;
  /** From 1 on. */
  readonly number: number;
  readonly count: number;
  /** What the names of all parts begin with; undefined: the file is not named as a part. */
  readonly stem: string | undefined;
}

interface OpenedPart {
  readonly file: Bytes;
  readonly header: GgufHeader;
}

/** Which part a file is by its metadata; undefined: it is the whole model. */
export function partOf(path: string, numbers: ReadonlyMap<string, number>): Part | undefined {
  const count = numbers.get('split.count') ?? 1;
  const number = (numbers.get('split.no') ?? 0) + 1;
  if (count <= 1) return undefined;
  const [, stem, ...named] = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i.exec(basename(path)) ?? [];
  const agrees = Number(named[0]) === number && Number(named[1]) === count;
  return { path, number, count, stem: agrees ? stem : undefined };
}

/**
 * Opens the other parts of a model beside its first one, by the name of that. A part that cannot be opened is left out
 * with a warning. Of any other part nothing else is opened: a warning says which file to open for that.
 */
export async function openParts(
  part: Part,
): Promise<{ opened: readonly OpenedPart[]; warnings: readonly string[]; complete: boolean }> {
  const { path, number, count, stem } = part;
  if (stem === undefined || count > mostParts) {
    const which = `Part ${number} of ${count} of a split model, of which the others are not opened`;
    const why = count > mostParts ? `more than ${mostParts} are not` : 'its name does not say so';
    return { opened: [], warnings: [`${which}: ${why}.`], complete: false };
  }
  if (number !== 1) {
    const first = quoted(nameOf(stem, 1, count));
    const warning = `Part ${number} of ${count}: open ${first} for the tensors of all parts.`;
    return { opened: [], warnings: [warning], complete: false };
  }
  const opened: OpenedPart[] = [];
  const warnings: string[] = [];
  try {
    for (let other = 2; other <= count; other++) {
      try {
        opened.push(await openPart(join(dirname(path), nameOf(stem, other, count)), other, count));
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        warnings.push(`Left out: part ${other} of ${count}. ${error.message}`);
      }
    }
  } catch (error) {
    await Promise.all(opened.map(({ file }) => file.close()));
    throw error;
  }
  return { opened, warnings, complete: opened.length === count - 1 };
}

function nameOf(stem: string, number: number, count: number): string {
  const digits = (value: number): string => String(value).padStart(5, '0');
  return `${stem}-${digits(number)}-of-${digits(count)}.gguf`;
}

async function openPart(path: string, number: number, count: number): Promise<OpenedPart> {
  const file = await Bytes.open(path);
  try {
    const header = await readHeader(file);
    const part = partOf(path, header.metadata.numbers);
    if (part?.number !== number || part.count !== count)
      throw new BadInput(`${path} does not say that it is part ${number} of ${count}.`);
    return { file, header };
  } catch (error) {
    await file.close();
    throw error;
  }
}
