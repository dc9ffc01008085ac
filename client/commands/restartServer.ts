import type { Command } from './command';

/** Stops the server, if it runs, and starts a new one. */
export const restartServer: Command = { run: ({ server }) => server.restart() };
