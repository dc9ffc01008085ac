import type { MeasureCall, MeasureDescription, ParameterValue } from '../../server/protocol';

/** The written value as its parameter's kind has it; what does not fit stays text and the server says why. */
function read(kind: string, written: string): ParameterValue {
  if (kind === 'number' && !Number.isNaN(Number(written))) return Number(written);
  if (kind === 'flag' && /^(yes|true)$/.test(written)) return true;
  if (kind === 'flag' && /^(no|false)$/.test(written)) return false;
  return written;
}

const written = (value: ParameterValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

/**
 * Reads "cka(kernel: rbf, bandwidth: 0.4)": an id of the catalogue, or the part after its dot where that is unique.
 * Only what differs from the defaults is kept. Throws an Error with one sentence when the measure or a parameter does not exist.
 */
export function parseMeasureCall(text: string, measures: readonly MeasureDescription[]): MeasureCall {
  const match = /^\s*([\w.-]+)\s*(?:\(([^()]*)\))?\s*$/.exec(text);
  if (match === null) throw new Error(`"${text}" is not a measure; write for example "cka(kernel: linear)".`);
  const [, name = '', list = ''] = match;
  const found = measures.filter(({ id }) => id === name || id.slice(id.indexOf('.') + 1) === name);
  const exact = found.find(({ id }) => id === name) ?? found[0];
  if (exact === undefined || (found.length > 1 && exact.id !== name)) {
    throw new Error(`There is ${exact ? 'more than one' : 'no'} measure called "${name}".`);
  }
  const parameters = new Map<string, ParameterValue>();
  for (const entry of list.split(',').filter((part) => part.trim() !== '')) {
    const [key = '', value = ''] = entry.split(':').map((part) => part.trim());
    const parameter = exact.parameters.find((one) => one.name === key);
    if (parameter === undefined) throw new Error(`The measure ${exact.id} has no parameter "${key}".`);
    const given = read(parameter.kind, value);
    if (given !== parameter.default) parameters.set(key, given);
  }
  return { id: exact.id, parameters: Object.fromEntries(parameters) };
}

/** The notation `parseMeasureCall` reads. */
export function formatMeasureCall({ id, parameters }: MeasureCall): string {
  const list = Object.entries(parameters).map(([name, value]) => `${name}: ${written(value)}`);
  return list.length === 0 ? id : `${id}(${list.join(', ')})`;
}
