import assert from 'node:assert/strict';
import type { NumericArray, Running } from '../../../../server/runtimes/runtime';
import { tfjs } from '../../../../server/runtimes/tfjs/tfjs';

/** A model that is started, for these values and its outputs. */
export async function started(path: string, taps?: readonly string[]): Promise<Running> {
  const anatomy = await tfjs.anatomy(path);
  const wanted = anatomy.steps.filter(({ name, isOutput }) => isOutput || (taps?.includes(name) ?? true));
  return tfjs.start(
    path,
    anatomy,
    wanted.map(({ name }) => name),
  );
}

export function array(shape: readonly number[], values: readonly number[]): NumericArray {
  return { shape, values: Float64Array.from(values) };
}

/** The values of a run, as lists. */
export async function valuesOf(
  running: Running,
  input: string,
  given: NumericArray,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const found = await running.run(new Map([[input, given]]));
  return Object.fromEntries([...found].map(([name, { values }]) => [name, [...values]]));
}

/** The gradient of a weighted output, as a list. */
export async function gradientOf(
  running: Running,
  [input, given]: readonly [string, NumericArray],
  [output, weights]: readonly [string, NumericArray],
): Promise<readonly number[]> {
  assert.ok(running.pullback);
  const { shape, values } = await running.pullback(new Map([[input, given]]), output, weights);
  assert.deepEqual(shape, given.shape);
  return [...values];
}
