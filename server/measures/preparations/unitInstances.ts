import type { Matrix } from '../../linalg/matrix';
import { type Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { type Spectrum, spectrumOf } from './spectrum';

/**
 * The centred matrix with each row divided by its length, as an input of its own to be prepared further; rows of
 * length 0 stay zero.
 */
export const unitInstances: Preparation<Prepared> = {
  id: 'unitInstances',
  cost: (n, d) => ({ operations: 60 * n * d, bytes: 8 * n * d }),
  make: (of) =>
    new Prepared(
      { values: unitRowsOf(of.get(centred), () => of.engine.poll()), meaning: 'activations' },
      of.engine,
    ),
};

/** The spectrum of `unitInstances`, not centred again. */
export const unitSpectrum: Preparation<Spectrum> = {
  id: 'unitSpectrum',
  cost: (n, d) => spectrumOf(false).cost(n, d),
  make: (of) => of.get(unitInstances).get(spectrumOf(false)),
};

function unitRowsOf({ rows, cols, data }: Matrix, poll: () => void): Matrix {
  const unit = data.slice();
  for (let i = 0; i < rows; i++) {
    if (i % 256 === 0) poll();
    const row = unit.subarray(i * cols, (i + 1) * cols);
    // Divided by the largest entry first: rows of very different size must not vanish when squared.
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0) continue;
    const length = Math.sqrt(row.reduce((sum, value) => sum + (value / largest) ** 2, 0));
    for (let j = 0; j < cols; j++) row[j] = (row[j] ?? 0) / largest / length;
  }
  return { rows, cols, data: unit };
}
