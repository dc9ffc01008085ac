import { endings } from '../../protocol';
import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import type { Format, StoredTensor } from '../format';
import { type Contents, openModelFile } from '../modelFile';
import type { Place } from '../place';
import { describeModel, describeOperators, describeProperties, describeValues } from './describe';
import { ExternalFiles } from './external';
import { checkShape, readTensorProto } from './tensorProto';
import { onnxTypes, texts } from './types';
import { placeTensor } from './values';
import { type Found, Walk } from './walk';
import { delimited, type Range, Wire } from './wire';

const namesShown = 3;

/** What can begin a model: the version of the format, or another field of ModelProto with the wire type it has. */
const firstBytes = /^(\x08[\x01-\x7f]|[\x12\x1a\x22\x28\x32\x3a\x42\x72]|\xa2\x01|\xca\x01)/;
/** Where the name does not say it: the version, and then a text that names the producer. */
const likelyBytes = /^\x08[\x01-\x20]\x12[\x02-\x20][\x20-\x7e]{2}/;

/** Models of operators, with their weights as constants. github.com/onnx/onnx, onnx.proto */
export const onnx: Format = {
  id: 'onnx',
  title: 'ONNX',
  endings: endings.onnx,
  sniff(head, fileName) {
    const isNamed = fileName.toLowerCase().endsWith('.onnx');
    return (isNamed ? firstBytes : likelyBytes).test(Buffer.from(head).toString('latin1'));
  },
  open: (bytes) => openModelFile(bytes, onnx.id, parseOnnx),
};

async function parseOnnx(bytes: Bytes): Promise<Contents> {
  const wire = new Wire(bytes);
  const model = await wire.fields({ start: 0, end: bytes.size });
  const graphs = model.filter((field) => field.number === 7 && field.wire === delimited);
  if (graphs.length === 0) throw new BadInput(`${bytes.path} is no ONNX model: it has no graph.`);
  const walk = new Walk(wire);
  // Occurrences of a message that is there once are merged: together they are the graph.
  for (const graph of graphs) await walk.graph(graph);
  for (const field of model.filter(({ number }) => number === 25)) await walk.function(field);
  for (const [i, field] of model.filter(({ number }) => number === 20).entries())
    await walk.training(field, i);
  const externals = new ExternalFiles(bytes.path);
  try {
    const { found } = walk;
    const places = new Map<StoredTensor, Place | null>();
    let textTensors = 0;
    for (const tensor of found.tensors) {
      if (tensor.type === texts) textTensors++;
      else places.set(...(await placeTensor(bytes, tensor, externals)));
    }
    for (const { message, name } of found.sparse) places.set(await sparseTensor(wire, message, name), null);
    const metadata = [
      ...(await describeModel(wire, model)),
      ...(await describeGraph(wire, found)),
      ...describeOperators(found.operators),
      ...(textTensors > 0 ? [['tensors of texts', `${textTensors}, not listed`] as const] : []),
      ...(await describeProperties(wire, model)),
    ];
    const warnings = [...repeatedNames(found.repeated), ...externals.warnings];
    return { places, metadata, warnings, others: externals.opened };
  } catch (error) {
    await externals.close();
    throw error;
  }
}

async function describeGraph(
  wire: Wire,
  { described, tensors }: Found,
): Promise<(readonly [string, string])[]> {
  const named = described[2].at(-1);
  const constants = new Set(tensors.map(({ name }) => name));
  return [
    ...(named === undefined ? [] : [['graph', await wire.text(named, 2000)] as const]),
    // In old models every constant is an input too.
    ...(await describeValues(wire, 'input', described[11], constants)),
    ...(await describeValues(wire, 'output', described[12], new Set())),
  ];
}

/** Listed, not read. The name of a constant is known; that of an initializer is in its values. */
async function sparseTensor(wire: Wire, message: Range, name: string): Promise<StoredTensor> {
  const fields = await wire.fields(message);
  const values = fields.findLast((field) => field.number === 1);
  const tensor = values === undefined ? undefined : await readTensorProto(wire, values);
  const shape: number[] = [];
  for (const field of fields) {
    if (field.number === 3) shape.push(...(await wire.numbers(field, 64)));
    if (shape.length > 64) break;
  }
  const shown = name === '' || name.endsWith('.') ? name + (tensor?.name ?? '') : name;
  checkShape(wire.file.path, shown, shape);
  const dtype = onnxTypes.get(tensor?.type ?? 0)?.word ?? 'unknown';
  const bytes = message.end - message.start;
  return { name: shown, dtype, shape, order: 'C', bytes, unreadable: 'Sparse tensors are not read.' };
}

function repeatedNames(names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  const shown = [...names].slice(0, namesShown).map(quoted).join(', ');
  const more = names.size > namesShown ? ` and ${names.size - namesShown} more` : '';
  return [`There is more than one tensor of the name ${shown}${more}.`];
}
