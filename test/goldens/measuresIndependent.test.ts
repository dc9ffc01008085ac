import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { AnyMatrix } from '../../server/linalg/matrix';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { spectrum } from '../../server/measures/preparations/spectrum';
import { score } from '../../server/measures/score';
import { represent } from '../../server/tensors/represent';
import { engine, relativeError } from '../unit/measures/inputs';
import { counterpart, type Golden } from './conventions';

const rows = JSON.parse(readFileSync(resolve(import.meta.dirname, 'goldens.json'), 'utf8')) as Golden[];

async function load(name: string): Promise<Prepared> {
  const file = await openModel(resolve(import.meta.dirname, 'inputs', `${name}.npy`));
  const tensor = file.tensors[0];
  assert.ok(tensor !== undefined);
  const representation = await represent(file, tensor);
  await file.close();
  return new Prepared(representation, engine);
}

function firstRows({ representation }: Prepared, rows: number): Prepared {
  const { values } = representation;
  return new Prepared(
    {
      ...representation,
      values: { ...values, rows, data: values.data.slice(0, rows * values.cols) } as AnyMatrix,
    },
    engine,
  );
}

/** Lists hold either the value first and what it came from after it, or the single correlations. */
function valueOf({ measure, value }: Golden): number | null {
  if (typeof value === 'number' || value === null) return value;
  if (measure === 'cca_correlations') return value.reduce((sum, rho) => sum + rho, 0) / value.length;
  return value[0] ?? null;
}

describe('measures against independent implementations', () => {
  const inputs = new Map<string, Prepared>();
  before(async () => {
    for (const name of ['A_X', 'A_Y', 'B_X', 'B_Y', 'K_X', 'K_Y']) inputs.set(name, await load(name));
    for (const name of ['A_X', 'A_Y', 'B_X', 'B_Y']) {
      inputs.set(name.replace('_', '100_'), firstRows(input(name), 100));
    }
  });
  const input = (name: string): Prepared => inputs.get(name) ?? assert.fail(`no input ${name}`);

  for (const row of rows.filter(({ case: pair }) => /^[AB](100)?$/.test(pair))) {
    const found = counterpart(row);
    if (found === null) continue;
    const origin = `${row.measure} ${JSON.stringify(row.params)} of ${row.peer} on ${row.case}`;
    if (typeof found === 'string') {
      it.skip(`${origin}: ${found}`);
      continue;
    }
    const { call, toTheirs = (ours: number) => ours, tolerance = 1e-9, allowed, detail, because } = found;
    const how = because === undefined ? '' : ` to ${allowed ?? tolerance}: ${because}`;
    it(`${origin} is ${detail === undefined ? '' : `the ${detail} of `}${call}${how}`, () => {
      const swapped = row.params.swap === true;
      const [first, second] = swapped ? ['Y', 'X'] : ['X', 'Y'];
      const found = score(parseCall(call), input(`${row.case}_${first}`), input(`${row.case}_${second}`));
      const { reason } = found;
      const told = found.details?.find(({ name }) => name === detail)?.value ?? null;
      const value = detail === undefined ? found.value : told;
      const expected = valueOf(row);
      if (expected === null) {
        assert.equal(value, null);
        return;
      }
      assert.ok(value !== null, reason);
      const error =
        allowed === undefined
          ? relativeError(toTheirs(value), expected)
          : Math.abs(toTheirs(value) - expected);
      assert.ok(error < (allowed ?? tolerance), `${toTheirs(value)}, expected ${expected}`);
    }).timeout(60_000);
  }

  const published: readonly (readonly [call: string, value: number])[] = [
    ['cka', 0.5576132566],
    ['cka(kernel: rbf, bandwidth: 0.5)', 0.6548311823],
    ['cka(estimator: debiased)', 0.5134564895],
    ['cca.mean_sq', 0.5453963322],
  ];
  // X = randn(100, 10), Y = randn(100, 10) + X of NumPy's RandomState(1337): the example of the 2019 CKA paper's code.
  for (const [call, expected] of published) {
    it(`${call} of the example of the CKA paper's code is ${expected}`, () => {
      const { value, reason } = score(parseCall(call), input('K_X'), input('K_Y'));
      assert.ok(value !== null, reason);
      assert.ok(Math.abs(value - expected) < 1e-10, String(value));
    });
  }

  it('finds the ranks that the definition gives', () => {
    assert.equal(input('A_X').get(spectrum).rank, 30);
    assert.equal(input('B_X').get(spectrum).rank, 50);
    assert.equal(input('B_Y').get(spectrum).rank, 20);
  });
});
