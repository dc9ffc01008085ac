import * as vscode from 'vscode';
import { mayBeOutputs, type TensorEntry } from '../../server/protocol';
import type { ComparisonPanel } from '../panels/comparisonPanel';
import type { Parts } from '../parts';

export const sides = ['x', 'y'] as const;
export type Side = (typeof sides)[number];

/** The outputs of one file; no tensor: the one that is found by its name. */
interface ChosenTensor {
  readonly side: Side;
  readonly tensor?: string;
}

/** Lets the person choose the tensor with the outputs of one file; undefined: none was chosen. */
export async function pickOutputs(
  parts: Pick<Parts, 'models' | 'runs' | 'comparisons'>,
  panel: ComparisonPanel,
  asked: Side | undefined,
): Promise<ChosenTensor | undefined> {
  const names = parts.runs.names(panel);
  const side = asked ?? (await pickSide(names));
  if (side === undefined) return undefined;
  const { tensorX, tensorY } = parts.comparisons.outputs.of(panel);
  const current = side === 'x' ? tensorX : tensorY;
  const tensors = await parts.models.tensors(panel[side]);
  const rule = panel.shown?.plan?.rule;
  const items = tensors
    .filter((tensor) => mayBeOutputs(tensor, rule))
    .map((tensor) => ({ ...itemOf(tensor, current), tensor: tensor.name }));
  const found = { label: '$(discard) As found by its name', alwaysShow: true, tensor: undefined };
  const item = await vscode.window.showQuickPick<vscode.QuickPickItem & { tensor: string | undefined }>(
    current === undefined ? items : [found, ...items],
    {
      title: `Outputs of ${names[side === 'x' ? 0 : 1]}`,
      placeHolder: 'The tensor with one row of class scores, or one class number, for each instance',
    },
  );
  if (item === undefined) return undefined;
  return item.tensor === undefined ? { side } : { side, tensor: item.tensor };
}

function itemOf({ name, shape, dtype }: TensorEntry, current: string | undefined): vscode.QuickPickItem {
  const label = name === current ? `$(check) ${name}` : name;
  return { label, description: `[${shape.join(' × ')}] ${dtype}` };
}

async function pickSide(names: readonly [string, string]): Promise<Side | undefined> {
  const items = sides.map((side, at) => ({ label: names[at] ?? '', side }));
  const item = await vscode.window.showQuickPick(items, {
    title: 'Outputs: choose the tensor of which file?',
  });
  return item?.side;
}
