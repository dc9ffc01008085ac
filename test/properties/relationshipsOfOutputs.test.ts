import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { scoreGroup } from '../../server/measures/scoreGroup';
import { build, engine, entryOf, random } from '../unit/measures/inputs';
import { classes, rows } from './samples';

const seeds = fc.integer({ min: 1, max: 1e6 });
const runs = { seed: 20261128, numRuns: 25 };
const labels = { classes: Int32Array.from(classes), count: 3 };

/** Models that mostly agree: the same logits with noise of each model's own. */
function models(seed: number, count: number, width = 4): readonly Prepared[] {
  const shared = random(rows, width, seed);
  return Array.from({ length: count }, (_, m) => {
    const own = random(rows, width, seed + 1 + m);
    const values = build(rows, width, (i, c) => 2 * entryOf(shared, i, c) + entryOf(own, i, c));
    return new Prepared({ values, meaning: 'logits', labels }, engine);
  });
}

function of(call: string, [x, y]: readonly Prepared[]): number {
  if (x === undefined || y === undefined) throw new TypeError('two models are needed');
  return score(parseCall(call), x, y).value ?? NaN;
}

const ofSet = (call: string, set: readonly Prepared[]): number =>
  scoreGroup(parseCall(call), set).value ?? NaN;
const check = (property: (seed: number) => void): void => fc.assert(fc.property(seeds, property), runs);
const same = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-12, `${a} and ${b}`);
const atMost = (a: number, b: number): void => assert.ok(a <= b + 1e-12, `${a} above ${b}`);

describe('relationships of measures of outputs', () => {
  it('discrepancy is at most ambiguity, and at least the mean disagreement of pairs', () => {
    check((seed) => {
      const set = models(seed, 4);
      const pairs = set.flatMap((x, i) => set.slice(i + 1).map((y) => of('disagreement', [x, y])));
      atMost(ofSet('discrepancy', set), ofSet('ambiguity', set));
      atMost(pairs.reduce((sum, one) => sum + one, 0) / pairs.length, ofSet('discrepancy', set));
      same(Math.max(...pairs), ofSet('discrepancy', set));
    });
  });

  it('for two models ambiguity and discrepancy are their disagreement, and label entropy log 2 times it', () => {
    check((seed) => {
      const pair = models(seed, 2);
      const differs = of('disagreement', pair);
      for (const call of ['ambiguity', 'discrepancy']) same(ofSet(call, pair), differs);
      same(ofSet('label_entropy', pair), Math.LN2 * differs);
      same(ofSet('label_entropy(unit: bits)', pair), differs);
    });
  });

  it('the stitching difference has the size of the performance difference, and the other sign for the other order', () => {
    check((seed) => {
      const [x, y] = models(seed, 2);
      if (x === undefined || y === undefined) throw new TypeError('two models are needed');
      for (const quality of ['accuracy', 'f1_macro', 'mcc', 'log_loss']) {
        const signed = of(`stitch.perf(quality: ${quality})`, [x, y]);
        same(Math.abs(signed), of(`perf.difference(quality: ${quality})`, [x, y]));
        same(signed, -of(`stitch.perf(quality: ${quality})`, [y, x]));
      }
    });
  });

  it('one minus Fleiss’ agreement is the mean disagreement of pairs', () => {
    check((seed) => {
      const set = models(seed, 5);
      const pairs = set.flatMap((x, i) => set.slice(i + 1).map((y) => of('disagreement', [x, y])));
      const { details = [] } = scoreGroup(parseCall('kappa'), set);
      const agreement = details.find(({ name }) => name === 'agreement')?.value ?? NaN;
      same(1 - agreement, pairs.reduce((sum, one) => sum + one, 0) / pairs.length);
    });
  });

  it('kappa is 1 less disagreement over disagreement by chance', () => {
    check((seed) => {
      const [x, y] = models(seed, 2);
      if (x === undefined || y === undefined) throw new TypeError('two models are needed');
      const { value, chance = NaN } = score(parseCall('disagreement'), x, y);
      same(of('kappa', [x, y]), 1 - (value ?? NaN) / chance);
    });
  });

  it('error-corrected disagreement times the error rate is disagreement, which lies within what the error rates allow', () => {
    check((seed) => {
      const [x, y] = models(seed, 2);
      if (x === undefined || y === undefined) throw new TypeError('two models are needed');
      const { value, details = [] } = score(parseCall('err_corrected'), x, y);
      const [differs = NaN, e = NaN, f = NaN] = details.map((detail) => detail.value);
      same((value ?? NaN) * e, differs);
      atMost(Math.abs(e - f), differs);
      atMost(differs, Math.min(1, e + f));
      atMost(of('perf.difference', [x, y]), differs);
    });
  });

  it('for two classes disagreement never passes what is attainable', () => {
    check((seed) => {
      const binary = models(seed, 2, 2).map(({ representation }) => {
        const two = { classes: labels.classes.map((c) => c % 2), count: 2 };
        return new Prepared({ ...representation, labels: two }, engine);
      });
      const attainable = of('minmax(most: attainable)', binary);
      assert.ok(attainable >= 0 && attainable <= 1);
      atMost(of('minmax', binary), attainable);
    });
  });

  it('surrogate churn goes to disagreement as its power grows', () => {
    check((seed) => {
      const pair = models(seed, 2);
      assert.ok(Math.abs(of('surrogate_churn(alpha: 1000000)', pair) - of('disagreement', pair)) < 1e-3);
    });
  });

  it('prediction difference of two models is the norm of their difference, in every norm', () => {
    check((seed) => {
      const pair = models(seed, 2);
      for (const norm of ['L1', 'L2', 'max']) {
        for (const what of ['probabilities', 'given']) {
          const options = `(norm: ${norm}, of: ${what})`;
          same(ofSet(`pred_diff${options}`, pair), of(`norm_diff${options}`, pair));
        }
      }
    });
  });

  it('Jensen-Shannon is at most half the sum of the Kullback-Leibler divergences, and at most log 2 times total variation', () => {
    check((seed) => {
      const [x, y] = models(seed, 2);
      if (x === undefined || y === undefined) throw new TypeError('two models are needed');
      atMost(of('jsd', [x, y]), (of('kl', [x, y]) + of('kl', [y, x])) / 4);
      atMost(of('jsd', [x, y]), Math.LN2 * of('norm_diff(norm: L1)', [x, y]));
    });
  });

  it('Rashomon capacity of two models is at least 2 to the power of their divergence in bits, instance by instance', () => {
    check((seed) => {
      const [x, y] = models(seed, 2);
      if (x === undefined || y === undefined) throw new TypeError('two models are needed');
      const each = { perInstance: true };
      const capacities = score(parseCall('rashomon'), x, y, each).perInstance ?? [];
      const divergences = score(parseCall('jsd(unit: bits)'), x, y, each).perInstance ?? [];
      assert.equal(capacities.length, rows);
      capacities.forEach((capacity, i) => atMost(2 ** (divergences[i] ?? NaN), capacity));
    });
  });

  it('Rashomon capacity lies between 1 and the smaller of models and classes, and never falls with another model', () => {
    check((seed) => {
      const set = models(seed, 5, 3);
      const values = [2, 3, 4, 5].map((count) => ofSet('rashomon', set.slice(0, count)));
      values.forEach((value, at) => {
        assert.ok(value >= 1 && value <= 3);
        if (at > 0) atMost((values[at - 1] ?? NaN) - 1e-9, value);
      });
    });
  });
});
