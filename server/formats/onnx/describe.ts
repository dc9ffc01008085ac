import { onnxTypes } from './types';
import { readEntry } from './tensorProto';
import type { Field, Range, Wire } from './wire';

const valuesShown = 100;
const textShown = 2000;
const entriesShown = 1000;

type Pairs = (readonly [string, string])[];

/** Fields of the model that are told as they are. */
const plain = new Map([
  [4, 'domain'],
  [5, 'model_version'],
  [6, 'doc_string'],
]);

/** What a model says of itself, for people: everything but its tensors. */
export async function describeModel(wire: Wire, fields: readonly Field[]): Promise<Pairs> {
  const pairs: Pairs = [];
  const producer: string[] = [];
  const opsets: string[] = [];
  for (const field of fields) {
    const label = plain.get(field.number);
    if (field.number === 1) pairs.push(['ir_version', String(field.value)]);
    else if (field.number === 2 || field.number === 3) producer.push(await wire.text(field, textShown));
    else if (label !== undefined)
      pairs.push([label, field.number === 5 ? String(field.value) : await wire.text(field, textShown)]);
    else if (field.number === 8 && opsets.length < valuesShown) opsets.push(await opset(wire, field));
  }
  if (producer.join('') !== '') pairs.push(['producer', producer.join(' ')]);
  if (opsets.length > 0) pairs.push(['opset', opsets.join(', ')]);
  return pairs.filter(([, value]) => value !== '');
}

async function opset(wire: Wire, message: Range): Promise<string> {
  let domain = '';
  let version = 0;
  for (const field of await wire.fields(message)) {
    if (field.number === 1) domain = await wire.text(field, textShown);
    else if (field.number === 2) version = field.value;
  }
  return `${domain || 'ai.onnx'} ${version}`;
}

/** The entries of `metadata_props`. */
export async function describeProperties(wire: Wire, fields: readonly Field[]): Promise<Pairs> {
  const entries = new Map<string, string>();
  const messages = fields.filter(({ number }) => number === 14);
  for (const message of messages.slice(0, entriesShown)) await readEntry(wire, message, entries);
  const pairs: Pairs = [...entries];
  if (messages.length > entriesShown) pairs.push(['…', `${messages.length - entriesShown} more properties`]);
  return pairs.map(([key, value]) => [
    key,
    value.length > textShown ? `${value.slice(0, textShown)}…` : value,
  ]);
}

/** Names, types and shapes of a graph's inputs or outputs, but for those named in `left`. */
export async function describeValues(
  wire: Wire,
  word: 'input' | 'output',
  messages: readonly Range[],
  left: ReadonlySet<string>,
): Promise<Pairs> {
  const pairs: Pairs = [];
  let more = 0;
  for (const message of messages) {
    const fields = await wire.fields(message);
    const [named, typed] = [1, 2].map((number) => fields.findLast((field) => field.number === number));
    const name = named === undefined ? '' : await wire.text(named, textShown);
    if (left.has(name)) continue;
    if (pairs.length >= valuesShown) more++;
    else pairs.push([`${word} ${name}`, typed === undefined ? '' : await typeOf(wire, typed)]);
  }
  if (more > 0) pairs.push([`${word} …`, `${more} more`]);
  return pairs;
}

/** A TypeProto in words. */
async function typeOf(wire: Wire, message: Range): Promise<string> {
  const kinds = new Map([
    [1, 'tensor'],
    [4, 'sequence'],
    [5, 'map'],
    [8, 'sparse tensor'],
    [9, 'optional'],
  ]);
  const field = (await wire.fields(message)).find(({ number }) => kinds.has(number));
  const kind = kinds.get(field?.number ?? 0) ?? 'value';
  if (field === undefined || (field.number !== 1 && field.number !== 8)) return kind;
  let element = '';
  let shape = '';
  for (const part of await wire.fields(field)) {
    if (part.number === 1)
      element = onnxTypes.get(part.value)?.word ?? (part.value === 8 ? 'text' : `type ${part.value}`);
    else if (part.number === 2) shape = await shapeOf(wire, part);
  }
  return [field.number === 8 ? 'sparse' : '', element, shape].filter((word) => word !== '').join(' ');
}

async function shapeOf(wire: Wire, message: Range): Promise<string> {
  const lengths: string[] = [];
  for (const dimension of (await wire.fields(message)).filter(({ number }) => number === 1)) {
    if (lengths.length >= valuesShown) return `[${lengths.join(', ')}, …]`;
    let length = '?';
    for (const field of await wire.fields(dimension)) {
      if (field.number === 1) length = String(field.value);
      else if (field.number === 2) length = await wire.text(field, textShown);
    }
    lengths.push(length);
  }
  return `[${lengths.join(', ')}]`;
}

/** How often each operator is used, the most frequent first. */
export function describeOperators(operators: ReadonlyMap<string, number>): Pairs {
  const sorted = [...operators].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (sorted.length === 0) return [];
  const shown = sorted.slice(0, valuesShown).map(([operator, count]) => `${operator} ${count}`);
  if (sorted.length > valuesShown) shown.push(`and ${sorted.length - valuesShown} more`);
  return [['operators', shown.join(', ')]];
}
