import { none, ok, type Outcome } from '../measure';
import { centredKernel } from '../preparations/centredKernel';
import type { KernelFunction } from '../preparations/kernelFunction';
import { minibatches, type Batch, type Dealing } from '../preparations/minibatches';
import { packedProduct } from '../preparations/packed';
import type { Prepared } from '../prepared';

/** The cosine of two n x n kernel matrices, double-centred (biased) or U-centred (debiased). */
export function alignment(
  x: Prepared,
  y: Prepared,
  kernel: KernelFunction,
  estimator: 'biased' | 'debiased',
): Outcome {
  const preparation = centredKernel(kernel, estimator === 'debiased' ? 'U' : 'double');
  const k = x.get(preparation);
  const l = y.get(preparation);
  if (k === null) return noBandwidth('first');
  if (l === null) return noBandwidth('second');
  if (k.selfProduct === 0) return noVariation('first');
  if (l.selfProduct === 0) return noVariation('second');
  const product = packedProduct(k.packed, l.packed, x.n, () => x.engine.poll());
  const value = product / Math.sqrt(k.selfProduct) / Math.sqrt(l.selfProduct);
  return ok(value, { chance: estimator === 'debiased' ? 0 : chanceOf(k, l, x.n) });
}

/**
 * The ratio of unbiased HSIC terms, each averaged over minibatches first. Nguyen, Raghu, Kornblith: Do wide and deep
 * networks learn the same things? ICLR 2021.
 */
export function minibatchAlignment(
  x: Prepared,
  y: Prepared,
  kernel: KernelFunction,
  dealing: Dealing,
): Outcome {
  const preparation = minibatches(kernel, dealing);
  const k = x.get(preparation);
  const l = y.get(preparation);
  if (k === null) return noBandwidth('first');
  if (l === null) return noBandwidth('second');
  const { seed } = dealing;
  const poll = (): void => x.engine.poll();
  const xy = k.map((pass, p) => meanHsic(pass, l[p] ?? [], poll));
  const xx = k.map((pass) => meanHsic(pass, pass, poll));
  const yy = l.map((pass) => meanHsic(pass, pass, poll));
  if (!(sum(xx) > 0)) return noVariation('first');
  if (!(sum(yy) > 0)) return noVariation('second');
  const ratio = (without: number): number => {
    const kept = (terms: readonly number[]): number => sum(terms.filter((_, p) => p !== without));
    return kept(xy) / Math.sqrt(kept(xx)) / Math.sqrt(kept(yy));
  };
  const batches = k[0]?.length ?? 0;
  if (batches === 1) {
    return ok(ratio(-1), {
      chance: 0,
      seed,
      notes: ['One batch holds all rows: this is the debiased value.'],
    });
  }
  return ok(ratio(-1), {
    chance: 0,
    seed,
    ...(k.length > 1 ? { standardError: jackknife(k.map((_, p) => ratio(p))) } : {}),
    details: [{ name: 'batches', value: batches * k.length }],
    notes: [
      `An estimate of the debiased value from ${batches} batches in each of ${k.length} passes over the rows (seed ${seed}).`,
    ],
  });
}

/** The mean over the batches of one pass of the unbiased HSIC. */
function meanHsic(k: readonly Batch[], l: readonly Batch[], poll: () => void): number {
  const terms = k.map(({ packed, n, selfProduct }, b) => {
    const other = l[b]?.packed ?? packed;
    const product = other === packed ? selfProduct : packedProduct(packed, other, n, poll);
    return product / (n * (n - 3));
  });
  return sum(terms) / terms.length;
}

/** The standard error of an estimate from what it is with each of the independent draws left out. */
function jackknife(without: readonly number[]): number {
  const count = without.length;
  const mean = sum(without) / count;
  const squares = sum(without.map((value) => (value - mean) ** 2));
  return Math.sqrt((squares * (count - 1)) / count);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

interface Spectrum {
  readonly trace: number;
  readonly selfProduct: number;
}

/**
 * The mean over all pairings of the rows: tr K tr L / ((n - 1) ||K|| ||L||). For Gaussian data of full width it is
 * about sqrt(d e / ((n - 1 + d) (n - 1 + e))); correlated columns count for less than d.
 */
export function chanceOf(k: Spectrum, l: Spectrum, n: number): number {
  const chance = ((k.trace / Math.sqrt(k.selfProduct)) * (l.trace / Math.sqrt(l.selfProduct))) / (n - 1);
  return Math.min(1, chance);
}

export function noVariation(which: string): Outcome {
  return none(
    'degenerate',
    `All instances of the ${which} input are equally far from one another: there is no structure to compare.`,
  );
}

function noBandwidth(which: string): Outcome {
  return none(
    'degenerate',
    `Most instances of the ${which} input coincide: the median distance, which sets the rbf bandwidth, is 0.`,
  );
}
