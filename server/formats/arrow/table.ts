import { BadInput, quoted } from '../../tensors/badInput';
import { isSingle } from '../../tensors/decode';
import type { Column, NumberColumn, TextColumn } from '../columnar';
import type { Bytes } from '../bytes';
import { mostClasses } from '../tables';
import { Batch, Shared } from './batches';
import { readNumbers, readTexts, readWhole } from './columns';
import { readMessages, type Message } from './messages';
import type { Content, Field, Schema } from './schema';

/** The columns of one or several files that hold one table. */
export interface ArrowTable {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly metadata: Schema['metadata'];
  /** How many numbers, or lists of them, of which columns are missing, and of the items in which lists. */
  readonly missing: ReadonlyMap<string, number>;
}

/** Rows of one batch in a range, and how many of the range come before them. */
interface Part {
  readonly batch: Batch;
  readonly first: number;
  readonly count: number;
  readonly before: number;
}

/** Reads the headers of all batches. Throws BadInput. */
export async function readTable(files: readonly Bytes[]): Promise<ArrowTable> {
  const shared = new Shared();
  const found = await Promise.all(files.map((file) => readMessages(file, shared.headers)));
  const [first] = found;
  if (first === undefined) throw new RangeError('a table needs a file');
  const { schema } = first;
  for (const [i, other] of found.entries()) {
    if (JSON.stringify(other.schema.fields) !== JSON.stringify(schema.fields))
      throw new BadInput(`${files[i]?.path} has other columns than ${files[0]?.path}: open them one by one.`);
  }
  const batches: Batch[] = [];
  for (const { batches: messages } of found)
    for (const message of messages) batches.push(await batchOf(message, shared));
  const dictionaries = new Map<string, TextColumn['texts']>();
  for (const { dictionaries: messages, schema: own } of found)
    await readDictionaries(messages, own, shared, dictionaries);
  return new TableReader(schema, batches, dictionaries).read();
}

async function batchOf(message: Message, shared: Shared): Promise<Batch> {
  const batch = new Batch(message, shared);
  await batch.readRows();
  return batch;
}

async function readDictionaries(
  messages: readonly Message[],
  { texts: sizes, dictionaries: numbers }: Schema,
  shared: Shared,
  dictionaries: Map<string, TextColumn['texts']>,
): Promise<void> {
  for (const message of messages) {
    const batch = new Batch(message, shared, true);
    await batch.readRows();
    const { id: raw, isDelta } = await batch.dictionary();
    const id = numbers.get(raw) ?? -1;
    const size = sizes.get(id);
    const key = dictionaryKey(batch.file, id);
    if (size === undefined) continue;
    if (isDelta || dictionaries.has(key)) {
      throw new BadInput(
        `${batch.file.path} changes a dictionary in the middle, which is not read: write the table as one.`,
      );
    }
    const field: Field = {
      name: `dictionary ${id}`,
      node: 0,
      buffer: 0,
      views: 0,
      content: { kind: 'other', type: '' },
    };
    dictionaries.set(key, (first, count) =>
      readTexts(batch, field, size, first, Math.min(count, batch.rows - first)),
    );
  }
}

function dictionaryKey({ identity }: Bytes, id: number): string {
  return `${id}:${identity}`;
}

class TableReader {
  readonly #starts: number[] = [];
  readonly #rows: number;
  readonly #missing = new Map<string, number>();

  constructor(
    private readonly schema: Schema,
    private readonly batches: readonly Batch[],
    private readonly dictionaries: ReadonlyMap<string, TextColumn['texts']>,
  ) {
    let rows = 0;
    for (const batch of batches) {
      this.#starts.push(rows);
      rows += batch.rows;
    }
    this.#rows = rows;
  }

  async read(): Promise<ArrowTable> {
    const columns: Column[] = [];
    for (const field of this.schema.fields) columns.push(await this.#column(field));
    return { rows: this.#rows, columns, metadata: this.schema.metadata, missing: this.#missing };
  }

  async #column(field: Field): Promise<Column> {
    const { name, content } = field;
    const lengths: number[] = [];
    let inner = field;
    let missing = 0;
    for (const batch of this.batches) {
      const node = await batch.node(field);
      if (node.length !== batch.rows) {
        throw new BadInput(
          `${batch.file.path}: column ${quoted(name)} has ${node.length} entries in a batch of ${batch.rows} rows.`,
        );
      }
      missing += node.missing;
    }
    let items = 0;
    while (inner.content.kind === 'lists') {
      const length = await this.#listLength(inner, inner.content);
      if (length === undefined) {
        const unreadable = 'Its lists have different lengths: pad them, or write one tensor a length.';
        return { kind: 'other', name, dtype: 'list', unreadable };
      }
      lengths.push(length);
      inner = inner.content.item;
      items = 0;
      for (const batch of this.batches) items += (await batch.node(inner)).missing;
    }
    const leaf = inner.content;
    if (leaf.kind === 'numbers') {
      if (missing > 0) this.#missing.set(name, missing);
      // Writers count the items of missing lists as missing, too.
      const others = items - missing * lengths.reduce((product, length) => product * length, 1);
      if (others > 0) this.#missing.set(`items of ${name}`, others);
      return this.#numbers(field, leaf.dtype, lengths);
    }
    if (lengths.length === 0 && content.kind === 'text') return this.#texts(field, content.offsetBytes);
    if (lengths.length === 0 && content.kind === 'coded' && content.isText)
      return this.#coded(field, content);
    const dtype = leaf.kind === 'other' ? leaf.type : leaf.kind;
    const type = lengths.length > 0 ? `list of ${dtype}` : dtype;
    return {
      kind: 'other',
      name,
      dtype: type,
      unreadable: `A column of this type (${type}) holds no numbers.`,
    };
  }

  /** How many items the lists of a column have, all the same number; else undefined. Looks at the headers only. */
  async #listLength(field: Field, content: Content & { kind: 'lists' }): Promise<number | undefined> {
    if (content.offsetBytes === 0) return content.length < 0 ? undefined : content.length;
    let lists = 0;
    let items = 0;
    for (const batch of this.batches) {
      lists += (await batch.node(field)).length;
      items += (await batch.node(content.item)).length;
      if (items % lists !== 0 && lists > 0) return undefined;
    }
    const length = lists === 0 ? 0 : items / lists;
    return Number.isInteger(length) ? length : undefined;
  }

  #numbers(field: Field, dtype: NumberColumn['dtype'], lengths: readonly number[]): NumberColumn {
    const width = lengths.reduce((product, length) => product * length, 1);
    return {
      kind: 'numbers',
      name: field.name,
      dtype,
      lengths,
      numbers: async (first, count) => {
        const values = isSingle(dtype) ? new Float32Array(count) : new Float64Array(count);
        for (const part of this.#parts(first, count, width))
          values.set(await readNumbers(part.batch, field, lengths, part.first, part.count), part.before);
        return values;
      },
      texts: (first, count) =>
        this.#joined(first, count, ({ batch, first: from, count: some }) =>
          readWhole(batch, field, dtype, from, some),
        ),
    };
  }

  #texts(field: Field, offsetBytes: 0 | 4 | 8): TextColumn {
    const texts: TextColumn['texts'] = (first, count) =>
      this.#joined(first, count, (part) => readTexts(part.batch, field, offsetBytes, part.first, part.count));
    return { kind: 'text', name: field.name, texts };
  }

  /** Texts that are numbers of entries of a dictionary. */
  #coded(field: Field, { dictionary }: Content & { kind: 'coded' }): Column {
    const { name } = field;
    const texts: TextColumn['texts'] = (first, count) =>
      this.#joined(first, count, async (part) => {
        const entries = await this.dictionaries.get(dictionaryKey(part.batch.file, dictionary))?.(
          0,
          mostClasses + 1,
        );
        const numbers = await readNumbers(part.batch, field, [], part.first, part.count);
        return Array.from(numbers, (number) => entries?.[number] ?? '');
      });
    return { kind: 'text', name, texts };
  }

  async #joined(
    first: number,
    count: number,
    read: (part: Part) => Promise<readonly string[]>,
  ): Promise<string[]> {
    const all: string[] = [];
    for (const part of this.#parts(first, count, 1)) for (const text of await read(part)) all.push(text);
    return all;
  }

  /** The batches that elements [first, first + count) lie in; a row has `width` of them. */
  *#parts(first: number, count: number, width: number): Generator<Part> {
    let low = 0;
    for (let high = this.batches.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) * width <= first) low = middle;
      else high = middle;
    }
    for (let done = 0; done < count; low++) {
      const batch = this.batches[low];
      if (batch === undefined) return;
      const from = first + done - (this.#starts[low] ?? 0) * width;
      const some = Math.min(count - done, batch.rows * width - from);
      if (some > 0) yield { batch, first: from, count: some, before: done };
      done += Math.max(0, some);
    }
  }
}
