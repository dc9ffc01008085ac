import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import { relativeLivingTimes } from '../../server/measures/topology/livingTimes';
import { witnessBars } from '../../server/measures/topology/witnessBars';
import { WitnessComplex } from '../../server/measures/topology/witnessComplex';
import { represent } from '../../server/tensors/represent';
import type { Golden } from './conventions';

const rows = JSON.parse(readFileSync(resolve(import.meta.dirname, 'goldens.json'), 'utf8')) as Golden[];
const poll = (): void => undefined;
const landmarks = 24;

/** The distances of the first 24 rows of A_X to all 200. */
async function tableOfDistances(): Promise<Float64Array> {
  const file = await openModel(resolve(import.meta.dirname, 'inputs', 'A_X.npy'));
  const tensor = file.tensors[0];
  assert.ok(tensor !== undefined);
  const { rows: n, cols, data } = (await represent(file, tensor)).values;
  await file.close();
  return Float64Array.from({ length: n * landmarks }, (_, at) => {
    const [i, l] = [at % n, Math.floor(at / n)];
    let sum = 0;
    for (let c = 0; c < cols; c++) sum += ((data[i * cols + c] ?? NaN) - (data[l * cols + c] ?? NaN)) ** 2;
    return Math.sqrt(sum);
  });
}

describe('the witness complex of the first 24 rows, against GUDHI', () => {
  let distances: Float64Array = new Float64Array();
  before(async () => {
    distances = await tableOfDistances();
  });

  for (const { measure, params, value } of rows.filter((row) => row.measure.startsWith('rlt_'))) {
    const gamma = Number(params.gamma);
    it(`has the ${measure.slice(4)} for relaxations up to ${gamma} of the largest distance`, () => {
      assert.ok(Array.isArray(value));
      const found = computed(measure, gamma);
      value.forEach((expected: number, i) => {
        assert.ok(Math.abs((found[i] ?? NaN) - expected) < 1e-12, `${i}: ${found[i]}, expected ${expected}`);
      });
    });
  }

  function computed(measure: string, gamma: number): readonly number[] {
    const complex = new WitnessComplex(landmarks, distances.length / landmarks);
    if (measure === 'rlt_rlt') return [...relativeLivingTimes(complex, distances, gamma, poll)];
    const largest = complex.fill(distances, gamma);
    if (measure === 'rlt_counts') {
      const finite = (values: Float64Array): number => values.filter((size) => size < Infinity).length;
      let triangles = 0;
      for (let a = 1; a < landmarks; a++) {
        for (let b = 0; b < a; b++) triangles += finite(complex.cofaces(a * landmarks + b)) / 3;
      }
      return [landmarks, finite(complex.edges) / 2, Math.round(triangles)];
    }
    const flat = witnessBars(complex, poll);
    const bars = Array.from({ length: flat.length / 2 }, (_, i) => {
      return [flat[2 * i] ?? NaN, Math.min(flat[2 * i + 1] ?? NaN, largest)] as const;
    }).sort((p, q) => p[0] - q[0] || p[1] - q[1]);
    return [largest, bars.length, ...bars.flat()];
  }
});
