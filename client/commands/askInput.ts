import * as vscode from 'vscode';
import type { ModelInput } from '../../server/protocol';
import { sentence } from '../failures';
import { fitting, inputWords, type Filling, type Offer } from '../running/fill';
import { browseProbes } from './pickProbes';

interface InputItem extends vscode.QuickPickItem {
  readonly offer?: Offer;
  readonly next?: 'number' | 'browse';
}

/** Reads the tensors of a file. Rejects with a sentence. */
export type Offers = (uri: vscode.Uri) => Promise<readonly Offer[]>;

/**
 * Asks what fills an input: a tensor, or one number for all of it. `before`: what it was last time. Undefined: nothing
 * was chosen.
 */
export async function askInput(
  input: ModelInput,
  offers: readonly Offer[],
  before: Filling | undefined,
  offersOf: Offers,
  beside: vscode.Uri,
): Promise<Filling | undefined> {
  let known = offers;
  for (;;) {
    const fits = fitting(input, known);
    const item = await vscode.window.showQuickPick(itemsOf(fits), {
      title: `Input ${inputWords(input)}`,
      placeHolder:
        fits.length === 0 ? 'No tensor fits it: fill it with a number?' : 'Which values does it take?',
      ignoreFocusOut: true,
    });
    if (item === undefined) return undefined;
    if (item.offer !== undefined) return { kind: 'tensor', path: item.offer.path, tensor: item.offer.tensor };
    if (item.next === 'number') return askNumber(input, before);
    const uri = await browseProbes(beside);
    if (uri === undefined) continue;
    try {
      known = await offersOf(uri);
    } catch (error) {
      void vscode.window.showWarningMessage(sentence(error));
    }
  }
}

function itemsOf(fits: readonly Offer[]): InputItem[] {
  const tensors = fits.map((offer): InputItem => ({
    label: offer.tensor,
    description: `[${offer.shape.join(', ')}]`,
    detail: vscode.workspace.asRelativePath(offer.path),
    offer,
  }));
  const number: InputItem = {
    label: '$(symbol-number) One Number...',
    description: 'the same for all instances: a sampling rate, a state of zeros',
    next: 'number',
  };
  return [...tensors, number, { label: '$(folder-opened) A Tensor of Another File...', next: 'browse' }];
}

async function askNumber(input: ModelInput, before: Filling | undefined): Promise<Filling | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Input ${inputWords(input)}`,
    prompt: 'A number for all of its values',
    value: before?.kind === 'number' ? String(before.value) : '0',
    ignoreFocusOut: true,
    validateInput: (typed) =>
      typed.trim() !== '' && Number.isFinite(Number(typed)) ? undefined : 'This is no number.',
  });
  return text === undefined ? undefined : { kind: 'number', value: Number(text) };
}
