import { BadInput } from '../../tensors/badInput';
import type { DType } from '../../tensors/dtype';
import type { Flat } from './flat';

/** What a column holds, as far as it matters here. Format: arrow.apache.org/docs/format/Columnar.html */
export type Content =
  | { readonly kind: 'numbers'; readonly dtype: DType }
  /** `offsetBytes` 0: each text has a view that says where it is. */
  | { readonly kind: 'text'; readonly offsetBytes: 0 | 4 | 8 }
  /** `offsetBytes` 0: all lists have `length` elements. */
  | { readonly kind: 'lists'; readonly offsetBytes: 0 | 4 | 8; readonly length: number; readonly item: Field }
  | { readonly kind: 'coded'; readonly dtype: DType; readonly dictionary: number; readonly isText: boolean }
  | { readonly kind: 'other'; readonly type: string };

/** A column, or what a list column holds. */
export interface Field {
  readonly name: string;
  readonly content: Content;
  /** Where its node and its buffers come in each batch: the first of those it has, `views` more for each view before. */
  readonly node: number;
  readonly buffer: number;
  readonly views: number;
}

export interface Schema {
  readonly fields: readonly Field[];
  readonly nodes: number;
  /** Dictionaries are numbered as they come in the columns: files of one table may call them by other ids. */
  readonly dictionaries: ReadonlyMap<number, number>;
  /** Of dictionaries of text, by number, how their texts are stored. */
  readonly texts: ReadonlyMap<number, 0 | 4 | 8>;
  readonly metadata: readonly (readonly [string, string])[];
}

const mostFields = 100_000;
const deepest = 16;
const integers: readonly DType[] = ['int8', 'int16', 'int32', 'int64'];
const unsigned: readonly DType[] = ['uint8', 'uint16', 'uint32', 'uint64'];
const floats: readonly DType[] = ['float16', 'float32', 'float64'];
const names = [
  'nothing',
  'null',
  'int',
  'float',
  'binary',
  'text',
  'bool',
  'decimal',
  'date',
  'time',
  'timestamp',
  'interval',
  'list',
  'struct',
  'union',
  'fixed binary',
  'list',
  'map',
  'duration',
  'binary',
  'text',
  'list',
  'run-end',
  'binary view',
  'text view',
  'list view',
  'list view',
];
/** Types of text, by number, and how long the offsets are that say where one begins. */
const textOffsets: ReadonlyMap<number, 0 | 4 | 8> = new Map([
  [5, 4],
  [20, 8],
  [24, 0],
]);
/** Buffers of each type, by number; those of unions depend on their mode. */
const buffers = [0, 0, 2, 2, 3, 3, 2, 2, 2, 2, 2, 2, 2, 1, 1, 2, 1, 2, 2, 3, 3, 2, 0, 2, 2, 3, 3];

/** Reads a schema. Throws BadInput. */
export function readSchema(where: string, table: Flat): Schema {
  return new SchemaReader(where).read(table);
}

class SchemaReader {
  #nodes = 0;
  #buffers = 0;
  #views = 0;
  #fields = 0;
  readonly #dictionaries = new Map<number, number>();
  readonly #texts = new Map<number, 0 | 4 | 8>();

  constructor(private readonly where: string) {}

  read(table: Flat): Schema {
    if (table.number(0, 2) !== 0)
      throw new BadInput(
        `${this.where} is written in big-endian byte order, which is not read: write it anew.`,
      );
    const fields = [...table.tables(1)].map((field) => this.#field(field, 0));
    const metadata = [...table.tables(2)].map((pair) => [pair.text(0), pair.text(1)] as const);
    return { fields, nodes: this.#nodes, dictionaries: this.#dictionaries, texts: this.#texts, metadata };
  }

  #field(table: Flat, depth: number): Field {
    if (++this.#fields > mostFields) throw new BadInput(`${this.where} has more than ${mostFields} columns.`);
    if (depth > deepest) throw new BadInput(`${this.where} has columns nested more than ${deepest} deep.`);
    const place = { name: table.text(0), node: this.#nodes++, buffer: this.#buffers, views: this.#views };
    const number = table.number(2, 1);
    const type = table.table(3);
    const dictionary = table.table(4);
    if (dictionary !== undefined) {
      this.#buffers += 2;
      return { ...place, content: this.#coded(dictionary, number) };
    }
    if (number === 23 || number === 24) this.#views++;
    this.#buffers += number === 14 && type?.number(0, 2) === 1 ? 2 : (buffers[number] ?? 0);
    const children = [...table.tables(5)].map((child) => this.#field(child, depth + 1));
    return { ...place, content: contentOf(number, type, children) };
  }

  #coded(dictionary: Flat, valueType: number): Content {
    const raw = dictionary.number(0, 8);
    const id = this.#dictionaries.get(raw) ?? this.#dictionaries.size;
    this.#dictionaries.set(raw, id);
    const index = dictionary.table(1);
    const offsetBytes = textOffsets.get(valueType);
    const isText = offsetBytes !== undefined;
    if (isText) this.#texts.set(id, offsetBytes);
    const dtype = index === undefined ? 'int32' : integerOf(index);
    return dtype === undefined
      ? { kind: 'other', type: 'dictionary' }
      : { kind: 'coded', dtype, dictionary: id, isText };
  }
}

function integerOf(type: Flat | undefined): DType | undefined {
  const size = Math.log2((type?.number(0, 4) ?? 0) / 8);
  return (type?.number(1, 1) === 1 ? integers : unsigned)[size];
}

function contentOf(number: number, type: Flat | undefined, children: readonly Field[]): Content {
  const [item] = children;
  const other = { kind: 'other', type: names[number] ?? `type ${number}` } as const;
  const offsetBytes = textOffsets.get(number);
  if (offsetBytes !== undefined) return { kind: 'text', offsetBytes };
  switch (number) {
    case 2:
    case 3: {
      const dtype = number === 2 ? integerOf(type) : floats[type?.number(0, 2) ?? 0];
      return dtype === undefined ? other : { kind: 'numbers', dtype };
    }
    case 6:
      return { kind: 'numbers', dtype: 'bool' };
    case 12:
      return item === undefined ? other : { kind: 'lists', offsetBytes: 4, length: 0, item };
    case 16:
      return item === undefined
        ? other
        : { kind: 'lists', offsetBytes: 0, length: type?.number(0, 4) ?? 0, item };
    case 21:
      return item === undefined ? other : { kind: 'lists', offsetBytes: 8, length: 0, item };
    default:
      return other;
  }
}
