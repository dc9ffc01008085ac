import type * as vscode from 'vscode';
import type { Parts } from '../parts';
import type { ComparisonPanel } from '../panels/comparisonPanel';
import type { GroupPanel } from '../panels/groupPanel';
import { files } from './arguments';
import type { Command } from './command';
import { pickLabels } from './pickLabels';

/**
 * Chooses the file with a label for each instance for the comparison in front: the one given, or one chosen from those
 * of the workspace. Resolves with the path, or null where the one beside the models is to be taken again.
 */
export const chooseLabels: Command = {
  run: async (parts, ...args) => {
    const { front } = parts.groupPanels;
    if (front) return chooseForSet(parts, front, files(args)[0]);
    const { active } = parts.panels;
    if (!active) throw new Error('There is no comparison to choose labels for; compare two models first.');
    if (active.shown?.plan?.kind === 'weights')
      throw new Error('Labels are for activations: the rows of weights are no instances.');
    const { readings } = parts.comparisons;
    const [given] = files(args);
    const chosen = given ?? (await pickLabels([active.x, active.y], readings.of(active).labels));
    if (chosen === undefined) return undefined;
    const path = chosen === 'beside' ? undefined : await checked(parts, { x: active.x, y: active.y }, chosen);
    readings.choose(active, { labels: path });
    await active.relabel();
    return path ?? null;
  },
};

/** The same for the set of models in front, whose first two models say whether the labels fit. */
async function chooseForSet(
  parts: Parts,
  panel: GroupPanel,
  given: vscode.Uri | undefined,
): Promise<string | null | undefined> {
  const { models, labels } = panel.choice;
  const chosen = given ?? (await pickLabels(models, labels));
  if (chosen === undefined) return undefined;
  const [x = '', y = ''] = models;
  const path = chosen === 'beside' ? undefined : await checked(parts, { x, y }, chosen);
  panel.choose({ labels: path });
  return path ?? null;
}

/** The path of a file that fits the comparison. Throws an Error with one sentence otherwise. */
async function checked(
  { server, comparisons }: Parts,
  { x, y }: Pick<ComparisonPanel, 'x' | 'y'>,
  file: vscode.Uri,
): Promise<string> {
  if (file.scheme !== 'file')
    throw new Error(`Labels are read from files on disk only, not "${file.scheme}:".`);
  const labels = file.fsPath;
  const costs = await server.request('nnsim/costs', {
    ...{ x, y, ...comparisons.readings.of({ x, y }) },
    labels,
  });
  if (costs.labels) return labels;
  const reason = costs.measures.find(({ lacks }) => lacks === 'labels')?.reason;
  throw new Error(`This comparison ${reason ?? 'has no measure that needs labels'}.`);
}
