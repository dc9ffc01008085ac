import { BadInput, quoted } from '../../tensors/badInput';
import { isDType } from '../../tensors/decode';
import { elementCount } from '../../tensors/storedTensor';
import type { Interpret, Leaf, Meaning } from '../pickle/leaf';
import { isCount, lengths, numpyArrays } from '../pickle/numpyArrays';
import { Called, Dict, List, Name, Persistent, Tuple, type Compound, type Value } from '../pickle/values';
import { contiguous, type Place } from '../place';
import { strided } from '../strided';
import { quantised } from './quantised';
import { bytesOf, quantisedAs, whyUnreadable } from './storageTypes';
import { storageMention, type FindStorage, type Storage } from './storages';

/** Calls around calls around a tensor. */
const mostWrappers = 32;

/** Storages that lie in the pickle itself; text: why one cannot be read. */
export type Embedded = ReadonlyMap<Called, Storage | string>;

/** Tensors of PyTorch in a pickle, whose storages `find` knows; arrays of NumPy too. */
export function torchTensors(where: string, find: FindStorage, embedded: Embedded = new Map()): Interpret {
  const reader = new Reader(where, find, embedded, numpyArrays(where));
  return (value, name) => reader.read(value, name);
}

class Reader {
  /** The name of the value that is read, for messages. */
  private name = (): string => '';

  constructor(
    private readonly where: string,
    private readonly find: FindStorage,
    private readonly embedded: Embedded,
    private readonly arrays: Interpret,
  ) {}

  read(value: Compound, name: () => string): Meaning | undefined {
    this.name = name;
    let inner: Value | undefined = value;
    for (let i = 0; i < mostWrappers && inner instanceof Called; i++) {
      const meaning = this.#rebuilt(inner) ?? this.arrays(inner, this.name);
      if (meaning !== undefined) return meaning;
      inner = unwrapped(inner);
    }
    if (inner instanceof Persistent) return this.#storage(inner);
    return undefined;
  }

  #rebuilt({ name, args }: Called): Meaning | undefined {
    switch (name) {
      case 'torch._utils._rebuild_tensor':
      case 'torch._utils._rebuild_tensor_v2':
        return this.#tensor(args, args[6]);
      case 'torch._utils._rebuild_tensor_v3':
        return this.#tensor(args, args[7], args[6]);
      case 'torch._utils._rebuild_qtensor':
        return this.#quantised(args);
      case 'torch._utils._rebuild_sparse_tensor':
      case 'torch._utils._rebuild_sparse_csr_tensor':
        return this.#sparse(args[0], args[1]);
      case 'torch._utils._rebuild_meta_tensor_no_storage':
        return this.#withoutValues(args[0], args[1]);
      case 'torch._utils._rebuild_wrapper_subclass':
        return this.#withoutValues(args[1], args[2]);
      default:
        return undefined;
    }
  }

  /** (storage, offset, size, stride, …) with what must still be done with the values, and the type where the storage has none. */
  #tensor(args: readonly Value[], flags: Value | undefined, dtype?: Value): Meaning {
    const { storage, view, shape } = this.#view(args, dtype);
    const isNegated = flags instanceof Dict && flags.entries.get('neg') === true;
    const place = isDType(storage.dtype) ? elements(storage, storage.dtype) : null;
    return { leaf: leafOf(storage, shape, view, place, isNegated) };
  }

  #quantised(args: readonly Value[]): Meaning {
    const { storage, view, shape } = this.#view(args);
    const integers = quantisedAs.get(storage.dtype);
    if (integers === undefined) return { leaf: leafOf(storage, shape, view, null, false) };
    const tensorOf = (value: Value | undefined): Leaf | undefined => {
      const meaning = value instanceof Called ? this.read(value, this.name) : undefined;
      return meaning !== undefined && 'leaf' in meaning ? meaning.leaf : undefined;
    };
    const leaf = leafOf(storage, shape, view, elements(storage, integers), false);
    if (leaf.place === null) return { leaf };
    const { place } = leaf;
    return {
      leaf: { ...leaf, place: quantised({ ...leaf, place }, args[4], tensorOf, (what) => this.#fail(what)) },
    };
  }

  /** The storage with elements of the tensor's type, and where in it the tensor lies. */
  #view(
    args: readonly Value[],
    dtype?: Value,
  ): {
    readonly storage: Storage;
    readonly view: { offset: number; strides: readonly number[] };
    readonly shape: readonly number[];
  } {
    const [inner, offset, size, stride] = args;
    const found = this.#found(inner);
    const storage = dtype === undefined ? found : this.#retyped(found, dtype);
    const shape = lengths(unwrapSize(size)) ?? this.#fail('is bad: a length is negative or no whole number');
    const strides =
      lengths(unwrapSize(stride)) ?? this.#fail('is bad: a stride is negative or no whole number');
    if (!isCount(offset)) return this.#fail('is bad: its offset is negative or no whole number');
    if (strides.length !== shape.length)
      return this.#fail(`has ${shape.length} axes and ${strides.length} strides`);
    const last = shape.reduce((sum, length, axis) => sum + (length - 1) * (strides[axis] ?? 0), offset);
    if (!shape.includes(0) && last >= storage.count) {
      return this.#fail(`reaches element ${last} of a storage of ${storage.count}`);
    }
    return { storage, view: { offset, strides }, shape };
  }

  #found(inner: Value | undefined): Storage {
    if (inner instanceof Persistent) return this.find(storageMention(this.where, inner));
    const storage = inner instanceof Called ? this.embedded.get(inner) : undefined;
    if (storage === undefined) return this.#fail('has no storage');
    return typeof storage === 'string' ? this.#fail(storage) : storage;
  }

  #retyped(storage: Storage, dtype: Value): Storage {
    const word =
      dtype instanceof Name && dtype.module === 'torch' ? dtype.name : this.#fail('has no element type');
    // Of a type that is not known, nothing but the shape is shown.
    const size = bytesOf(word) ?? storage.bytes / Math.max(1, storage.count);
    return { ...storage, dtype: word, count: Math.floor(storage.bytes / size) };
  }

  /** A storage for itself: a row of its elements. */
  #storage(value: Persistent): Meaning {
    const storage = this.find(storageMention(this.where, value));
    const place = isDType(storage.dtype) ? elements(storage, storage.dtype) : null;
    const view = { offset: 0, strides: [1] };
    return { leaf: leafOf(storage, [storage.count], view, place, false) };
  }

  /** A sparse tensor: its parts are tensors. */
  #sparse(layout: Value | undefined, parts: Value | undefined): Meaning | undefined {
    const kind = layout instanceof Called ? layout.args[0] : undefined;
    if (!(parts instanceof Tuple || parts instanceof List)) return undefined;
    const names = [...(partNames.get(typeof kind === 'string' ? kind : '') ?? indices), 'size'];
    const warning = `Tensor ${quoted(this.name())} is sparse: its ${names.slice(0, -1).join(', ')} are listed.`;
    return { parts: parts.items.map((part, i) => [names[i] ?? String(i), part] as const), warning };
  }

  #withoutValues(dtype: Value | undefined, size: Value | undefined): Meaning {
    const shape = lengths(unwrapSize(size)) ?? this.#fail('is bad: a length is negative or no whole number');
    const word = dtype instanceof Name ? dtype.name : 'unknown';
    const unreadable = 'The file has no values for it: it was saved from the meta device or by a wrapper.';
    return { leaf: { tensor: { dtype: word, shape, order: 'C', bytes: 0, unreadable }, place: null } };
  }

  #fail(what: string): never {
    throw new BadInput(`${this.where}: tensor ${quoted(this.name())} ${what}.`);
  }
}

const indices = ['indices', 'values'];
/** What the parts of sparse tensors are called, by their layout. */
const partNames = new Map([
  ['torch.sparse_coo', indices],
  ['torch.sparse_csr', ['crow_indices', 'col_indices', 'values']],
  ['torch.sparse_csc', ['ccol_indices', 'row_indices', 'values']],
  ['torch.sparse_bsr', ['crow_indices', 'col_indices', 'values']],
  ['torch.sparse_bsc', ['ccol_indices', 'row_indices', 'values']],
]);

/** The call or value inside one that only adds to it what is no matter here: that it is a parameter, a subclass, a device. */
function unwrapped({ name, args }: Called): Value | undefined {
  switch (name) {
    case 'torch._utils._rebuild_parameter':
    case 'torch._utils._rebuild_parameter_with_state':
    case 'torch._utils._rebuild_device_tensor_from_numpy':
    case 'torch._utils._rebuild_device_tensor_from_cpu_tensor':
    case 'torch._utils._rebuild_xla_tensor':
    case 'torch.nn.parameter.Parameter':
    case 'torch.nn.parameter.Buffer':
    case 'torch.storage.TypedStorage':
    case 'torch.storage._TypedStorage':
      return args[0];
    case 'torch._tensor._rebuild_from_type':
    case 'torch._tensor._rebuild_from_type_v2': {
      const [callee, , inner] = args;
      return callee instanceof Name && inner instanceof Tuple
        ? new Called(String(callee), inner.items)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** A size is a tuple, or one in torch.Size. */
function unwrapSize(value: Value | undefined): Value | undefined {
  return value instanceof Called && value.name === 'torch.Size' ? value.args[0] : value;
}

function elements(storage: Storage, dtype: Parameters<typeof contiguous>[2]): Place {
  return contiguous(storage.source, storage.offset, dtype, storage.littleEndian);
}

function leafOf(
  storage: Storage,
  shape: readonly number[],
  { offset, strides }: { readonly offset: number; readonly strides: readonly number[] },
  whole: Place | null,
  isNegated: boolean,
): Leaf {
  const { dtype } = storage;
  const size = bytesOf(dtype) ?? 0;
  const count = elementCount({ shape });
  const span = shape.reduce((sum, length, axis) => sum + (length - 1) * (strides[axis] ?? 0), 1);
  const unreadable = whole === null ? whyUnreadable(dtype) : undefined;
  const view = whole === null ? undefined : strided(whole, { offset, shape, strides });
  const part = (): string => [dtype, offset, shape, strides, isNegated].join('|');
  return {
    tensor: {
      dtype,
      shape,
      order: view?.order ?? 'C',
      bytes: count === 0 ? 0 : Math.ceil(Math.min(count, span) * size),
      ...(count > 1 && span === 1 && view !== undefined && { isOneValue: true }),
      ...(unreadable === undefined ? {} : { unreadable }),
    },
    place: view === undefined ? null : isNegated ? negated(view.place) : view.place,
    ...(count === 0 ? {} : { home: { storage: storage.key, part } }),
  };
}

/** PyTorch may put off to negate values: the file has them as they were before. */
function negated(place: Place): Place {
  return { read: async (first, count) => (await place.read(first, count)).map((value) => -value) };
}
