import type { Engine } from '../linalg/engine';
import type { AnyMatrix } from '../linalg/matrix';
import { PairFactor } from '../measures/moments/pairFactor';
import { type Moments, PairMoments } from '../measures/moments/pairMoments';
import { givesBases, reducedPair } from '../measures/moments/reduced';
import type { Prepared } from '../measures/prepared';
import { BadInput } from '../tensors/badInput';
import { RowBlocks } from '../tensors/rowBlocks';
import { rowsAtOnce, sizeOf } from './cost';
import type { LayerSource } from './layers';
import { type OpenFiles, tensorAt } from './openFiles';
import { viewed } from './view';

/** A layer that cannot be read, and why. */
export interface Unreadable {
  readonly unreadable: 'x' | 'y';
  readonly reason: string;
}

/** A small pair with the second moments of two layers, and the content hashes of those. */
export interface RowPair {
  readonly pair: readonly [Prepared, Prepared];
  readonly content: readonly [x: string, y: string];
}

interface Known extends RowPair {
  readonly key: string;
  readonly moments: Moments;
  /** Whether the pair tells the subspaces as well. */
  readonly bases: boolean;
}

type Add = (x: AnyMatrix, y: AnyMatrix) => void;

/** Pairs of layers too large for the memory, read side by side in blocks of rows. The latest pair is kept. */
export class RowPairs {
  #known: Known | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly files: OpenFiles,
    private readonly poll: () => void,
  ) {}

  /** Forgets the pair. */
  clear(): void {
    this.#known = undefined;
  }

  /**
   * Reads both layers once, and once more where subspaces are needed that the moments do not tell. Throws BadInput when
   * a file has changed.
   */
  async get(x: LayerSource, y: LayerSource, need: 'norms' | 'bases'): Promise<RowPair | Unreadable> {
    const key = JSON.stringify([x, y].map(({ picked, ...source }) => [source, picked?.digest]));
    if (this.#known?.key !== key) {
      this.#known = undefined;
      const read = await this.#moments(x, y, key);
      if ('unreadable' in read) return read;
      this.#known = read;
    }
    const known = this.#known;
    if (need === 'norms' || known.bases) return known;
    const factor = new PairFactor(this.engine, ...known.moments.widths);
    const read = await this.#read(x, y, (a, b) => factor.add(a, b));
    if ('unreadable' in read) return read;
    const pair = reducedPair(this.engine, known.moments, factor.finish());
    this.#known = { ...known, pair, bases: true };
    return this.#known;
  }

  async #moments(x: LayerSource, y: LayerSource, key: string): Promise<Known | Unreadable> {
    let sums: PairMoments | undefined;
    const read = await this.#read(x, y, (a, b) => {
      sums ??= new PairMoments(this.engine, a.cols, b.cols);
      sums.add(a, b);
    });
    if ('unreadable' in read) return read;
    if (sums === undefined) throw new RangeError('layers without rows are not read in blocks');
    const moments = sums.finish();
    const bases = givesBases(this.engine, moments);
    return { ...read, key, moments, bases, pair: reducedPair(this.engine, moments, null) };
  }

  async #read(x: LayerSource, y: LayerSource, add: Add): Promise<Pick<RowPair, 'content'> | Unreadable> {
    const sources = { x, y };
    let side: 'x' | 'y' = 'x';
    const of = async (which: 'x' | 'y', rows: number): Promise<RowBlocks> => {
      side = which;
      const { file: stamp, index, rule } = sources[which];
      const file = await this.files.lately(stamp);
      return new RowBlocks(file, tensorAt(file, index), rule, rows, this.poll);
    };
    const next = (which: 'x' | 'y', blocks: RowBlocks): Promise<AnyMatrix | null> => {
      side = which;
      return blocks.next();
    };
    try {
      const rows = rowsAtOnce(Math.max(await this.#width(x), await this.#width(y)));
      const [left, right] = [await of('x', rows), await of('y', rows)];
      for (;;) {
        const [a, b] = [await next('x', left), await next('y', right)];
        if (a === null || b === null) return { content: [left.content(), right.content()] };
        add(a, b);
      }
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      // Says the same in better words when the file is no longer what it was.
      await this.files.stamped(sources[side].file);
      return { unreadable: side, reason: error.message };
    }
  }

  async #width({ file, index, ...view }: LayerSource): Promise<number> {
    return sizeOf(viewed(tensorAt(await this.files.lately(file), index), view)).d;
  }
}
