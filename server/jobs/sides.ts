import type { ComparisonKind, ComparisonRequest, TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Header, Headers } from './headers';
import { commonRows, findKind } from './kind';
import type { Placed, Side } from './pairing';
import { among, instancesOf, usualView, type View, viewed, viewOf } from './view';

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
  const count = instancesOfBoth(x.stored, y.stored, chosenView);
  const view = count === undefined ? chosenView : among(count, chosenView);
  const seen = (side: OpenSide): OpenSide => ({
    ...side,
    tensors: side.stored.map((tensor) => seenWith(tensor, count, view)),
  });
  return { x: seen(x), y: seen(y), kind, view };
}

async function open(path: string, headers: Headers): Promise<OpenSide> {
  const header = await headers.open(path);
  const stored = await headers.all(header);
  return { path, header, stored, tensors: stored };
}

/** How many instances most tensors of both files have. */
function instancesOfBoth(
  x: readonly TensorEntry[],
  y: readonly TensorEntry[],
  view: View,
): number | undefined {
  const counted = (tensors: readonly TensorEntry[]): TensorEntry[] =>
    tensors.map((tensor) => ({ ...tensor, shape: [instancesOf(tensor, view)?.instances ?? 0] }));
  return commonRows(counted(x), counted(y));
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
