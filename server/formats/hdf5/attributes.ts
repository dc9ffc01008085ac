import { BadInput } from '../../tensors/badInput';
import type { Instance } from './instance';
import type { Metadata } from './library';
import type { FoundDataset } from './walk';

/** Attributes of one file, and how long they may be together. */
const mostAttributes = 2000;
const longestTogether = 4 * 2 ** 20;
/** Bytes of one attribute: the format allows no more in the usual place. */
const longest = 2 ** 20;
const numbersShown = 16;
const textsShown = 256;

/** Reads attributes, as text for people, until there are too many. */
export class Attributes {
  #count = 0;
  #length = 0;
  #leftOut = 0;

  constructor(private readonly instance: Instance) {}

  /** A sentence on those that were not read. */
  get warnings(): readonly string[] {
    return this.#leftOut === 0
      ? []
      : [`Attributes that are too many or too long are left out: ${this.#leftOut}.`];
  }

  /** Names and values of the attributes of an object. */
  of(path: string): readonly (readonly [string, string])[] {
    const found: (readonly [string, string])[] = [];
    for (const name of this.instance.attributeNames(path)) {
      const text = this.#take(this.#count >= mostAttributes ? undefined : this.#text(path, name));
      if (text !== undefined) found.push([name, text]);
    }
    return found;
  }

  /** A dataset of text. */
  ofDataset(path: string): string {
    return this.#take(this.#text(path)) ?? '(text that is too long to show)';
  }

  has(path: string, name: string): boolean {
    return this.instance.attributeNames(path).includes(name);
  }

  /** The texts of an attribute; none when there is no such attribute or it is no text. */
  texts(path: string, name: string): readonly string[] {
    try {
      const metadata = this.instance.attributeMetadata(path, name);
      return metadata.size * metadata.total_size > longest
        ? []
        : textsOf(this.instance, path, name, metadata);
    } catch (error) {
      if (error instanceof BadInput && !this.instance.crashed) return [];
      throw error;
    }
  }

  /** Counts a text, unless there are too many already. */
  #take(text: string | undefined): string | undefined {
    if (text === undefined || this.#length + text.length > longestTogether) {
      this.#leftOut++;
      return undefined;
    }
    this.#count++;
    this.#length += text.length;
    return text;
  }

  /** An attribute as text, or a dataset where no name is given. */
  #text(path: string, name?: string): string | undefined {
    try {
      const metadata =
        name === undefined
          ? this.instance.datasetMetadata(path)
          : this.instance.attributeMetadata(path, name);
      const { size, total_size: count, shape } = metadata;
      if (size * count > longest) return undefined;
      if (shape === null || count === 0) return '';
      if (metadata.type === textClass) {
        const texts = textsOf(this.instance, path, name, metadata);
        return shape.length === 0 ? (texts[0] ?? '') : listed(texts.slice(0, textsShown), count);
      }
      const bytes = this.instance.values(path, name, metadata);
      const numbers = bytes instanceof Uint8Array ? numbersOf(bytes, metadata) : undefined;
      if (numbers === undefined) return `(${count} of a type that is not shown)`;
      return shape.length === 0 ? (numbers[0] ?? '') : listed(numbers, count);
    } catch (error) {
      if (error instanceof BadInput && !this.instance.crashed) return undefined;
      throw error;
    }
  }
}

const textClass = 3;

function listed(shown: readonly string[], count: number): string {
  const more = count > shown.length ? `, … (${count})` : '';
  return `[${shown.join(', ')}${more}]`;
}

function textsOf(
  instance: Instance,
  path: string,
  name: string | undefined,
  metadata: Metadata,
): readonly string[] {
  if (metadata.type !== textClass) return [];
  const read = instance.values(path, name, metadata);
  if (!(read instanceof Uint8Array)) return read;
  return Array.from({ length: metadata.total_size }, (_, i) =>
    asText(read.subarray(i * metadata.size, (i + 1) * metadata.size)),
  );
}

/** Bytes of a list of texts that is read at all. */
const longestList = 64 * 2 ** 20;

/** Whether the texts of a dataset are a list that can be read. */
export function isTextList({ type: { size, isText }, shape, unreadable }: FoundDataset): boolean {
  const [length = 0] = shape;
  return (
    isText === true &&
    unreadable === undefined &&
    shape.length === 1 &&
    length > 1 &&
    size * length <= longestList
  );
}

/** The texts of a dataset, all of them. */
export function datasetTexts(instance: Instance, path: string): readonly string[] {
  return textsOf(instance, path, undefined, instance.datasetMetadata(path));
}

/** Text of fixed length, filled up with zeros or spaces. */
export function asText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end))
    .toString('utf8')
    .trimEnd();
}

/** Integers, enumerations and usual floating-point numbers, which lie little-endian in memory. */
function numbersOf(
  bytes: Uint8Array,
  { type, size, signed, total_size: count }: Metadata,
): string[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (i: number): number | bigint | undefined => {
    const place = i * size;
    if (type === 1)
      return size === 4
        ? view.getFloat32(place, true)
        : size === 8
          ? view.getFloat64(place, true)
          : undefined;
    if (type !== 0 && type !== 8) return undefined;
    switch (size) {
      case 1:
        return signed ? view.getInt8(place) : view.getUint8(place);
      case 2:
        return signed ? view.getInt16(place, true) : view.getUint16(place, true);
      case 4:
        return signed ? view.getInt32(place, true) : view.getUint32(place, true);
      case 8:
        return signed ? view.getBigInt64(place, true) : view.getBigUint64(place, true);
      default:
        return undefined;
    }
  };
  const numbers = Array.from({ length: Math.min(count, numbersShown) }, (_, i) => at(i));
  return numbers.includes(undefined) ? undefined : numbers.map(String);
}
