import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import type { Score } from '../../server/protocol';
import { represent } from '../../server/tensors/represent';
import type { Matrix } from '../../server/linalg/matrix';
import { engine, relativeError } from '../unit/measures/inputs';
import { a, b } from './closedForms';
import type { Golden } from './conventions';
import { statisticCounterpart } from './statisticConventions';

const rows = JSON.parse(readFileSync(resolve(import.meta.dirname, 'goldens.json'), 'utf8')) as Golden[];

async function load(name: string): Promise<Prepared> {
  const file = await openModel(resolve(import.meta.dirname, 'inputs', `${name}.npy`));
  const tensor = file.tensors[0];
  assert.ok(tensor !== undefined);
  const representation = await represent(file, tensor);
  await file.close();
  return new Prepared(representation, engine);
}

function labelled(of: Prepared, classes: Int32Array): Prepared {
  const labels = { classes, count: Math.max(...classes) + 1 };
  return new Prepared({ ...of.representation, labels }, engine);
}

const detail = ({ details = [], reason }: Score, name: string): number =>
  details.find((one) => one.name === name)?.value ?? assert.fail(reason ?? `there is no ${name}`);

describe('statistics of one input against independent implementations', () => {
  const inputs = new Map<string, Prepared>();
  before(async () => {
    for (const pair of ['A', 'B']) {
      const classes = Int32Array.from((await load(`${pair}_labels`)).representation.values.data);
      for (const side of ['X', 'Y']) {
        inputs.set(`${pair}_${side}`, labelled(await load(`${pair}_${side}`), classes));
      }
    }
  });
  const input = (name: string): Prepared => inputs.get(name) ?? assert.fail(`no input ${name}`);

  for (const row of rows.filter(({ case: name }) => /^[AB](_[XY])?$/.test(name))) {
    const found = statisticCounterpart(row);
    if (found === null) continue;
    const origin = `${row.measure} ${JSON.stringify(row.params)} of ${row.peer} on ${row.case}`;
    if (typeof found === 'string') {
      it.skip(`${origin}: ${found}`);
      continue;
    }
    const { call, part = '' } = found;
    it(`${origin} is ${call}`, () => {
      const alone = row.case.includes('_');
      const [x, y] = alone
        ? [input(row.case), input(row.case)]
        : [input(`${row.case}_X`), input(`${row.case}_Y`)];
      const result = score(parseCall(call), x, y);
      const ours = alone ? detail(result, `first${part}`) : (result.value ?? assert.fail(result.reason));
      const theirs = Number(row.value);
      // What is 0 is a difference of two logarithms of the number of rows.
      assert.ok(
        theirs === 0 ? Math.abs(ours) < 1e-12 : relativeError(ours, theirs) < 1e-9,
        `${ours}, expected ${theirs}`,
      );
    });
  }
});

describe('statistics of inputs given by formulas', () => {
  const of = (values: Matrix): Prepared =>
    labelled(
      new Prepared({ values, meaning: 'activations' }, engine),
      Int32Array.from({ length: 24 }, (_, i) => i % 3),
    );
  const known: readonly (readonly [call: string, ofA: number, ofB: number])[] = [
    ['intrinsic_dim', 1.893659006, 5.6623549153],
    ['intrinsic_dim(estimator: mle)', 1.8129990058, 3.5449943024],
    ['magnitude', 0.0550042232, 0.7151786129],
    ['concentricity', 0.0407339717, 0.2511871209],
    ['uniformity', -2.6528337231, -3.0594127586],
    ['uniformity(rows: unit)', -2.0087452368, -1.7772271198],
    ['tolerance', 0.1070285378, 0.1719254324],
    ['instance_modularity', 0.3875505888, 0.3860826949],
  ];
  for (const [call, ofA, ofB] of known) {
    it(`${call} is ${ofA} and ${ofB}, and the score their difference`, () => {
      const result = score(parseCall(call), of(a), of(b));
      assert.ok(Math.abs(detail(result, 'first') - ofA) < 1e-9);
      assert.ok(Math.abs(detail(result, 'second') - ofB) < 1e-9);
      assert.ok(Math.abs((result.value ?? NaN) - Math.abs(ofA - ofB)) < 1e-9);
    });
  }
});
