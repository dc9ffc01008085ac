import type { Jobs } from '../jobs/jobs';
import type { ModelSummary, TensorEntry } from '../protocol';
import { printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import { modelOrder } from '../tensors/modelOrder';
import { runThrough } from '../tensors/slices';

const page = 2000;

export interface OpenFile {
  /** As the person wrote it. */
  readonly path: string;
  readonly summary: ModelSummary;
  /** All tensors, in the order of the file. */
  readonly tensors: readonly TensorEntry[];
}

/** The header of a file, all pages of it. */
export async function openFile(jobs: Jobs, path: string): Promise<OpenFile> {
  const summary = await jobs.open(path);
  const tensors: TensorEntry[] = [];
  while (tensors.length < summary.tensorCount) {
    const more = await jobs.tensors(path, tensors.length, page, { stamp: summary.stamp });
    if (more.length === 0) throw new BadInput(`${printable(path)} changed while it was read: try again.`);
    tensors.push(...more);
  }
  return { path, summary, tensors };
}

/** Tensors as people count, with their positions in the file. */
export function inModelOrder(tensors: readonly TensorEntry[]): (readonly [TensorEntry, number])[] {
  return runThrough(modelOrder(tensors)).flatMap((index) => {
    const tensor = tensors[index];
    return tensor === undefined ? [] : [[tensor, index] as const];
  });
}

/** The first few names, for messages: "layer1, layer2 and 3 more". */
function few(tensors: readonly TensorEntry[]): string {
  const names = inModelOrder(tensors)
    .slice(0, 4)
    .map(([{ name }]) => printable(name));
  const rest = tensors.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}

/** The tensors that may be layers: no text, and no single columns of whole numbers, which are ids or labels. */
export function layersOf({ tensors }: Pick<OpenFile, 'tensors'>): readonly TensorEntry[] {
  return tensors.filter(({ shape, dtype, unreadable }) => {
    const isColumn = shape.slice(1).every((length) => length === 1);
    return unreadable === undefined && !(isColumn && /^(u?int|bool)/.test(dtype));
  });
}

/**
 * The tensor that is meant: the one of that name, else the only one, else the one called like a preferred name, else
 * the only one beside ids, labels and text.
 * Throws BadInput that says which there are and, with `option`, how to choose.
 */
export function chooseTensor(
  opened: OpenFile,
  wanted: {
    readonly name: string | undefined;
    readonly preferred: readonly string[];
    readonly option?: string;
  },
): TensorEntry {
  const { path, tensors } = opened;
  const { name, preferred, option } = wanted;
  const file = printable(path);
  const list = tensors.length === 0 ? 'no tensors' : few(tensors);
  if (name !== undefined) {
    const named = tensors.find((tensor) => tensor.name === name);
    if (named) return named;
    throw new BadInput(`${file} has no tensor "${printable(name)}": it holds ${list}.`);
  }
  const [only] = tensors;
  if (only && tensors.length === 1) return only;
  for (const like of preferred) {
    const found = tensors.find((tensor) => tensor.name === like);
    if (found) return found;
  }
  const layers = layersOf(opened);
  if (layers.length === 1 && layers[0] !== undefined) return layers[0];
  const advice = option === undefined ? 'give a file with one tensor' : `choose one with ${option}`;
  throw new BadInput(`${file} holds ${list}: ${advice}.`);
}
