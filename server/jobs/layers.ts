import type { Engine } from '../linalg/engine';
import type { Preparation } from '../measures/prepared';
import { Prepared } from '../measures/prepared';
import type { ClassOrder } from '../tensors/matchClasses';
import type { OutputKind } from '../tensors/meaning';
import { asOutputs } from '../tensors/outputs';
import type { Meaning } from '../tensors/representation';
import { layoutOf } from '../tensors/layout';
import { represent } from '../tensors/represent';
import { LeastRecentlyUsed } from '../formats/leastRecentlyUsed';
import { type FileStamp, type OpenFiles, tensorAt } from './openFiles';
import { rowNumbers, rowsKey, type View } from './view';

/** A tensor and how it becomes a representation. */
export interface LayerSource extends View {
  readonly file: FileStamp;
  /** Position of the tensor in the file. */
  readonly index: number;
  /** outputs: found out from the values. */
  readonly meaning: Meaning | OutputKind | 'outputs';
  /** Of outputs: their classes among those of all models, where they were put in one order by name. */
  readonly classes?: ClassOrder;
}

/** What a score depends on of the order of classes; null: the order of the columns. */
export function classesKey({ classes }: Pick<LayerSource, 'classes'>): unknown {
  return classes === undefined || isPlain(classes) ? null : [classes.numbers, classes.names.length];
}

/** All classes are columns, in their order. */
function isPlain({ numbers, names }: ClassOrder): boolean {
  return numbers.length === names.length && numbers.every((number, column) => number === column);
}

/** A layer in memory, with what has been prepared of it. */
export interface Layer {
  readonly content: string;
  readonly prepared: Prepared;
}

interface Kept extends Layer {
  /** Preparations made or about to be made, by id. */
  readonly made: Set<string>;
  bytes: number;
}

/** The prepared layers of a thread: in a grid each is read and prepared once, as long as the memory allows. */
export class Layers {
  readonly #kept = new LeastRecentlyUsed<string, Kept>(0);

  constructor(
    private readonly engine: Engine,
    private readonly files: OpenFiles,
    private readonly poll: () => void,
  ) {}

  /** Bytes held by the kept layers, estimated. */
  get bytes(): number {
    return this.#kept.total;
  }

  /** How many bytes may be kept from now on; gives up what was not used for the longest time. */
  limit(bytes: number): void {
    this.#kept.resize(bytes);
  }

  /**
   * The layer, read if need be, and accounted for with what `preparations` will take. `allowance` bytes may be held
   * for preparations: above it, earlier ones are given up. Throws BadInput.
   */
  async get(
    source: LayerSource,
    preparations: readonly Preparation<unknown>[],
    allowance: number,
  ): Promise<Layer> {
    const key = JSON.stringify([
      source.file.identity,
      source.index,
      source.rule,
      rowsKey(source),
      source.meaning,
      classesKey(source),
    ]);
    const known = this.#kept.get(key) ?? (await this.#read(source));
    const { n, d } = known.prepared;
    const more = preparations.filter(({ id }) => !known.made.has(id));
    const bytes = (some: readonly Preparation<unknown>[]): number =>
      some.reduce((sum, preparation) => sum + preparation.cost(n, d).bytes, 0);
    const grown = known.bytes + bytes(more);
    const layer: Kept =
      grown <= allowance
        ? known
        : {
            content: known.content,
            prepared: new Prepared(known.prepared.representation, this.engine),
            made: new Set(),
            bytes: known.prepared.representation.values.data.byteLength,
          };
    for (const { id } of preparations) layer.made.add(id);
    layer.bytes = grown <= allowance ? grown : layer.bytes + bytes(preparations);
    this.#kept.set(key, layer, layer.bytes);
    return layer;
  }

  async #read(source: LayerSource): Promise<Kept> {
    const { file: stamp, index, rule, meaning } = source;
    const file = await this.files.lately(stamp);
    const tensor = tensorAt(file, index);
    const layout = layoutOf(tensor.shape, rule);
    const rows = typeof layout === 'string' ? undefined : rowNumbers(source, layout.instances);
    const isOutputs = meaning !== 'activations' && meaning !== 'weights';
    const read = await represent(file, tensor, {
      ...{ rule, poll: this.poll, ...(!isOutputs && { meaning }) },
      ...(rows !== undefined && { rows }),
    });
    const representation = isOutputs ? asOutputs(read, meaning, source.classes) : read;
    return {
      content: read.provenance?.content ?? '',
      prepared: new Prepared(representation, this.engine),
      made: new Set(),
      bytes: read.values.data.byteLength,
    };
  }
}
