import { BadInput } from '../../tensors/badInput';
import { readTensorProto, type TensorProto } from './tensorProto';
import { delimited, type Field, type Range, type Wire } from './wire';

const deepest = 32;
const mostTensors = 1_000_000;
const mostDescribed = 100_000;

/** What is found in the graphs of a model, in the order of the file. */
export interface Found {
  readonly tensors: TensorProto[];
  /** Messages of sparse tensors with their names; an empty one is in the message. */
  readonly sparse: { readonly message: Range; readonly name: string }[];
  /** How often each operator is used, in all graphs. */
  readonly operators: Map<string, number>;
  /** Names that tensors of one graph share. */
  readonly repeated: Set<string>;
  /** Of the model's own graph: its name, inputs and outputs, by the numbers of their fields. */
  readonly described: Readonly<Record<2 | 11 | 12, Field[]>>;
}

/** A graph (or a part of the model that holds some) that is being walked over. */
interface Level {
  readonly kind: 'graph' | 'function' | 'training';
  readonly end: number;
  /** The next byte. */
  at: number;
  readonly prefix: string;
  readonly depth: number;
  readonly names: Set<string>;
}

/** By kind of level: which fields are operators, and which graphs. */
const nodeField = { graph: 1, function: 7, training: 0 };

/**
 * Walks over graphs, the bodies of functions and what is nested in them: `If`, `Loop` and `Scan` have graphs as
 * attributes. Tensors in nested graphs get dotted names: operator, attribute, tensor. A stack stands for the recursion.
 */
export class Walk {
  readonly found: Found = {
    tensors: [],
    sparse: [],
    operators: new Map(),
    repeated: new Set(),
    described: { 2: [], 11: [], 12: [] },
  };
  readonly #levels: Level[] = [];

  constructor(private readonly wire: Wire) {}

  graph(message: Range): Promise<void> {
    return this.#run('graph', message, '');
  }

  /** The name of a function comes before that of its tensors. */
  async function(message: Range): Promise<void> {
    const named = (await this.wire.fields(message)).find(({ number }) => number === 1);
    const name = named === undefined ? 'function' : await this.wire.text(named);
    return this.#run('function', message, `${name}.`);
  }

  training(message: Range, index: number): Promise<void> {
    return this.#run('training', message, `training.${index}.`);
  }

  async #run(kind: Level['kind'], message: Range, prefix: string): Promise<void> {
    this.#push(kind, message, prefix, 1);
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (level.at >= level.end) {
        this.#levels.pop();
        continue;
      }
      const { at, end } = level;
      const field = this.wire.fieldAt(at, end) ?? (await this.wire.fieldFrom(at, end));
      level.at = field.end;
      if (field.wire === delimited) await this.#take(level, field);
    }
  }

  #push(kind: Level['kind'], { start, end }: Range, prefix: string, depth: number): void {
    if (depth > deepest) {
      throw new BadInput(
        `${this.wire.file.path}: graphs are nested too deep, more than ${deepest} at byte ${start}.`,
      );
    }
    this.#levels.push({ kind, at: start, end, prefix, depth, names: new Set() });
  }

  async #take(level: Level, field: Field): Promise<void> {
    const { kind, prefix, depth } = level;
    if (field.number === nodeField[kind]) return this.#node(level, field);
    if (kind === 'training' && field.number <= 2) {
      const part = field.number === 1 ? 'initialization' : 'algorithm';
      this.#push('graph', field, `${prefix}${part}.`, depth + 1);
    }
    if (kind !== 'graph') return;
    if (field.number === 5) this.#add(level, await readTensorProto(this.wire, field));
    if (field.number === 15) this.found.sparse.push({ message: field, name: prefix });
    if (prefix !== '' || (field.number !== 2 && field.number !== 11 && field.number !== 12)) return;
    const described = this.found.described[field.number];
    if (described.length < mostDescribed) described.push(field);
  }

  /** An operator: counted; the tensor of a constant is a tensor of the model, its graphs are walked over. */
  async #node(level: Level, message: Range): Promise<void> {
    const { wire } = this;
    const fields = (await wire.fields(message)).filter((field) => field.wire === delimited);
    const textOf = async (number: number): Promise<string> => {
      const field = fields.find((candidate) => candidate.number === number);
      return field === undefined ? '' : wire.text(field);
    };
    const operator = await textOf(4);
    const domain = await textOf(7);
    const word = domain === '' || domain === 'ai.onnx' ? operator : `${domain}.${operator}`;
    this.found.operators.set(word, (this.found.operators.get(word) ?? 0) + 1);
    const graphs: { message: Range; prefix: string }[] = [];
    for (const attribute of fields.filter(({ number }) => number === 5)) {
      const held = await this.#attribute(attribute);
      if (held === undefined) continue;
      // Every output has a name; that of the operator may be missing.
      const output = await textOf(2);
      const label = `${level.prefix}${(await textOf(3)) || output || operator}.${held.name}.`;
      for (const [i, graph] of held.graphs.entries())
        graphs.push({ message: graph, prefix: held.graphs.length > 1 ? `${label}${i}.` : label });
      if (operator !== 'Constant') continue;
      if (held.tensor !== undefined) this.#add(level, await readTensorProto(wire, held.tensor, output));
      if (held.sparse !== undefined)
        this.found.sparse.push({ message: held.sparse, name: `${level.prefix}${output}` });
    }
    // The last one pushed is walked over first.
    for (const { message: graph, prefix } of graphs.reverse())
      this.#push('graph', graph, prefix, level.depth + 1);
  }

  /** What an attribute holds of tensors and graphs; undefined when nothing. */
  async #attribute(
    message: Range,
  ): Promise<
    { name: string; tensor: Field | undefined; sparse: Field | undefined; graphs: Field[] } | undefined
  > {
    const fields = (await this.wire.fields(message)).filter(({ wire }) => wire === delimited);
    const last = (number: number): Field | undefined => fields.findLast((field) => field.number === number);
    const graphs = fields.filter(({ number }) => number === 6 || number === 11);
    const [tensor, sparse, named] = [last(5), last(22), last(1)];
    if (tensor === undefined && sparse === undefined && graphs.length === 0) return undefined;
    return { name: named === undefined ? '' : await this.wire.text(named), tensor, sparse, graphs };
  }

  #add(level: Level, tensor: TensorProto): void {
    const name = level.prefix + tensor.name;
    if (level.names.has(name)) this.found.repeated.add(name);
    level.names.add(name);
    if (this.found.tensors.push({ ...tensor, name }) > mostTensors)
      throw new BadInput(`${this.wire.file.path} has more than ${mostTensors} tensors.`);
  }
}
