import { BadInput, quoted } from '../../tensors/badInput';
import { isDType } from '../../tensors/decode';
import { elementCount } from '../../tensors/storedTensor';
import { elementType, type ElementType } from '../npyHeader';
import { contiguous } from '../place';
import { dataOf } from './data';
import type { Interpret, Leaf, Meaning } from './leaf';
import { Called, List, Name, Tuple, type Value } from './values';

const mostAxes = 64;

/** NumPy arrays and numbers in a pickle, as all versions of NumPy write them. */
export function numpyArrays(where: string): Interpret {
  return (value, name) => (value instanceof Called ? interpret(where, value, name) : undefined);
}

function interpret(where: string, called: Called, name: () => string): Meaning | undefined {
  const { args, state } = called;
  switch (called.name.replace(/^numpy\._core\./, 'numpy.core.')) {
    case 'numpy.core.multiarray._reconstruct': {
      if (!(state instanceof Tuple)) return undefined;
      const [, shape, dtype, fortran, data] = state.items.length === 4 ? [0, ...state.items] : state.items;
      return array({ where, name, shape, dtype, data, order: fortran === true || fortran === 1 ? 'F' : 'C' });
    }
    case 'numpy.core.numeric._frombuffer': {
      const [data, dtype, shape, order] = args;
      return array({ where, name, shape, dtype, data, order: order === 'F' ? 'F' : 'C' });
    }
    case 'numpy.core.multiarray.scalar': {
      const [dtype, data] = args;
      return array({ where, name, shape: new Tuple([]), dtype, data, order: 'C' });
    }
    default:
      return undefined;
  }
}

interface Parts {
  readonly where: string;
  readonly name: () => string;
  readonly shape: Value | undefined;
  readonly dtype: Value | undefined;
  readonly data: Value | undefined;
  readonly order: 'C' | 'F';
}

function array({ where, name, shape: shapeValue, dtype: dtypeValue, data: value, order }: Parts): Meaning {
  const fail = (what: string): never => {
    throw new BadInput(`${where}: array ${quoted(name())} ${what}.`);
  };
  const shape = lengths(shapeValue) ?? fail('has a bad shape');
  // The elements of an array of objects are values of the pickle, and may be arrays themselves.
  if (value instanceof List)
    return { parts: [...value.items.entries()].map(([i, item]) => [String(i), item]) };
  const type = typeOf(where, dtypeValue) ?? fail('has an element type that is not read');
  const data = dataOf(value) ?? fail('has no bytes');
  const { dtype, itemBytes, littleEndian, unreadable, warning } = type;
  const bytes = elementCount({ shape }) * itemBytes;
  if (bytes > data.most || bytes < data.least) {
    const held = data.least === data.most ? String(data.most) : `${data.least} to ${data.most}`;
    fail(`needs ${bytes} bytes, and the pickle holds ${held}`);
  }
  const leaf: Leaf = {
    tensor: {
      dtype,
      shape,
      order: shape.length > 1 ? order : 'C',
      bytes: Number.isNaN(bytes) ? data.most : bytes,
      ...(unreadable === undefined ? {} : { unreadable }),
    },
    place: isDType(dtype) ? contiguous(data.source, 0, dtype, littleEndian) : null,
    ...(warning === undefined ? {} : { warning }),
  };
  return { leaf };
}

/** The lengths of axes; undefined when they are none, or more elements than any file has. */
export function lengths(value: Value | undefined): readonly number[] | undefined {
  if (!(value instanceof Tuple || value instanceof List) || value.items.length > mostAxes) return undefined;
  const items: readonly Value[] = value.items;
  if (!items.every(isCount)) return undefined;
  const elements = items.reduce((product, length) => product * Math.max(1, length), 1);
  return Number.isSafeInteger(elements) ? items : undefined;
}

/** A whole number from 0 to what a file may have. */
export function isCount(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The element type: numpy.dtype called with its letter and size, its byte order in the state. */
function typeOf(where: string, value: Value | undefined): ElementType | undefined {
  if (!(value instanceof Called) || value.name !== 'numpy.dtype') return undefined;
  const [code] = value.args;
  const state = value.state instanceof Tuple ? value.state.items : [];
  const byteOrder = typeof state[1] === 'string' ? state[1] : '<';
  // The types of the ml_dtypes package are classes.
  if (code instanceof Name && isDType(code.name)) {
    return { dtype: code.name, itemBytes: code.name === 'bfloat16' ? 2 : 1, littleEndian: byteOrder !== '>' };
  }
  if (typeof code !== 'string') return undefined;
  if (state[3] instanceof Tuple || state[4] instanceof Called) return elementType(where, []);
  return elementType(where, /^[<>|=]/.test(code) ? code : byteOrder + code);
}
