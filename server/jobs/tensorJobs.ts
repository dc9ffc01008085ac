import { basename } from 'node:path';
import type { AxisStatistics, InputPicture, TensorSlice } from '../protocol';
import type { SliceWindow } from '../tensors/slice';
import type { Headers } from './headers';
import type { FileOptions, JobOptions } from './jobs';
import type { Pool } from './pool';

/** Two blocks, decoded and as read. */
const memory = 32 * 2 ** 20;

interface Places {
  readonly headers: Headers;
  readonly pool: Pool;
}

const ask = ({ signal, priority = 'eye' }: JobOptions, path: string, what: string) => ({
  urgency: { priority },
  subject: `${what} of ${basename(path)}`,
  bytes: memory,
  ...(signal !== undefined && { signal }),
});

/** Some values of a tensor as a table. Throws BadInput. */
export async function readTensorSlice(
  path: string,
  index: number,
  window: SliceWindow,
  { headers, pool }: Places,
  options: FileOptions,
): Promise<TensorSlice> {
  const { stamp: file } = await headers.during(options.signal).open(path, options.stamp);
  return pool.run('slice', { file, index, window }, { ...ask(options, path, 'values'), brief: true });
}

/** Statistics of the entries of one axis of a tensor. Throws BadInput. */
export async function computeTensorAxis(
  path: string,
  index: number,
  axis: number,
  { headers, pool }: Places,
  options: FileOptions,
): Promise<AxisStatistics> {
  const { stamp: file } = await headers.during(options.signal).open(path, options.stamp);
  return pool.run('axisStatistics', { file, index, axis }, ask(options, path, 'statistics of an axis'));
}

/** Instances that are pictures, as bytes. Throws BadInput. */
export async function readPictures(
  path: string,
  index: number,
  wanted: { readonly rows: readonly number[]; readonly side: number },
  { headers, pool }: Places,
  options: FileOptions,
): Promise<readonly InputPicture[]> {
  const { stamp: file } = await headers.during(options.signal).open(path, options.stamp);
  return pool.run('pictures', { file, index, ...wanted }, ask(options, path, 'pictures'));
}
