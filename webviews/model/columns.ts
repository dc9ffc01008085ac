import type { TensorEntry, TensorStatistics } from '../../server/protocol';
import { brief, byteSize, elementsOf, columnCount, shapeText } from '../numbers';
import type { SortColumn } from './tensorOrder';
import { isWhole, wholeText } from './valueText';

export interface Column {
  readonly id: SortColumn | 'histogram';
  readonly title: string;
  /** What the head says on hovering. */
  readonly summary: string;
  readonly numeric: boolean;
  /** What a tensor's row says; empty while unknown. */
  readonly text: (tensor: TensorEntry, statistics: TensorStatistics | undefined) => string;
}

const short = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : brief(value);

/** A value that an element of the tensor has. */
const element = ({ dtype }: TensorEntry, value: number | null | undefined) =>
  isWhole(dtype) && typeof value === 'number' && Math.abs(value) < 1e5 ? wholeText(value) : short(value);

/** The columns of the tensor list, in order. The widths stand in tensorList.css. */
export const columns: readonly Column[] = [
  { id: 'name', title: 'Name', summary: 'Name of the tensor', numeric: false, text: (t) => t.name },
  { id: 'dtype', title: 'Type', summary: 'Element type', numeric: false, text: (t) => t.dtype },
  {
    id: 'shape',
    title: 'Shape',
    summary: 'Sizes of the dimensions',
    numeric: false,
    text: (t) => shapeText(t.shape),
  },
  {
    id: 'parameters',
    title: 'Count',
    summary: 'Number of parameters or values',
    numeric: true,
    text: (t) => columnCount(elementsOf(t.shape)),
  },
  { id: 'bytes', title: 'Size', summary: 'Bytes in the file', numeric: true, text: (t) => byteSize(t.bytes) },
  {
    id: 'mean',
    title: 'Mean',
    summary: 'Mean of the finite values',
    numeric: true,
    text: (_, s) => short(s?.mean),
  },
  {
    id: 'deviation',
    title: 'Std',
    summary: 'Standard deviation of the finite values',
    numeric: true,
    text: (_, s) => short(s?.deviation),
  },
  {
    id: 'min',
    title: 'Min',
    summary: 'Smallest finite value',
    numeric: true,
    text: (t, s) => element(t, s?.min),
  },
  {
    id: 'max',
    title: 'Max',
    summary: 'Largest finite value',
    numeric: true,
    text: (t, s) => element(t, s?.max),
  },
  {
    id: 'histogram',
    title: 'Histogram',
    summary: 'Distribution of the finite values between the smallest and the largest',
    numeric: false,
    text: () => '',
  },
];
