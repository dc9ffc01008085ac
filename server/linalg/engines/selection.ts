import { type Engine, type EngineChoice, type EngineId, largeProduct } from '../engine';
import { type Acceleration, type Chosen, createAcceleratedEngine } from './accelerated';
import type { Float, Products } from './products';
import { faultOf, hasExactRows, ownRate, rateOf } from './selfTest';

type AcceleratorId = Exclude<EngineId, 'wasm'>;

/** Who may multiply, by the person's choice. */
export interface EngineSettings {
  readonly choice: EngineChoice;
  /** File of the BLAS for `blas`; empty: one that is found. */
  readonly blasLibrary: string;
}

/** An accelerator that may be there. */
export interface Accelerator {
  readonly id: AcceleratorId;
  /** What it multiplies in. */
  readonly types: readonly Float[];
  /** Whether `auto` may take it. */
  readonly automatic: boolean;
  /** Loads its library. Throws Error with what is missing. */
  readonly load: (settings: EngineSettings) => Products;
}

export interface Selection {
  readonly settings: EngineSettings;
  readonly accelerators: readonly Accelerator[];
  /** Told once for each thing that happened: what is used, how fast it is, why something is not. */
  readonly tell: (line: string) => void;
  /** Called before native code is loaded. */
  readonly loading?: (id: AcceleratorId) => void;
  /** Runs each call into native code, so that whoever ends the thread knows of it. */
  readonly native?: <T>(call: () => T) => T;
  /** Multiplications and additions from which a product is worth an accelerator, whose library takes some 150 ms to load, once a thread; lower only in tests. */
  readonly from?: number;
}

/** An accelerator that is not clearly faster than our own kernels is left alone. */
const clearly = 1.25;

/** An engine that multiplies with what the settings say, chosen for each type of number with its first large product. */
export function selectEngine(own: Engine, selection: Selection): Engine {
  const { settings, tell, from = largeProduct, native = <T>(call: () => T) => call() } = selection;
  if (settings.choice === 'wasm') return own;
  const choices = new Map<Float, Chosen | null>();
  const loaded = new Map<AcceleratorId, Products | null>();
  const failed = new Set<AcceleratorId>();

  function load({ id, load }: Accelerator): Products | null {
    let products = loaded.get(id);
    if (products !== undefined) return products;
    try {
      selection.loading?.(id);
      products = guarded(native(() => load(settings)));
    } catch (error) {
      products = null;
      tell(`${id} is not used: ${firstLine(error)}`);
    }
    loaded.set(id, products);
    return products;
  }

  function guarded(products: Products): Products {
    return { ...products, multiply: (...operands) => native(() => products.multiply(...operands)) };
  }

  /** Polls between steps, none of which takes longer than loading; what has been loaded by then is kept. */
  function tested(accelerator: Accelerator, type: Float): Chosen | null {
    const products = failed.has(accelerator.id) ? null : load(accelerator);
    if (products === null) return null;
    own.poll();
    const fault = attempt(() => faultOf(products, type));
    own.poll();
    const rate = typeof fault === 'string' ? fault : attempt(() => rateOf(products, type));
    own.poll();
    const exactRows = attempt(() => hasExactRows(products, type));
    own.poll();
    if (typeof rate === 'number' && typeof exactRows === 'boolean') return { products, rate, exactRows };
    tell(`${products.title} is not used: ${typeof rate === 'string' ? rate : String(exactRows)}`);
    return null;
  }

  function choose(type: Float): Chosen | null {
    const usable = selection.accelerators
      .filter(({ types }) => types.includes(type))
      .filter(({ id, automatic }) => id === settings.choice || (settings.choice === 'auto' && automatic))
      .flatMap((accelerator) => tested(accelerator, type) ?? []);
    const best = usable.reduce<Chosen | null>((a, b) => (a === null || b.rate > a.rate ? b : a), null);
    if (best === null) return null;
    let rates = [best.rate, ownRate(own, type)] as const;
    // On a busy machine one of the two may have had bad luck, and threads would come to different conclusions.
    for (let again = 0; again < 3 && settings.choice === 'auto' && rates[0] <= clearly * rates[1]; again++) {
      own.poll();
      const rate = attempt(() => rateOf(best.products, type));
      if (typeof rate === 'string') break;
      rates = [Math.max(rates[0], rate), Math.max(rates[1], ownRate(own, type))];
    }
    const [rate, ours] = rates;
    const used = settings.choice !== 'auto' || rate > clearly * ours;
    const speeds = `${gigaflops(rate)}, WebAssembly ${gigaflops(ours)}`;
    tell(`${best.products.title} is ${used ? 'used' : 'not used'} for large ${type} products: ${speeds}`);
    return used ? { ...best, rate } : null;
  }

  const acceleration: Acceleration = {
    id: settings.choice,
    from,
    choose(type) {
      let chosen = choices.get(type);
      if (chosen === undefined) choices.set(type, (chosen = choose(type)));
      return chosen;
    },
    failed({ products }, why) {
      failed.add(products.id);
      for (const [type, chosen] of choices) if (chosen?.products === products) choices.delete(type);
      tell(`${products.title} failed and is used no more: ${why}`);
    },
  };
  return createAcceleratedEngine(own, acceleration);
}

function gigaflops(rate: number): string {
  return `${(rate / 1e9).toFixed(1)} GFLOP/s`;
}

/** What the library says when it throws takes the place of the result. */
function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return firstLine(error);
  }
}

/** What went wrong, without the stack of module paths that Node.js adds. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}
