/** Lets the event loop go on after every so many steps of a long loop on the calling thread. */
export function breather(steps: number): () => Promise<void> | undefined {
  let count = 0;
  return () => {
    if (++count % steps !== 0) return undefined;
    return new Promise((resolve) => setImmediate(resolve));
  };
}
