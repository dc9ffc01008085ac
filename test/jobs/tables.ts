import { writeFileSync } from 'node:fs';
import type { ConfigurableJobs } from '../../server/jobs/createJobs';
import type { Reading, Score } from '../../server/protocol';
import { randomFrom, shuffle } from '../../server/linalg/random';
import { noise, writeTensors } from './setup';

/** Instances of the models in these tests. */
export const rows = 40;
export const width = 4;
export const counted = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
export const shuffled = (seed: number, among = counted(rows)): number[] => {
  const order = [...among];
  shuffle(order, randomFrom(seed));
  return order;
};
export const nameOf = (instance: number): string => `img${instance}`;

/** The activations of instances, one line each, in the order given; the numbers depend on the instance and the model. */
export function table(path: string, model: number, order: readonly number[], name = nameOf): string {
  const { values } = noise([rows, width], model);
  const lines = order.map((instance) => [
    name(instance),
    ...counted(width).map((j) => String(values[instance * width + j])),
  ]);
  writeFileSync(path, [['id', 'a', 'b', 'c', 'd'], ...lines].map((line) => `${line.join(',')}\n`).join(''));
  return path;
}

/** The same as a file of tensors without ids. */
export function tensors(path: string, model: number, order: readonly number[]): string {
  const { values } = noise([rows, width], model);
  const numbers = order.flatMap((instance) =>
    counted(width).map((j) => Number(values[instance * width + j])),
  );
  return writeTensors(path, [
    ['values', { shape: [order.length, width], values: Float32Array.from(numbers) }],
  ]);
}

const measures = ['cka', 'procrustes', 'nn.jaccard', 'rsm.rsa'];

export async function scoresOf(
  jobs: ConfigurableJobs,
  x: string,
  y: string,
  reading: Reading = {},
  tensorY = 'values',
): Promise<readonly Score[]> {
  return jobs.pair({ x, y, tensorX: 'values', tensorY, measures, ...reading });
}

export const valuesOf = (scores: readonly Score[]): (number | null)[] => scores.map(({ value }) => value);
export const notesOf = ([score]: readonly Score[]): string[] =>
  (score?.notes ?? []).filter((note) => /^(Joined|Rows are|Over|Not there|Labels)/.test(note));
