import assert from 'node:assert/strict';
import { parseCall } from '../../../../server/measures/call';
import { score } from '../../../../server/measures/score';
import { scoreGroup } from '../../../../server/measures/scoreGroup';
import { build, prepared, scoreOf, valueOf } from '../inputs';

const one = (...values: readonly number[]) => build(1, values.length, (_, j) => values[j] ?? NaN);

describe('the norm of soft prediction differences', () => {
  it('is half the length of the difference in the norm chosen', () => {
    const [x, y] = [one(0.7, 0.2, 0.1), one(0.1, 0.5, 0.4)];
    const of = (norm: string): number => valueOf(`norm_diff(norm: ${norm})`, x, y, 'probabilities');
    assert.ok(Math.abs(of('L1') - 0.6) < 1e-15);
    assert.ok(Math.abs(of('L2') - Math.sqrt(0.36 + 0.09 + 0.09) / 2) < 1e-15);
    assert.ok(Math.abs(of('max') - 0.3) < 1e-15);
  });

  it('is as large as its range for certain models of different answers', () => {
    for (const [norm, most] of [
      ['L1', 1],
      ['L2', Math.SQRT1_2],
      ['max', 0.5],
    ] as const) {
      const value = valueOf(`norm_diff(norm: ${norm})`, one(1, 0, 0), one(0, 0, 1), 'probabilities');
      assert.ok(Math.abs(value - most) < 1e-15);
    }
  });

  it('neither overflows nor vanishes for scores whose squares do', () => {
    for (const size of [1e-200, 1e200]) {
      const value = valueOf('norm_diff(of: given)', one(3 * size, 0), one(0, 4 * size), 'logits');
      assert.ok(Math.abs(value / size - 2.5) < 1e-12);
    }
  });

  it('has no value for class numbers, and says which input holds them', () => {
    const { reason } = scoreOf(
      'norm_diff',
      build(3, 1, (i) => i),
      build(3, 1, (i) => i),
      'classes',
    );
    assert.equal(reason, 'The first input holds class numbers: logits or probabilities are needed.');
  });

  it('has no value for scores as they are given where one holds logits and the other probabilities', () => {
    const [logits, probabilities] = [
      prepared(one(3, 1, -2), 'logits'),
      prepared(one(0.7, 0.2, 0.1), 'probabilities'),
    ];
    const advice =
      'scores as they are given must be of one kind (of: probabilities compares both as probabilities).';
    const given = parseCall('norm_diff(of: given)');
    assert.deepEqual(
      [score(given, logits, probabilities).value, score(given, logits, probabilities).reason],
      [null, `The first input holds logits and the second input probabilities: ${advice}`],
    );
    assert.equal(score(given, logits, logits).value, 0);
    assert.equal(score(parseCall('norm_diff'), logits, probabilities).status, 'ok');
    assert.equal(
      scoreGroup(parseCall('pred_diff(of: given)'), [logits, logits, probabilities]).reason,
      `The model 1 holds logits and the model 3 probabilities: ${advice}`,
    );
  });
});
