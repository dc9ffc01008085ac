import assert from 'node:assert/strict';
import { allMeasures } from '../../../server/measures/catalogue';
import { normalised, parseCall, printCall } from '../../../server/measures/call';
import { BadInput } from '../../../server/tensors/badInput';
import { variants } from '../../properties/variants';

describe('a measure call', () => {
  it('is read from its short name, its id and its parameters', () => {
    assert.deepEqual(parseCall('cka'), { id: 'rsm.cka', parameters: {} });
    assert.deepEqual(parseCall(' rsm.cka ( ) '), { id: 'rsm.cka', parameters: {} });
    assert.deepEqual(parseCall('CKA(kernel: rbf, bandwidth: 0.4)'), {
      id: 'rsm.cka',
      parameters: { kernel: 'rbf', bandwidth: 0.4 },
    });
    assert.deepEqual(parseCall('procrustes(centre:yes,scale:frobenius)').parameters, {
      centre: true,
      scale: 'frobenius',
    });
  });

  it('is refused in a short sentence, however long it is', () => {
    const long = 'x'.repeat(1e6);
    for (const text of [long, `(${long}`, `cka(${long})`, `cka(${long}: 1)`, `cka(kernel: ${long})`]) {
      assert.throws(
        () => parseCall(text),
        (error) => error instanceof BadInput && error.message.length < 400,
        text.slice(0, 20),
      );
    }
  });

  it('keeps only what differs from the defaults', () => {
    assert.deepEqual(parseCall('cka(kernel: linear, estimator: debiased)').parameters, {
      estimator: 'debiased',
    });
    assert.deepEqual(parseCall('procrustes(centre: no)').parameters, {});
  });

  it('is the same call after being printed and read, for every measure and choice', () => {
    for (const { call, name } of variants) assert.deepEqual(parseCall(name), normalised(call), name);
  });

  it('prints flags as yes and no and measures without parameters bare', () => {
    assert.equal(
      printCall({ id: 'align.procrustes', parameters: { squared: true, centre: true } }),
      'procrustes(centre: yes, squared: yes)',
    );
    assert.equal(printCall({ id: 'rsm.cka', parameters: { kernel: 'linear' } }), 'cka');
  });

  it('with ambiguous short names prints the id', () => {
    const short = allMeasures.map((measure) => printCall({ id: measure.id, parameters: {} }));
    assert.equal(new Set(short).size, short.length);
  });

  const refused: readonly (readonly [text: string, message: RegExp])[] = [
    ['', /^"" is not a measure: write it like cka/],
    ['cka(', /is not a measure/],
    ['cka)(', /is not a measure/],
    ['cka extra', /is not a measure/],
    ['ckaa', /^There is no measure "ckaa"; did you mean cka\?$/],
    ['cosin', /did you mean .*cosine/],
    ['xyzzy', /nnsim measures lists them all/],
    ['constructor', /^There is no measure "constructor"/],
    ['cka(kernal: rbf)', /^rsm\.cka has no parameter "kernal"; did you mean kernel\?$/],
    ['cka(__proto__: 1)', /^rsm\.cka has no parameter "__proto__"; it has kernel, estimator, .* and seed\.$/],
    ['disagreement(k: 1)', /it takes none/],
    ['cka(kernel: cubic)', /^kernel of rsm\.cka must be linear, rbf or polynomial, not "cubic"\.$/],
    ['cka(kernel)', /"kernel" in .* is not a parameter: write it like "name: value"/],
    ['cka(kernel: rbf: 2)', /is not a parameter/],
    ['cka(bandwidth: wide)', /must be a number from 0\.001 to 1000, not "wide"/],
    ['cka(bandwidth: 0)', /must be a number from 0\.001 to 1000, not 0\./],
    ['cka(bandwidth: Infinity)', /must be a number/],
    ['jaccard(k: 2.5)', /must be a whole number from 1 to 1000000, not 2\.5/],
    ['procrustes(centre: maybe)', /must be yes or no, not "maybe"/],
    ['jaccard(k: 5, k: 6)', /^k is given twice/],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${JSON.stringify(text)} with one sentence`, () => {
      assert.throws(
        () => parseCall(text),
        (error) =>
          error instanceof BadInput &&
          message.test(error.message) &&
          error.message.endsWith('.') !== error.message.endsWith('?'),
      );
    });
  }

  it('refuses parameters of the wrong kind that did not come from text', () => {
    assert.throws(() => normalised({ id: 'nn.jaccard', parameters: { k: '5' } }), /must be a whole number/);
    assert.throws(
      () => normalised({ id: 'align.angular', parameters: { centre: 'yes' } }),
      /must be yes or no/,
    );
    assert.throws(() => normalised({ id: 'nn.jaccard', parameters: { k: NaN } }), BadInput);
  });
});
