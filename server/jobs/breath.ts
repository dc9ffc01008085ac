import type { Sliced } from '../tensors/slices';

/** Lets the event loop go on after every so many steps of a long loop on the calling thread. */
export function breather(steps: number): () => Promise<void> | undefined {
  let count = 0;
  return () => {
    if (++count % steps !== 0) return undefined;
    return new Promise((resolve) => setImmediate(resolve));
  };
}

/** How long a computation may hold the event loop at a time, in ms. */
const slice = 8;

/** Runs a long computation on the calling thread, which goes on with other things after every few milliseconds. */
export async function inSlices<T>(work: Sliced<T>): Promise<T> {
  for (let begun = performance.now(); ;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - begun < slice) continue;
    await new Promise((resolve) => setImmediate(resolve));
    begun = performance.now();
  }
}
