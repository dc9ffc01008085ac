import type { TensorSlice } from '../protocol';
import { BadInput, quoted } from './badInput';
import { elementCount, type StoredTensor, type TensorReader } from './storedTensor';

/** Reads the texts [first, first + count) of a tensor, row by row. */
type ReadTexts = (first: number, count: number) => Promise<readonly string[]>;

/** Characters of a text that are shown. */
const longestText = 200;

/** Values of a tensor seen as a table: the last axis across, all others down. A vector has one column. */
export type SliceWindow = Pick<TensorSlice, 'firstRow' | 'firstColumn'> & {
  readonly rows: number;
  readonly columns: number;
};

/** Rows and columns of a tensor seen as a table. */
export function tableShape({ shape }: Pick<StoredTensor, 'shape'>): readonly [rows: number, columns: number] {
  const columns = shape.length < 2 ? 1 : (shape.at(-1) ?? 1);
  return [columns === 0 ? 0 : elementCount({ shape }) / columns, columns];
}

/**
 * Reads the values of a window, cut to the tensor; nothing else of it. Throws what reading throws.
 * @param texts how a tensor of texts is read
 */
export async function readSlice(
  reader: TensorReader,
  tensor: StoredTensor,
  window: SliceWindow,
  poll: () => void,
  texts?: ReadTexts,
): Promise<Omit<TensorSlice, 'index'>> {
  if (tensor.unreadable !== undefined && texts === undefined)
    throw new BadInput(`Tensor ${quoted(tensor.name)} cannot be read: ${tensor.unreadable}`);
  const [totalRows, totalColumns] = tableShape(tensor);
  const firstRow = Math.min(window.firstRow, totalRows);
  const firstColumn = Math.min(window.firstColumn, totalColumns);
  const rows = Math.min(window.rows, totalRows - firstRow);
  const columns = Math.min(window.columns, totalColumns - firstColumn);
  const values: (number | string)[][] = [];
  for (let row = firstRow; row < firstRow + rows; row++) {
    poll();
    const first = row * totalColumns + firstColumn;
    values.push(
      texts === undefined
        ? await readRow(reader, tensor, first, columns)
        : (await texts(first, columns)).map(shortened),
    );
  }
  return { totalRows, totalColumns, firstRow, firstColumn, values };
}

/** `count` values row by row from the `first` on, all of one row. */
async function readRow(
  reader: TensorReader,
  tensor: StoredTensor,
  first: number,
  count: number,
): Promise<(number | string)[]> {
  if (count === 0) return [];
  if (tensor.order === 'C' || tensor.shape.length < 2)
    return Array.from(await reader.read(tensor, first, count), plain);
  const row: (number | string)[] = [];
  for (let i = 0; i < count; i++) {
    const [value = NaN] = await reader.read(tensor, storedPosition(tensor, first + i), 1);
    row.push(plain(value));
  }
  return row;
}

/** Where an element, counted row by row, lies in a tensor that is stored column by column. */
function storedPosition({ shape }: StoredTensor, element: number): number {
  const total = elementCount({ shape });
  let rest = element;
  let stride = total;
  let position = 0;
  for (const length of shape.toReversed()) {
    stride /= length;
    position += (rest % length) * stride;
    rest = Math.floor(rest / length);
  }
  return position;
}

function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** JSON knows no NaN and no infinities. */
function plain(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
