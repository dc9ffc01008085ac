import type { ComparisonPanel } from '../panels/comparisonPanel';
import type { Parts } from '../parts';
import type { Command } from './command';
import { pickOutputs, type Side, sides } from './pickOutputs';

/**
 * Chooses the tensor with the outputs of one file of the comparison in front, and compares outputs anew; of a set of
 * models what of all is compared. Arguments, both optional: which file ("x" or "y"), and the tensor. Resolves with the
 * tensor, null where it is to be found by its name, or undefined where nothing was chosen.
 */
export const chooseOutputs: Command = {
  run: async (parts, ...args) => {
    const { front } = parts.groupPanels;
    if (front) return front.chooseTensor();
    const { active } = parts.panels;
    if (!active) throw new Error('There is no comparison to choose outputs for; compare two models first.');
    if (active.shown?.plan?.kind === 'weights')
      throw new Error('Weights are compared, which are no outputs.');
    const asked = sides.find((side) => side === args[0]);
    const [, tensor] = args;
    const given = asked !== undefined && typeof tensor === 'string' ? { side: asked, tensor } : undefined;
    const chosen = given ?? (await pickOutputs(parts, active, asked));
    if (chosen === undefined) return undefined;
    const { side, tensor: name } = chosen;
    if (name !== undefined) await check(parts, active, side, name);
    const key = side === 'x' ? 'tensorX' : 'tensorY';
    await active.chooseOutputs({ [key]: name });
    return name ?? null;
  },
};

/** Throws an Error with one sentence where a file has no such tensor. */
async function check({ models }: Parts, panel: ComparisonPanel, side: Side, name: string): Promise<void> {
  const tensors = await models.tensors(panel[side]);
  if (!tensors.some((tensor) => tensor.name === name))
    throw new Error(`${panel[side]} has no tensor "${name}".`);
}
