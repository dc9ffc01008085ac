import type { Jobs } from '../jobs/jobs';
import type { ModelSummary, TensorEntry } from '../protocol';
import { countText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import { modelOrder } from '../tensors/modelOrder';

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
    const more = await jobs.tensors(path, tensors.length, page);
    if (more.length === 0) throw new BadInput(`${printable(path)} changed while it was read: try again.`);
    tensors.push(...more);
  }
  return { path, summary, tensors };
}

/** Tensors as people count, with their positions in the file. */
export function inModelOrder(tensors: readonly TensorEntry[]): (readonly [TensorEntry, number])[] {
  return modelOrder(tensors).flatMap((index) => {
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

/**
 * The tensor that is meant: the one of that name, else the only one, else the one called like a preferred name.
 * Throws BadInput that says which there are and, with `option`, how to choose.
 */
export function chooseTensor(
  { path, tensors }: OpenFile,
  wanted: {
    readonly name: string | undefined;
    readonly preferred: readonly string[];
    readonly option?: string;
  },
): TensorEntry {
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
  const advice = option === undefined ? 'give a file with one tensor' : `choose one with ${option}`;
  throw new BadInput(`${file} holds ${list}: ${advice}.`);
}

/** Rows are instances: row i of one must be row i of the other. Throws BadInput when there are not equally many. */
export function checkRows(x: readonly [OpenFile, TensorEntry], y: readonly [OpenFile, TensorEntry]): void {
  const [inX, inY] = [x, y].map(([, { shape }]) => shape[0]);
  if (inX === undefined || inY === undefined || inX === inY) return;
  const side = ([{ path }, { name }]: typeof x): string => `${printable(name)} of ${printable(path)}`;
  throw new BadInput(
    `${side(x)} has ${countText(inX, 'row')} and ${side(y)} has ${inY}: compare the same instances in the same order.`,
  );
}
