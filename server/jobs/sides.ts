import type { ComparisonKind, ComparisonRequest, TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { breather } from './breath';
import type { Header, Headers } from './headers';
import { commonRows, findKind } from './kind';
import type { Placed, Side } from './pairing';
import { among, instancesOf, isUsual, usualView, type View, viewed, viewOf } from './view';

/** One file of a comparison. */
export interface OpenSide extends Side {
  readonly header: Header;
  /** The tensors as the file has them; `tensors` are the matrices they become. */
  readonly stored: readonly TensorEntry[];
}

export interface Sides {
  readonly x: OpenSide;
  readonly y: OpenSide;
  readonly kind: ComparisonKind;
  /** How tensors become matrices. */
  readonly view: View;
}

/** Tensors looked at before the event loop goes on: a few milliseconds. */
const tensorsAtOnce = 1000;

type Request = Pick<ComparisonRequest, 'x' | 'y' | 'kind' | 'rule' | 'rows'>;

/** Both files, what they are compared as and how they are read. Throws BadInput. */
export async function openSides(request: Request, headers: Headers): Promise<Sides> {
  const chosenView = viewOf(request);
  const [x, y] = await Promise.all([open(request.x, headers), open(request.y, headers)]);
  const chosen = request.rule !== undefined || request.rows !== undefined;
  const kind = request.kind ?? (chosen ? 'activations' : findKind(x.stored, y.stored));
  if (kind === 'weights' && chosen) {
    throw new BadInput(
      'Weights are compared as they are: rules for dimensions and selections of rows are for activations.',
    );
  }
  if (kind === 'weights') return { x, y, kind, view: usualView };
  // Of the tens of thousands that a file may have, none needs to be looked at then.
  if (isUsual(chosenView)) return { x, y, kind, view: usualView };
  const breathe = breather(tensorsAtOnce);
  const [ofX, ofY] = [await counted(x, chosenView, breathe), await counted(y, chosenView, breathe)];
  const count = commonRows(ofX, ofY);
  const view = count === undefined ? chosenView : among(count, chosenView);
  const seen = async (side: OpenSide): Promise<OpenSide> => {
    const tensors: TensorEntry[] = [];
    for (const tensor of side.stored) {
      await breathe();
      tensors.push(seenWith(tensor, count, view));
    }
    return { ...side, tensors };
  };
  return { x: await seen(x), y: await seen(y), kind, view };
}

async function open(path: string, headers: Headers): Promise<OpenSide> {
  const header = await headers.open(path);
  const stored = await headers.all(header);
  return { path, header, stored, tensors: stored };
}

/** The tensors of a side with their instances for a shape. */
async function counted(
  { stored }: OpenSide,
  view: View,
  breathe: () => Promise<void> | undefined,
): Promise<TensorEntry[]> {
  const entries: TensorEntry[] = [];
  for (const tensor of stored) {
    await breathe();
    entries.push({ ...tensor, shape: [instancesOf(tensor, view)?.instances ?? 0] });
  }
  return entries;
}

/** The matrix of a tensor. What is drawn, or counted from the end, is the same only among as many instances. */
function seenWith(tensor: TensorEntry, count: number | undefined, view: View): TensorEntry {
  const { rows } = view;
  const byCount = rows.kind === 'sample' || (rows.kind === 'range' && (rows.from < 0 || (rows.to ?? 0) < 0));
  const instances = instancesOf(tensor, view)?.instances;
  if (byCount && instances !== undefined && instances !== count) {
    const reason = `it has ${instances} instances, and the selection is made among ${count ?? 'another number'}`;
    return { ...tensor, unreadable: tensor.unreadable ?? reason };
  }
  return viewed(tensor, view);
}

/** How many instances a layer has in its file, and how many rows each becomes. */
export function instancesIn(
  { stored }: OpenSide,
  placed: Pick<Placed, 'index'> | undefined,
  view: View,
): { readonly rows: number; readonly rowsEach: number } {
  const tensor = placed === undefined ? undefined : stored[placed.index];
  const { instances = 0, rowsEach = 1 } = (tensor && instancesOf(tensor, view)) ?? {};
  return { rows: instances, rowsEach };
}
