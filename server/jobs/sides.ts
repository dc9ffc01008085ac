import type { ComparisonKind, ComparisonRequest, JoinedRows, Reading, TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { breather, inSlices } from './breath';
import type { Header, Headers } from './headers';
import { findIds, idsNotTaken, type Ids } from './ids';
import { commonRows, findKind } from './kind';
import type { Wanted } from './labels';
import { type Matched, matchRows } from './matchRows';
import type { Placed, Side } from './pairing';
import { instancesOf, isUsual, usualView, type View, viewed, viewOf } from './view';

/** A file of a comparison, its tensors as they are stored. */
interface OpenFile extends Side {
  readonly header: Header;
  /** The tensors as the file has them; `tensors` are the matrices they become. */
  readonly stored: readonly TensorEntry[];
}

/** One file of a comparison. */
export interface OpenSide extends OpenFile {
  /** How its tensors become matrices. */
  readonly view: View;
  /** What its rows are called. */
  readonly ids?: Ids;
}

export interface Sides {
  readonly x: OpenSide;
  readonly y: OpenSide;
  readonly kind: ComparisonKind;
  /** How tensors become matrices, as a person chose it. */
  readonly view: View;
  /** How the rows belong together, where that is not plain: sentences. */
  readonly notes: readonly string[];
  readonly joined?: JoinedRows;
}

/** Tensors looked at before the event loop goes on: a few milliseconds. */
const tensorsAtOnce = 1000;

type Request = Pick<ComparisonRequest, 'x' | 'y' | 'kind' | keyof Reading>;

/**
 * Both files, what they are compared as and how they are read: their rows joined by ids where both have some.
 * @param given how the rows belong together, where that is known already
 * Throws BadInput.
 */
export async function openSides(request: Request, headers: Headers, given?: Matched): Promise<Sides> {
  const chosenView = viewOf(request);
  const [x, y] = await Promise.all([open(request.x, headers), open(request.y, headers)]);
  const chosen = request.rule !== undefined || request.rows !== undefined || request.ids !== undefined;
  if (request.kind === 'weights' && chosen) throw new BadInput(weightsAsTheyAre);
  const ids =
    request.kind === 'weights' || given !== undefined
      ? []
      : await findIds([x, y], request, chosenView, headers);
  // Files that say what their rows are called have instances for rows.
  const named = given !== undefined || (ids.length > 0 && !ids.includes(undefined));
  const kind =
    request.kind ?? (chosen || named ? 'activations' : await inSlices(findKind(x.stored, y.stored)));
  const asStored = { x: { ...x, view: usualView }, y: { ...y, view: usualView }, view: usualView, notes: [] };
  if (kind === 'weights') return { ...asStored, kind };
  const some = ids.some((one) => one !== undefined);
  const notTaken = given === undefined ? idsNotTaken([x, y], ids, request, chosenView) : [];
  // Of the tens of thousands of tensors that a file may have, none needs to be seen anew then.
  if (isUsual(chosenView) && !some && given === undefined) return { ...asStored, kind, notes: notTaken };
  const breathe = breather(tensorsAtOnce);
  const [ofX, ofY] = [await counted(x, chosenView, breathe), await counted(y, chosenView, breathe)];
  const count = await inSlices(commonRows(ofX, ofY));
  const matching = { files: [x, y], ids, view: chosenView, labels: request.labels, count };
  const matched = given ?? (await matchRows(matching, headers));
  const { view, notes, joined, views, ids: sources } = matched;
  const seen = async (side: OpenFile, at: number): Promise<OpenSide> => {
    const own = views[at] ?? view;
    const tensors: TensorEntry[] = [];
    for (const tensor of side.stored) {
      await breathe();
      tensors.push(seenWith(tensor, count, own));
    }
    return { ...side, tensors, view: own, ...(sources[at] !== undefined && { ids: sources[at] }) };
  };
  return {
    ...{ x: await seen(x, 0), y: await seen(y, 1), kind, view, notes: [...notes, ...notTaken] },
    ...(joined !== undefined && { joined }),
  };
}

const weightsAsTheyAre =
  'Weights are compared as they are: rules for dimensions, selections of rows and ids are for activations.';

async function open(path: string, headers: Headers): Promise<OpenFile> {
  const header = await headers.open(path);
  const stored = await headers.all(header);
  return { path, header, stored, tensors: stored };
}

/** The tensors of a side with their instances for a shape. */
async function counted(
  { stored }: OpenFile,
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
  const { rows, picked } = view;
  if (picked !== undefined) return viewed(tensor, view);
  const byCount = rows.kind === 'sample' || (rows.kind === 'range' && (rows.from < 0 || (rows.to ?? 0) < 0));
  const instances = instancesOf(tensor, view)?.instances;
  if (byCount && instances !== undefined && instances !== count) {
    const reason = `it has ${instances} instances, and the selection is made among ${count ?? 'another number'}`;
    return { ...tensor, unreadable: tensor.unreadable ?? reason };
  }
  return viewed(tensor, view);
}

/** How many instances a layer has in its file, and how many rows each becomes: what its labels are looked for by. */
export function instancesIn(
  { stored, view, ids }: OpenSide,
  placed: Pick<Placed, 'index'> | undefined,
): Pick<Wanted, 'rows' | 'rowsEach' | 'picked' | 'ids'> {
  const tensor = placed === undefined ? undefined : stored[placed.index];
  const { instances, rowsEach = 1 } = (tensor && instancesOf(tensor, view)) ?? {};
  return { rows: instances, rowsEach, picked: view.picked, ids };
}
