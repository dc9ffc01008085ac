import { basename, extname } from 'node:path';
import { type ModelSummary, type OutputsKind, runKeys, type TensorEntry } from '../../protocol';
import { quoted } from '../../tensors/badInput';

/** What writers call the class scores or answers of a model, the likeliest first. */
const likelyNames = [
  'logits',
  'probabilities',
  'probs',
  'outputs',
  'output',
  'scores',
  'predictions',
  'preds',
  'predicted',
];
const namesOf: Readonly<Record<OutputsKind, readonly string[]>> = {
  logits: ['logits'],
  probabilities: ['probabilities', 'probs'],
  classes: ['predictions', 'preds', 'predicted', 'classes'],
  'one-hot': ['predictions', 'preds', 'predicted'],
  binary: ['probabilities', 'probs'],
};
/** Those that mean the same in front of which a part of the network is named: "head.logits". Its output may be any layer's. */
const plainNames = new Set(['logits', 'probabilities', 'probs']);

/** Why columns are taken for what they are. */
export const kindWords: Readonly<Record<OutputsKind, string>> = {
  logits: 'its rows are no probabilities',
  probabilities: 'its rows are not negative and sum to 1',
  classes: 'it is one column of whole numbers',
  'one-hot': 'each row is zeros and a single one',
  binary: 'it is one column of probabilities',
};

/** The outputs among the tensors of a file. */
export interface FoundOutputs {
  readonly entry: TensorEntry;
  readonly index: number;
  /** Why it is this one: "it is called logits". */
  readonly why: string;
}

/**
 * The tensor with the outputs of a model: the one that was named, else the one that is called like outputs, those that
 * were chosen first, else the only one of a file that is. A reason as a sentence where there is none.
 */
export function findOutputs(
  path: string,
  tensors: readonly TensorEntry[],
  {
    named,
    kind,
    declared,
  }: {
    readonly named?: string | undefined;
    readonly kind?: OutputsKind | undefined;
    /** Names of outputs that the file's metadata tells. */
    readonly declared: readonly string[];
  },
): FoundOutputs | string {
  const at = (index: number, why: string): FoundOutputs | string => {
    const entry = tensors[index];
    if (entry === undefined) return none;
    if (entry.unreadable === undefined) return { entry, index, why };
    return `Tensor ${quoted(entry.name)} of ${path} cannot be read: ${entry.unreadable.replace(/\.$/, '')}.`;
  };
  const none = `${path} holds no outputs: no tensor is called ${likelyNames.slice(0, 3).join(', ')} or the like.`;
  if (named !== undefined) {
    const index = tensors.findIndex(({ name }) => name === named);
    return index < 0 ? `${path} has no tensor ${quoted(named)}.` : at(index, 'it was chosen');
  }
  const told = tensors.findIndex(({ name }) => declared.includes(name));
  if (told >= 0) return at(told, 'the file says that it is what the model puts out');
  for (const like of outputNames(kind)) {
    const index = tensors.findIndex(({ name }) => isCalled(name, like));
    if (index >= 0) return at(index, `it is called ${like}`);
  }
  const file = basename(path, extname(path)).toLowerCase();
  const of = likelyNames.find((like) => like === file);
  if (tensors.length === 1 && of !== undefined) return at(0, `it is the only tensor of a file called ${of}`);
  return none;
}

/** What writers call outputs of a kind, or of any, the likeliest first. */
export function outputNames(kind?: OutputsKind): readonly string[] {
  return kind === undefined ? likelyNames : [...namesOf[kind], ...likelyNames];
}

/** The outputs that metadata names, as runs of models write it: a JSON list of names. */
export function declaredOutputs({ metadata }: Pick<ModelSummary, 'metadata'>): readonly string[] {
  const text = metadata.find(([key]) => key === runKeys.outputs)?.[1];
  if (text === undefined) return [];
  try {
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

function isCalled(name: string, like: string): boolean {
  const lower = name.toLowerCase();
  return (
    lower === like || (plainNames.has(like) && /[./]/.test(lower) && lower.split(/[./]/).at(-1) === like)
  );
}
