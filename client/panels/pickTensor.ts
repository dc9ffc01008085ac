import * as vscode from 'vscode';
import type { NoGroup } from '../../server/protocol';

interface TensorItem extends vscode.QuickPickItem {
  /** Undefined: the outputs. */
  readonly tensor: string | undefined;
}

/** Lets the person choose what of a set of models is compared. Undefined: nothing was chosen. */
export async function pickTensor(
  { hasOutputs, layers }: Pick<NoGroup, 'hasOutputs' | 'layers'>,
  current: string | undefined,
): Promise<Pick<TensorItem, 'tensor'> | undefined> {
  const described = (tensor: string | undefined): string => (tensor === current ? '(current)' : '');
  const outputs: TensorItem[] = hasOutputs
    ? [{ label: '$(checklist) Outputs', description: described(undefined), tensor: undefined }]
    : [];
  const named = layers.map((tensor): TensorItem => {
    return { label: tensor, description: described(tensor), tensor };
  });
  if (outputs.length + named.length === 0)
    throw new Error('These files have no tensor of the same name, and not all hold outputs.');
  return vscode.window.showQuickPick([...outputs, ...named], {
    title: 'What of the models is compared?',
    placeHolder: 'Their outputs, or a layer that all have',
  });
}
