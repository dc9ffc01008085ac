import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { scoreGroup } from '../../server/measures/scoreGroup';
import { build, engine } from '../unit/measures/inputs';

type Numbers = Readonly<Record<string, number | null>>;
type Quality = Numbers & {
  /** Class, how often it is true, recall and F1. */
  readonly perClass: readonly (readonly [number, number, number, number])[];
};
interface Case {
  readonly name: string;
  readonly labels: readonly number[];
  readonly models: readonly (readonly (readonly number[])[])[];
  readonly quality: readonly Quality[];
  readonly pair: Numbers;
  readonly set: Numbers;
}

/** Made by test/goldens/python/writeOutputs.py. */
const { cases, versions } = JSON.parse(readFileSync(join(__dirname, 'outputs.json'), 'utf8')) as {
  readonly cases: readonly Case[];
  readonly versions: Readonly<Record<string, string>>;
};

function prepared(scores: Case['models'][number], truth: readonly number[]): Prepared {
  const numbers = [...new Set(truth)].sort((a, b) => a - b);
  const classes = Int32Array.from(truth, (label) => numbers.indexOf(label));
  const values = build(scores.length, scores[0]?.length ?? 0, (i, c) => scores[i]?.[c] ?? NaN);
  const labels = { classes, count: numbers.length, numbers };
  return new Prepared({ values, meaning: 'logits', labels }, engine);
}

function near(value: number | null | undefined, expected: number, what: string): void {
  assert.ok(
    Math.abs((value ?? NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${what}: ${value}`,
  );
}

const qualities = ['accuracy', 'f1_macro', 'f1_micro', 'balanced_accuracy', 'mcc', 'log_loss'];

describe(`Measures of outputs as scikit-learn ${versions.sklearn} and SciPy ${versions.scipy} compute them`, () => {
  for (const { name, labels, models, quality, pair, set } of cases) {
    const inputs = models.map((scores) => prepared(scores, labels));
    const [x, y] = inputs;
    assert.ok(x && y);

    it(`agree on the quality of ${name}`, () => {
      for (const which of qualities) {
        const { details = [] } = score(parseCall(`perf.difference(quality: ${which})`), x, y);
        near(details[0]?.value, quality[0]?.[which] ?? NaN, `${which} of the first`);
        near(details[1]?.value, quality[1]?.[which] ?? NaN, `${which} of the second`);
      }
    });

    it(`agree on single classes of ${name}`, () => {
      const { perClass = [] } = score(parseCall('perf.difference'), x, y, { perInstance: true });
      for (const [at, words] of ['first', 'second'].entries()) {
        for (const [of, count, recall, f1] of quality[at]?.perClass ?? []) {
          const values = new Map(
            perClass.find((one) => one.class === of)?.values.map(({ name: key, value }) => [key, value]),
          );
          assert.equal(values.get('instances'), count);
          // Of a class that is never true there is no recall; scikit-learn is told to give 0.
          if (count > 0) near(values.get(`recall of the ${words}`), recall, `recall of ${of}`);
          else assert.equal(values.has(`recall of the ${words}`), false);
          near(values.get(`F1 of the ${words}`), f1, `F1 of ${of}`);
        }
      }
    });

    it(`agree on pairs and the set of ${name}`, () => {
      for (const [call, expected] of Object.entries(pair)) {
        const found = score(parseCall(call), x, y);
        if (expected !== null) near(found.value, expected, call);
        // Of one class only it is 0/0, which scikit-learn gives as NaN.
        else assert.match(found.notes.join(), /0\/0, counted as 1/, call);
      }
      for (const [call, expected] of Object.entries(set))
        near(scoreGroup(parseCall(call), inputs).value, expected ?? NaN, call);
    });
  }
});
