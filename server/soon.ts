/** A function that may be called as often as one likes: `action` runs once, `delay` ms after the first call of a row. */
export function soon(delay: number, action: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      action();
    }, delay);
  };
}
