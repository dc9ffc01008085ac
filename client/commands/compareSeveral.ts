import { files } from './arguments';
import type { Command } from './command';
import { compare } from './compareModels';
import { compareSet } from './compareSet';
import { pickModels } from './pickModel';

/** Compares a set of models in a panel: the files given, or chosen ones. Resolves with what is said of the set. */
export const compareSeveral: Command = {
  run: async (parts, ...args) => {
    const given = files(args);
    const models =
      given.length > 1 ? given : await pickModels('Compare Several Models: three or more', given);
    if (models === undefined) return undefined;
    const [x, y] = models;
    if (x === undefined || y === undefined)
      throw new Error('Choose three or more model files to compare them as a set.');
    return models.length === 2 ? compare(parts, x, y) : compareSet(parts, models);
  },
};
