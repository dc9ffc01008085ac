import assert from 'node:assert/strict';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { scoreGroup } from '../../server/measures/scoreGroup';
import type { Score } from '../../server/protocol';
import { build, engine, entryOf } from '../unit/measures/inputs';
import { logits } from './closedForms';

/** The true classes of the twelve instances. */
const labels = { classes: Int32Array.from({ length: 12 }, (_, i) => i % 3), count: 3 };
const model = (at: number): Prepared =>
  new Prepared({ values: logits(at), meaning: 'logits', labels }, engine);
const attacked = (at: number): Prepared => {
  const [own, other] = [logits(at), logits((at + 1) % 3)];
  const values = build(12, 9, (i, j) =>
    j < 3 ? entryOf(own, i, j) : entryOf(j < 6 ? own : other, 11 - i, j % 3),
  );
  return new Prepared({ values, meaning: 'activations', labels }, engine);
};
const softmax = (at: number): Prepared => {
  const z = logits(at);
  const values = build(12, 3, (i, c) => {
    const weights = [0, 1, 2].map((k) => Math.exp(entryOf(z, i, k)));
    return (weights[c] ?? NaN) / weights.reduce((sum, weight) => sum + weight, 0);
  });
  return new Prepared({ values, meaning: 'probabilities', labels }, engine);
};
const close = ({ value }: Score, expected: number): void => {
  assert.ok(Math.abs((value ?? NaN) - expected) < 1e-9, `${String(value)} for ${expected}`);
};

describe('measures of outputs on logits given by formulas', () => {
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const;
  const values: readonly (readonly [call: string, values: readonly [number, number, number]])[] = [
    ['perf.difference', [1 / 6, 1 / 12, 1 / 12]],
    ['hard.disagreement', [1 / 2, 1, 2 / 3]],
    ['hard.err_corrected', [2 / 3, 4 / 3, 8 / 7]],
    ['hard.minmax', [0.4, 1, 0.6363636364]],
    ['hard.kappa', [0.2340425532, -0.3846153846, 0.0204081633]],
    ['hard.ambiguity', [1 / 2, 1, 2 / 3]],
    ['hard.discrepancy', [1 / 2, 1, 2 / 3]],
    ['hard.label_entropy', [Math.LN2 / 2, Math.LN2, (2 * Math.LN2) / 3]],
    ['soft.norm_diff', [0.3388948182, 0.4805769214, 0.2973319739]],
    ['soft.norm_diff(of: given)', [1.4207335515, 2.0637428566, 1.3164682547]],
    ['soft.surrogate_churn', [0.5488524131, 0.9465941137, 0.5555676814]],
    ['soft.jsd', [0.1851754682, 0.3587546884, 0.16713753]],
    ['soft.jsd(unit: bits)', [0.2671517297, 0.5175736099, 0.2411284856]],
    ['soft.kl', [0.8811980955, 1.9336527321, 0.8170338078]],
    ['soft.pred_diff(norm: L2)', [0.3388948182, 0.4805769214, 0.2973319739]],
    ['stitch.perf', [-1 / 6, -1 / 12, 1 / 12]],
  ];
  for (const [call, expected] of values) {
    pairs.forEach(([i, j], at) => {
      it(`${call} of models ${i} and ${j} is ${expected[at] ?? NaN}`, () => {
        close(score(parseCall(call), model(i), model(j)), expected[at] ?? NaN);
      });
    });
  }

  // Attacked instances stand for themselves in reverse order: what a model answers to them is what it or the next one does.
  const attacks: readonly (readonly [call: string, values: readonly [number, number, number]])[] = [
    ['adv.modeldiff', [0.4013613036, -0.716719158, -0.7102609608]],
    ['adv.modeldiff(seeds: both)', [0.3923355383, -0.0550150682, 0.0145068459]],
    ['adv.modeldiff(seeds: both, entries: distance)', [0.8474820027, 0.7132873744, 0.743969601]],
    ['adv.transfer', [Math.log(100), NaN, Math.log(400 / 6)]],
  ];
  for (const [call, expected] of attacks) {
    pairs.forEach(([i, j], at) => {
      const value = expected[at] ?? NaN;
      it(`${call} of models ${i} and ${j} is ${Number.isNaN(value) ? 'undefined' : value}`, () => {
        const found = score(parseCall(call), attacked(i), attacked(j));
        if (Number.isNaN(value)) assert.equal(found.status, 'undefined');
        else close(found, value);
      });
    });
  }

  const sets: readonly (readonly [call: string, models: readonly number[], value: number])[] = [
    ['hard.ambiguity', [0, 1, 2], 1],
    ['hard.discrepancy', [0, 1, 2], 1],
    ['hard.label_entropy', [0, 1, 2], 0.7135305217],
    ['hard.kappa', [0, 1, 2], -0.0858468677],
    ['soft.pred_diff', [0, 1, 2], 0.6685545076],
    ['soft.pred_diff(norm: L2)', [0, 1, 2], 0.4374252944],
    ['soft.rashomon', [0, 1, 2], 1.4776250683],
    ['soft.rashomon', [0, 1], 1.211092571],
  ];
  for (const [call, models, value] of sets) {
    it(`${call} of the set of models ${models.join(', ')} is ${value}`, () => {
      close(scoreGroup(parseCall(call), models.map(model)), value);
    });
  }

  it('the Rashomon capacity of the set goes from 1.2938065040 to 1.6983942763', () => {
    const { perInstance = [] } = scoreGroup(parseCall('rashomon'), [0, 1, 2].map(model), {
      perInstance: true,
    });
    assert.ok(Math.abs(Math.min(...perInstance) - 1.293806504) < 1e-9);
    assert.ok(Math.abs(Math.max(...perInstance) - 1.6983942763) < 1e-9);
  });

  it('probabilities give what the logits they come from give', () => {
    close(score(parseCall('jsd'), softmax(0), softmax(1)), 0.1851754682);
    close(score(parseCall('disagreement'), softmax(0), softmax(1)), 0.5);
    close(score(parseCall('kl'), softmax(1), softmax(2)), 0.8170338078);
  });
});
