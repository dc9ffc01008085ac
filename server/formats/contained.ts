/**
 * Code that is not ours and reads hostile bytes may never come to an end. Who runs it says when it begins and when it
 * has ended, so that a thread that is stuck in it can be ended from outside.
 */
export interface Watch {
  begins(): void;
  ends(): void;
  /** It waits for the disk, which is not its own time; returns how long it has run. */
  pauses(): number;
  /** It goes on, having run for so long. */
  goesOn(ran: number): void;
}

let watch: Watch = {
  begins: () => undefined,
  ends: () => undefined,
  pauses: () => 0,
  goesOn: () => undefined,
};

/** Has all contained code of this thread reported to `watcher`. */
export function watchContained(watcher: Watch): void {
  watch = watcher;
}

/** Runs contained code. */
export function contain<T>(run: () => T): T {
  watch.begins();
  try {
    return run();
  } finally {
    watch.ends();
  }
}

/** Runs what contained code asks of us. */
export function outside<T>(run: () => T): T {
  const ran = watch.pauses();
  try {
    return run();
  } finally {
    watch.goesOn(ran);
  }
}
