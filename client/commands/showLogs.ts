import type { Command } from './command';

/** Shows the output channel of client and server. */
export const showLogs: Command = {
  run: async ({ log }) => {
    log.show();
    await Promise.resolve();
  },
};
