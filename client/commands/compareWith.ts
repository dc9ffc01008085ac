import { activeModel, files } from './arguments';
import type { Command } from './command';
import { compare } from './compareModels';
import { pickModel } from './pickModel';

/** Compares the given file, or the one in front, with another; the second argument or a choice from a list. */
export const compareWith: Command = {
  run: async (parts, ...args) => {
    const [first, second] = files(args);
    const x = first ?? activeModel() ?? (await pickModel('Compare With...: which file?'));
    const y = second ?? (x && (await pickModel('Compare With...', x)));
    return x && y && compare(parts, x, y);
  },
};
