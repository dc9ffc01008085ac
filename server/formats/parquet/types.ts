import type { DType } from '../../tensors/dtype';
import type { Element } from './metadata';

export const physical = {
  boolean: 0,
  int32: 1,
  int64: 2,
  float: 4,
  double: 5,
  bytes: 6,
  fixed: 7,
} as const;

/** A leaf of the schema: how its values are stored. */
export interface Leaf {
  /** The leaf's place among all, which is that of its chunk in each row group. */
  readonly index: number;
  readonly type: number;
  /** Bytes of one decoded value; 0 where they differ. */
  readonly size: number;
  /** How many nodes above and with it may be missing, and how many may come several times. */
  readonly definitions: number;
  readonly repetitions: number;
}

/** What a column of the table holds, by its schema. */
export type Content =
  /** Lists lie `leaf.repetitions` deep; `stored` is how a value is decoded. */
  | { readonly kind: 'numbers'; readonly dtype: DType; readonly stored: DType; readonly leaf: Leaf }
  | { readonly kind: 'text'; readonly leaf: Leaf }
  | { readonly kind: 'other'; readonly type: string };

const string = 1;
const enumeration = 4;
const integer = 10;
const float16 = 15;
const repeated = 2;

/** What a column is whose nodes are these, the outermost first, `index` its first leaf. */
export function contentOf(nodes: readonly Element[], index: number): Content {
  const repetitions = nodes.filter(({ repetition }) => repetition === repeated).length;
  const element = nodes.at(-1);
  if (element?.type === undefined || !isChain(nodes)) return { kind: 'other', type: 'struct' };
  const definitions = nodes.filter(({ repetition }) => repetition !== 0).length;
  const found = numberType(element);
  const leaf: Leaf = { index, type: element.type, size: found?.size ?? 0, definitions, repetitions };
  if (found !== undefined) return { kind: 'numbers', dtype: found.dtype, stored: found.stored, leaf };
  if (isText(element) && repetitions === 0) return { kind: 'text', leaf };
  const word = wordOf(element);
  return { kind: 'other', type: repetitions > 0 ? `list of ${word}` : word };
}

/** Whether nodes are lists in each other: each is repeated, or what it holds is. */
function isChain(nodes: readonly Element[]): boolean {
  return nodes.every(
    ({ children, repetition }, i) =>
      children === 0 ||
      (children === 1 && (repetition === repeated || nodes[i + 1]?.repetition === repeated)),
  );
}

function isText({ type, converted, logical }: Element): boolean {
  if (type !== physical.bytes) return false;
  const isAnnotated = converted === 0 || converted === 4;
  return isAnnotated || logical?.type === string || logical?.type === enumeration;
}

const convertedIntegers: readonly DType[] = [
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'int8',
  'int16',
  'int32',
  'int64',
];
const firstInteger = 11;

function numberType(element: Element): { dtype: DType; stored: DType; size: number } | undefined {
  const { type, length, converted, logical } = element;
  if (logical?.type === float16 && type === physical.fixed && length === 2)
    return { dtype: 'float16', stored: 'float16', size: 2 };
  const whole =
    logical?.type === integer
      ? convertedIntegers.find((each) => each === `${logical.signed ? '' : 'u'}int${logical.bits}`)
      : convertedIntegers[(converted ?? 0) - firstInteger];
  // Any other annotation makes something else of the number: a date, a decimal fraction.
  if (whole === undefined && (logical !== undefined || converted !== undefined)) return undefined;
  if (type === physical.int64) {
    if (whole !== undefined && !whole.endsWith('64')) return undefined;
    const dtype = whole ?? 'int64';
    return { dtype, stored: dtype, size: 8 };
  }
  if (type === physical.int32) {
    if (whole?.endsWith('64') === true) return undefined;
    return { dtype: whole ?? 'int32', stored: whole === 'uint32' ? 'uint32' : 'int32', size: 4 };
  }
  if (whole !== undefined) return undefined;
  if (type === physical.float) return { dtype: 'float32', stored: 'float32', size: 4 };
  if (type === physical.double) return { dtype: 'float64', stored: 'float64', size: 8 };
  return type === physical.boolean ? { dtype: 'bool', stored: 'bool', size: 1 } : undefined;
}

const physicalNames = ['boolean', 'int32', 'int64', 'timestamp', 'float', 'double', 'binary', 'fixed binary'];
const logicalNames = [
  '',
  'text',
  'map',
  'list',
  'enum',
  'decimal',
  'date',
  'time',
  'timestamp',
  'interval',
  'integer',
  'nothing',
  'json',
  'bson',
  'uuid',
];
const convertedNames = [
  'text',
  'map',
  'map',
  'list',
  'enum',
  'decimal',
  'date',
  'time',
  'time',
  'timestamp',
  'timestamp',
  ...convertedIntegers,
  'json',
  'bson',
  'interval',
];

function wordOf({ type, converted, logical }: Element): string {
  const word = logicalNames[logical?.type ?? 0] ?? '';
  if (word !== '') return word;
  return (converted === undefined ? physicalNames[type ?? -1] : convertedNames[converted]) ?? 'unknown';
}
