import type * as vscode from 'vscode';
import { type ClassMatch, type OutputsChoice, type OutputsKind, outputsKinds } from '../../server/protocol';
import { type Change, PairChoices } from './pairChoices';

export type OutputsChange = Change<OutputsChoice>;

/** What a page tells that a person chose: a kind, null for as it is found, or how classes belong together. */
export function changeOf({
  kind,
  match,
}: {
  readonly kind?: OutputsKind | null;
  readonly match?: ClassMatch;
}): Partial<Pick<OutputsChange, 'outputs' | 'classes'>> {
  return {
    ...(kind !== undefined && { outputs: kind ?? undefined }),
    ...(match !== undefined && { classes: match === 'by-position' ? match : undefined }),
  };
}

/** What the outputs of comparisons are: the tensor of each file, their kind, how their classes belong together. */
export class ChosenOutputs extends PairChoices<OutputsChoice> {
  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    super(memory, 'nnsim.outputs', choiceOf);
  }
}

/** What of an object is such a choice. */
export function choiceOf(value: object): OutputsChoice {
  const { tensorX, tensorY, outputs, classes } = value as Partial<Record<keyof OutputsChoice, unknown>>;
  const kind = outputsKinds.find((one) => one === outputs);
  return {
    ...(typeof tensorX === 'string' && { tensorX }),
    ...(typeof tensorY === 'string' && { tensorY }),
    ...(kind !== undefined && { outputs: kind }),
    ...(classes === 'by-position' && { classes }),
  };
}
