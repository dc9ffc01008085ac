import type { Source } from '../bytes';

/**
 * What a pickle describes, as plain data: nothing of it is a live object of ours, and names are only labels. Lists may
 * contain themselves, and the same value may be found in many places: whoever walks them keeps a set of what it has seen.
 */
export type Value = null | boolean | number | bigint | string | Compound;

export type Compound = Stretch | List | Tuple | Dict | Name | Called | Persistent;

/** Bytes or long text inside the pickle: where they are, not what they are. */
export class Stretch {
  constructor(
    /** What the bytes are read from, and what messages call it. */
    readonly source: Source,
    readonly where: string,
    /** The first byte, and how many there are. */
    readonly offset: number,
    readonly length: number,
    readonly kind: 'bytes' | 'text',
  ) {}
}

/** A list, or a set, whose order is that of the pickle. */
export class List {
  constructor(readonly items: Value[]) {}
}

export class Tuple {
  constructor(readonly items: readonly Value[]) {}
}

const noEntries: ReadonlyMap<Value, Value> = new Map();

/** A dictionary of any kind. Keys that are no text or number count as themselves. */
export class Dict {
  #entries: Map<Value, Value> | undefined;

  get entries(): ReadonlyMap<Value, Value> {
    return this.#entries ?? noEntries;
  }

  set(key: Value, value: Value): void {
    // PyTorch puts an empty one beside each tensor.
    (this.#entries ??= new Map<Value, Value>()).set(key, value);
  }
}

/** Python 2 had other names for the modules. */
const modules = new Map([
  ['__builtin__', 'builtins'],
  ['copy_reg', 'copyreg'],
]);

/** A function or class that the pickle names. It is never looked up. */
export class Name {
  #dotted: string | undefined;

  constructor(
    readonly module: string,
    readonly name: string,
  ) {}

  toString(): string {
    return `${this.module}.${this.name}`;
  }

  /** The dotted name as Python 3 has it. */
  get dotted(): string {
    return (this.#dotted ??= `${modules.get(this.module) ?? this.module}.${this.name}`);
  }
}

/** What Python would get by calling something: never called, only written down. */
export class Called {
  /** What Python would set on the result. */
  state: Value | undefined;
  /** What it would append to it, and put under keys in it; undefined: nothing. */
  items: Value[] | undefined;
  dict: Dict | undefined;

  constructor(
    /** The dotted name of what would be called. */
    readonly name: string,
    readonly args: readonly Value[],
  ) {}
}

/** Something that lies outside of the pickle, by the pickle's own word for it. */
export class Persistent {
  constructor(readonly id: Value) {}
}
