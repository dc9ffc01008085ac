import { BadInput } from '../../tensors/badInput';
import { type Attribute, type Content, countOf } from './attributeMessage';
import type { GlobalHeap } from './globalHeap';
import { numbersOf } from './numbers';
import { type ObjectAttributes, readAttributes } from './objectAttributes';
import type { Structures } from './structures';
import { textsOf } from './texts';

/** Attributes of one file, and how long they may be together, and thus each. */
const mostAttributes = 2000;
const longestTogether = 4 * 2 ** 20;
const numbersShown = 16;
const textsShown = 256;
const none: ObjectAttributes = { attributes: [], leftOut: 1 };

/** Reads attributes, as text for people, until there are too many. */
export class Attributes {
  #count = 0;
  #length = 0;
  #leftOut = 0;
  /** Of the object that was asked for last. */
  #last: (ObjectAttributes & { readonly address: number }) | undefined;

  constructor(
    private readonly structures: Structures,
    private readonly heap: GlobalHeap,
  ) {}

  /** A sentence on those that were not read. */
  get warnings(): readonly string[] {
    return this.#leftOut === 0
      ? []
      : [`Attributes that are too many, too long or damaged are left out: ${this.#leftOut}.`];
  }

  /** Names and values of the attributes of the object at an address. */
  of(address: number): readonly (readonly [string, string])[] {
    const { attributes, leftOut } = this.#read(address);
    this.#leftOut += leftOut;
    const found: (readonly [string, string])[] = [];
    for (const attribute of attributes) {
      const text = this.take(this.#count >= mostAttributes ? undefined : this.#text(attribute));
      if (text !== undefined) found.push([attribute.name, text]);
    }
    return found;
  }

  has(address: number, name: string): boolean {
    return this.#read(address).attributes.some((attribute) => attribute.name === name);
  }

  /** The texts of an attribute; none when there is no such attribute or it is no text. */
  texts(address: number, name: string): readonly string[] {
    const attribute = this.#read(address).attributes.find((each) => each.name === name);
    if (attribute === undefined) return [];
    const texts = this.#try(() => {
      const content = attribute.read();
      return content.type.isText === true ? this.#texts(content) : undefined;
    });
    return texts ?? [];
  }

  /** Counts a text that is shown, also one from elsewhere; undefined: there are too many already. */
  take(text: string | undefined): string | undefined {
    if (text === undefined || this.#length + text.length > longestTogether) {
      this.#leftOut++;
      return undefined;
    }
    this.#count++;
    this.#length += text.length;
    return text;
  }

  #read(address: number): ObjectAttributes {
    if (this.#last?.address !== address) {
      const read = this.#try(() => readAttributes(this.structures, address));
      this.#last = { ...(read ?? none), address };
    }
    return this.#last;
  }

  #text(attribute: Attribute): string | undefined {
    return this.#try(() => {
      const content = attribute.read();
      if (countOf(content) === 0) return '';
      if (content.type.isText === true) return shownTexts(content, this.#texts(content));
      const numbers = numbersOf(content, numbersShown);
      if (numbers === undefined) return `(${countOf(content)} of a type that is not shown)`;
      return listed(content, numbers);
    });
  }

  #texts(content: Content): readonly string[] | undefined {
    return textsOf(this.structures, this.heap, content, longestTogether);
  }

  /** undefined when the file is damaged there. */
  #try<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (error instanceof BadInput && !this.structures.isSpent) return undefined;
      throw error;
    }
  }
}

/** Texts as people see them: the first of a list, and how many there are. */
export function shownTexts(
  { shape }: Pick<Content, 'shape'>,
  texts: readonly string[] | undefined,
): string | undefined {
  return texts === undefined ? undefined : listed({ shape }, texts.slice(0, textsShown));
}

function listed({ shape }: Pick<Content, 'shape'>, shown: readonly string[]): string {
  if (shape?.length === 0) return shown[0] ?? '';
  const count = countOf({ shape });
  const more = count > shown.length ? `, … (${count})` : '';
  return `[${shown.join(', ')}${more}]`;
}
