/**
 * A thread must not be ended while native code of a library runs in it: a binding that meets the end of its thread in
 * the midst of a call cannot report it to JavaScript any more, and ends the whole process instead. So both sides
 * share a word of memory. The thread sets `inside` for each call into a library; whoever wants to end the thread sets
 * `ending`. Which of the two came first is decided by the word alone: a thread that is ending enters no native code,
 * and one that is inside ends by itself when it comes out.
 */
const inside = 1;
const ending = 2;

/** Runs a call into a native library. */
export type RunNative = <T>(call: () => T) => T;

/** The thread's side. `end` ends the calling thread. */
export function nativeEntrance(word: Int32Array, end: () => void): RunNative {
  let within = false;
  function stop(): never {
    end();
    // The end comes in a moment, or has been ordered from outside: until then nothing must go on.
    for (;;) Atomics.wait(word, 0, Atomics.load(word, 0));
  }
  return (call) => {
    if (within) return call();
    if (Atomics.compareExchange(word, 0, 0, inside) !== 0) stop();
    within = true;
    try {
      return call();
    } finally {
      within = false;
      const before = Atomics.and(word, 0, ~inside);
      Atomics.notify(word, 0);
      if ((before & ending) !== 0) stop();
    }
  };
}

/** Keeps a thread from entering native code from now on. Whether it is in none, so that it may be ended at once. */
export function closeEntrance(word: Int32Array): boolean {
  return (Atomics.or(word, 0, ending) & inside) === 0;
}

/** Blocks until no thread of those whose words these are is in native code; false: one still was at the deadline. */
export function waitUntilOutside(words: Iterable<Int32Array>, longest: number): boolean {
  const deadline = performance.now() + longest;
  for (const word of words) {
    for (;;) {
      const value = Atomics.load(word, 0);
      if ((value & inside) === 0) break;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      Atomics.wait(word, 0, value, left);
    }
  }
  return true;
}
