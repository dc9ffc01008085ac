import { activeModel, files } from './arguments';
import type { Command } from './command';
import { pickModel } from './pickModel';

/** Makes a file the baseline that models are compared with as they are opened. */
export const setBaseline: Command = {
  run: async ({ baseline, descriptions }, ...args) => {
    const uri = files(args)[0] ?? activeModel() ?? (await pickModel('Set as Baseline'));
    if (uri) await baseline.set(descriptions.pathOf(uri));
    return uri?.fsPath;
  },
};
