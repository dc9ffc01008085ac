/** How long a list waits for what is said of its files, in ms: what is not known by then is listed as if it fitted. */
const patience = 1500;
/** Files whose headers are asked for at once. */
const atOnce = 16;

/**
 * Why files will not do, by file, as far as it is known in a moment. A file that cannot be asked is not judged: whoever
 * chooses it learns why.
 */
export async function judged<T>(
  files: readonly T[],
  why: (file: T) => Promise<string | undefined>,
  limit = patience,
): Promise<ReadonlyMap<T, string>> {
  const found = new Map<T, string>();
  const waiting = [...files];
  let timer: NodeJS.Timeout | undefined;
  let late = false;
  const askAll = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined && !late; file = waiting.shift()) {
      const reason = await why(file).catch(() => undefined);
      if (reason !== undefined) found.set(file, reason);
    }
  };
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      resolve();
    }, limit);
  });
  await Promise.race([time, Promise.all(Array.from({ length: atOnce }, askAll))]);
  clearTimeout(timer);
  return new Map(found);
}
