import { BadInput, quoted } from '../../tensors/badInput';
import type { Sized } from '../cursor';
import { type FoundArray, joinChunks, readArray, readShape } from './arrays';
import { type Token, Tokens } from './msgpack';

export interface Tree {
  /** In the order of the file. */
  readonly arrays: FoundArray[];
  /** What is no array: numbers of steps, texts, settings. */
  readonly metadata: (readonly [string, string])[];
  readonly warnings: string[];
}

const deepest = 32;
const mostValues = 10_000_000;
const mostArrays = 1_000_000;
const mostMetadata = 1000;
const longestShown = 2000;
const chunkedKey = '__msgpack_chunked_array__';

/** Types of extensions, as Flax numbers them. */
const extension = { array: 1, complex: 2, scalar: 3 };

/** A map or list that is being read. */
interface Level {
  readonly kind: 'map' | 'array';
  readonly name: string;
  readonly count: number;
  /** How many entries were read. */
  done: number;
  /** The arrays found before it. */
  readonly before: number;
  /** It stands for one large array in chunks. */
  isChunked: boolean;
  shape: number[] | undefined;
}

/** Reads the tree of a file without the elements of its arrays. A stack stands for the recursion. Throws BadInput. */
export async function readTree(file: Sized): Promise<Tree> {
  const reading = new Reading(new Tokens(file));
  await reading.run();
  return reading.tree();
}

class Reading {
  readonly #arrays: FoundArray[] = [];
  readonly #metadata: (readonly [string, string])[] = [];
  readonly #levels: Level[] = [];
  #values = 0;
  #untold = 0;

  constructor(private readonly tokens: Tokens) {}

  async run(): Promise<void> {
    const { tokens } = this;
    const { path, size } = tokens.file;
    await this.#take('', await tokens.next());
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (level.done === level.count) this.#end(level);
      else await this.#entry(level);
    }
    if (tokens.position < size) {
      throw new BadInput(
        `${path} goes on after its end at byte ${tokens.position}: it is damaged or no Flax checkpoint.`,
      );
    }
  }

  tree(): Tree {
    const names = new Set<string>();
    const repeated = new Set<string>();
    for (const { name } of this.#arrays) (names.has(name) ? repeated : names).add(name);
    const warnings = [...repeated]
      .slice(0, 3)
      .map((name) => `There is more than one tensor of the name ${quoted(name)}.`);
    const more = this.#untold > 0 ? [['more values', `${this.#untold}, not listed`] as const] : [];
    return { arrays: this.#arrays, metadata: [...this.#metadata, ...more], warnings };
  }

  async #entry(level: Level): Promise<void> {
    const { tokens } = this;
    const key = level.kind === 'map' ? await this.#key() : String(level.done);
    level.done++;
    const name = level.name === '' ? key : `${level.name}.${key}`;
    if (level.isChunked && key === 'shape') level.shape = await readShape(tokens, level.name);
    else {
      const token = await tokens.next();
      if (level.kind === 'map' && key === chunkedKey && token.kind === 'value')
        level.isChunked = token.value === true;
      else await this.#take(name, token);
    }
  }

  /** The name of an entry: a text, or a number as one. */
  async #key(): Promise<string> {
    const token = await this.tokens.next();
    if (token.kind === 'text' || token.kind === 'bytes') return this.tokens.text(token);
    if (token.kind === 'value') return String(token.value);
    throw new BadInput(`${this.tokens.file.path}: the name at byte ${token.at} is no text.`);
  }

  async #take(name: string, token: Token): Promise<void> {
    const { path } = this.tokens.file;
    if (++this.#values > mostValues)
      throw new BadInput(`${path} has more than ${mostValues} values up to byte ${token.at}: no model has.`);
    if (token.kind === 'map' || token.kind === 'array') {
      if (this.#levels.length >= deepest)
        throw new BadInput(`${path} is nested too deep: more than ${deepest} levels at byte ${token.at}.`);
      const { kind, count } = token;
      this.#levels.push({
        kind,
        name,
        count,
        done: 0,
        before: this.#arrays.length,
        isChunked: false,
        shape: undefined,
      });
    } else if (
      token.kind === 'extension' &&
      (token.type === extension.array || token.type === extension.scalar)
    ) {
      const found = await readArray(this.tokens, name || 'array', token);
      if (this.#arrays.push(found) > mostArrays)
        throw new BadInput(`${path} has more than ${mostArrays} tensors.`);
    } else if (this.#metadata.length >= mostMetadata) this.#untold++;
    else this.#metadata.push([name || 'value', await this.#inWords(token)]);
  }

  #end({ name, before, isChunked, shape }: Level): void {
    this.#levels.pop();
    if (!isChunked) return;
    this.#arrays.push(joinChunks(this.tokens, name, shape, this.#arrays.splice(before)));
  }

  async #inWords(token: Token): Promise<string> {
    if (token.kind === 'value') return String(token.value);
    if (token.kind === 'text') {
      const { start, length } = token;
      const text = await this.tokens.text({ start, length: Math.min(length, longestShown) });
      return length > longestShown ? `${text}… (${length} bytes)` : text;
    }
    if (token.kind === 'extension')
      return token.type === extension.complex ? '(a complex number)' : `(extension ${token.type})`;
    return token.kind === 'bytes' ? `(${token.length} bytes)` : `(${token.count} entries)`;
  }
}
