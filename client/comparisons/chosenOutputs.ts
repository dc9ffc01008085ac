import type * as vscode from 'vscode';
import { type OutputsChoice, outputsKinds } from '../../server/protocol';
import { type Change, PairChoices } from './pairChoices';

export type OutputsChange = Change<OutputsChoice>;

/** What the outputs of comparisons are: the tensor of each file, their kind, how their classes belong together. */
export class ChosenOutputs extends PairChoices<OutputsChoice> {
  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    super(memory, 'nnsim.outputs', choiceOf);
  }
}

/** What of an object is such a choice. */
function choiceOf(value: object): OutputsChoice {
  const { tensorX, tensorY, outputs, classes } = value as Partial<Record<keyof OutputsChoice, unknown>>;
  const kind = outputsKinds.find((one) => one === outputs);
  return {
    ...(typeof tensorX === 'string' && { tensorX }),
    ...(typeof tensorY === 'string' && { tensorY }),
    ...(kind !== undefined && { outputs: kind }),
    ...(classes === 'by-position' && { classes }),
  };
}
