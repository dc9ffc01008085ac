import assert from 'node:assert/strict';
import { guide } from '../../../../server/measures/advice/guide';
import { allMeasures } from '../../../../server/measures/catalogue';
import { complete } from '../../../../server/measures/complete';
import type { GuideAnswers, Suggestion } from '../../../../server/protocol';

const suggested = (answers: GuideAnswers): readonly Suggestion[] => guide(answers).suggestions;

function find(answers: GuideAnswers, id: string): Suggestion {
  const found = suggested(answers).find(({ measure }) => measure.id === id);
  return found ?? assert.fail(id);
}

describe('The guide to a measure', () => {
  it('lists every measure of representations once, whatever is answered', () => {
    const wanted = allMeasures.filter(({ compares }) => compares === 'representations').map(({ id }) => id);
    for (const answers of [{}, { orthogonal: ['ignore'] }, { invertibleLinear: ['notice'], rows: ['few'] }]) {
      assert.deepEqual(
        suggested(answers)
          .map(({ measure }) => measure.id)
          .sort(),
        [...wanted].sort(),
      );
    }
  });

  it('calls suitable only what ignores what is to be ignored and notices what is to be noticed', () => {
    const answers = { orthogonal: ['ignore'], translation: ['ignore'], invertibleLinear: ['notice'] };
    const suiting = suggested(answers).filter(({ fit }) => fit === 'suits');
    assert.ok(suiting.some(({ measure }) => measure.id === 'rsm.cka'));
    for (const { measure } of suiting) {
      const { measure: found, parameters } = complete(measure);
      const { orthogonal, translation, invertibleLinear } = found.invariances(parameters);
      assert.deepEqual([orthogonal, translation, invertibleLinear], [true, true, false], found.id);
    }
  });

  it('says what speaks against a measure that does not fit', () => {
    const answers = { invertibleLinear: ['notice'] };
    const cca = find(answers, 'cca.mean');
    assert.equal(cca.fit, 'unsuitable');
    assert.deepEqual(cca.objections, ['Does not notice invertible linear maps, which you want noticed.']);
    const opposite = find({ invertibleLinear: ['ignore'] }, 'rsm.cka');
    assert.deepEqual(opposite.objections, ['Changes under invertible linear maps, which you want ignored.']);
  });

  it('changes a choice of a measure where that makes it fit', () => {
    const centred = find({ translation: ['ignore'] }, 'align.procrustes');
    assert.deepEqual([centred.fit, centred.measure.parameters], ['suits', { centre: true }]);
    assert.deepEqual(find({}, 'align.procrustes').measure.parameters, {});
  });

  it('orders what fits by the tests for the purpose chosen', () => {
    const order = suggested({ purpose: ['robustness'] }).map(({ measure }) => measure.id);
    assert.ok(order.indexOf('rsm.cka') < order.indexOf('rsm.rsa'));
    const noise = find({ purpose: ['robustness'] }, 'cca.pwcca');
    assert.equal(noise.evidence, 'Won 2 of 2 comparisons in a published test.');
  });

  it('counts the form of a measure that was tested against most rivals', () => {
    assert.match(find({}, 'rsm.cka').evidence, /\(in its form "linear"\)\.$/);
  });

  it('leaves out ranks found with code that deviates from the definition, and says so', () => {
    const svcca = find({ purpose: ['training'] }, 'cca.svcca');
    assert.match(svcca.evidence, /No published test .* are left out\./);
  });

  it('doubts measures that few rows inflate, and refuses those that cannot be computed', () => {
    const few = find({ rows: ['few'] }, 'cca.mean');
    assert.equal(few.fit, 'doubtful');
    assert.equal(few.objections.length, 1);
    assert.equal(find({ rows: ['many'] }, 'cca.mean').fit, 'suits');
    const { suggestions } = guide({}, { widest: { rows: 1, columns: [4, 4] }, labels: false });
    const cka = suggestions.find(({ measure }) => measure.id === 'rsm.cka');
    assert.deepEqual([cka?.fit, cka?.objections], ['unsuitable', ['Needs at least 2 rows: 1 given.']]);
  });

  it('refuses what compares instance by instance when the instances differ', () => {
    const jaccard = find({ instances: ['different'] }, 'nn.jaccard');
    assert.equal(jaccard.fit, 'unsuitable');
    assert.match(jaccard.objections.join(), /same inputs in the same order/);
  });

  it('holds labels against a measure only when there are none', () => {
    const widest = { rows: 100, columns: [4, 4] } as const;
    const tolerance = (answers: GuideAnswers, labels?: boolean) => {
      const known = labels === undefined ? undefined : { widest, labels };
      const { questions, suggestions } = guide(answers, known);
      const { objections = [] } = suggestions.find(({ measure }) => measure.id === 'stat.tolerance') ?? {};
      const against = objections.filter((text) => text.startsWith('Needs a label'));
      return [questions.some(({ id }) => id === 'labels'), against];
    };
    const missing =
      'Needs a label for each instance, and there is no labels.npy beside the model file or one folder up.';
    assert.deepEqual(tolerance({}), [true, []]);
    assert.deepEqual(tolerance({ labels: ['no'] }), [true, ['Needs a label for each instance.']]);
    assert.deepEqual(tolerance({}, true), [false, []]);
    assert.deepEqual(tolerance({ labels: ['no'] }, true), [false, []]);
    assert.deepEqual(tolerance({}, false), [true, [missing]]);
    assert.deepEqual(tolerance({ labels: ['yes'] }, false), [true, []]);
  });

  it('refuses an unknown question, an unknown choice and two answers where one is asked for', () => {
    assert.throws(() => guide({ colour: ['red'] }), {
      name: 'BadInput',
      message: /^There is no question "colour"/,
    });
    assert.throws(() => guide({ rows: ['lots'] }), { name: 'BadInput', message: /^rows cannot be "lots"/ });
    assert.throws(() => guide({ rows: ['few', 'many'] }), {
      name: 'BadInput',
      message: 'rows takes one answer.',
    });
  });
});
