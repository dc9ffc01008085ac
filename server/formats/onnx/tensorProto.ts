import { BadInput, quoted } from '../../tensors/badInput';
import { lists } from './types';
import { delimited, type Field, type Range, type Wire } from './wire';

const mostDimensions = 64;

/** What a TensorProto says, and where its values lie. */
export interface TensorProto {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly raw: Range | undefined;
  /** Listed values by the number of the field; packed, in one piece unless someone wrote them otherwise. */
  readonly listed: ReadonlyMap<number, readonly Range[]>;
  /** Where the values lie in another file, as key and value; undefined: they are in this one. */
  readonly external: ReadonlyMap<string, string> | undefined;
}

const listFields: ReadonlySet<number> = new Set(Object.values(lists));

/** Reads a TensorProto without its values. Throws BadInput. */
export async function readTensorProto(wire: Wire, message: Range, nameOf?: string): Promise<TensorProto> {
  let name = '';
  let type = 0;
  let raw: Range | undefined;
  let isExternal = false;
  const shape: number[] = [];
  const listed = new Map<number, Range[]>();
  const external = new Map<string, string>();
  for (const field of await wire.fields(message)) {
    if (field.number === 1 && shape.length <= mostDimensions)
      shape.push(...(await wire.numbers(field, mostDimensions)));
    else if (field.number === 2) type = field.value;
    else if (field.number === 8) name = await wire.text(field);
    else if (field.number === 9) raw = field;
    else if (field.number === 13) await readEntry(wire, field, external);
    else if (field.number === 14) isExternal = field.value === 1;
    else if (listFields.has(field.number)) addPiece(listed, field);
  }
  const shown = nameOf ?? name;
  checkShape(wire.file.path, shown, shape);
  return { name: shown, shape, type, raw, listed, external: isExternal ? external : undefined };
}

function addPiece(listed: Map<number, Range[]>, field: Field): void {
  if (field.wire === delimited && field.end === field.start) return;
  const pieces = listed.get(field.number);
  if (pieces === undefined) listed.set(field.number, [field]);
  else pieces.push(field);
}

/** One StringStringEntryProto. */
export async function readEntry(wire: Wire, message: Range, into: Map<string, string>): Promise<void> {
  let key = '';
  let value = '';
  for (const field of await wire.fields(message)) {
    if (field.number === 1) key = await wire.text(field);
    else if (field.number === 2) value = await wire.text(field);
  }
  into.set(key, value);
}

/** Throws BadInput. */
export function checkShape(path: string, name: string, shape: readonly number[]): void {
  const bad = shape.find((length) => length > Number.MAX_SAFE_INTEGER);
  if (shape.length > mostDimensions)
    throw new BadInput(`${path}: tensor ${quoted(name)} has more than ${mostDimensions} dimensions.`);
  if (bad !== undefined) {
    // Read as if they had no sign, negative numbers are above 2^63.
    const why = bad >= 2 ** 63 ? 'a length is negative' : `the length ${BigInt(bad)} is too large`;
    throw new BadInput(`${path}: bad dimension of tensor ${quoted(name)}: ${why}.`);
  }
  if (shape.reduce((product, length) => product * length, 1) > Number.MAX_SAFE_INTEGER)
    throw new BadInput(`${path}: the shape ${shape.join(' x ')} of tensor ${quoted(name)} overflows.`);
}
