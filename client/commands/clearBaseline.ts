import type { Command } from './command';

/** From now on nothing is the baseline. */
export const clearBaseline: Command = { run: ({ baseline }) => baseline.set(undefined) };
