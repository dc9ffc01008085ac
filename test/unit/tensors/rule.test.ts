import assert from 'node:assert/strict';
import { layoutOf } from '../../../server/tensors/layout';
import {
  parseRule,
  positionRules,
  printRule,
  ruleFor,
  ruleText,
  usualRule,
} from '../../../server/tensors/rule';

describe('rules for dimensions', () => {
  it('are read as they are written', () => {
    for (const positions of positionRules) {
      for (const instances of [0, 1, -1]) {
        for (const features of positions === 'flatten' ? [null] : [null, 2, -2]) {
          const rule = { positions, instances, features };
          assert.deepEqual(parseRule(printRule(rule)), rule);
          assert.match(ruleText(rule), /^[a-z]/);
        }
      }
    }
    assert.deepEqual(parseRule(' mean ( features : 1 ) '), { positions: 'mean', instances: 0, features: 1 });
    assert.equal(printRule(usualRule), 'flatten');
  });

  it('are refused with a sentence when they mean nothing', () => {
    for (const [text, message] of [
      [
        'median',
        /^"median" is no rule for dimensions: write flatten, mean, max, rows, first, last or resi, or with axes/,
      ],
      ['mean(', /is no rule/],
      [
        'mean(axis: 1)',
        /^"axis: 1" in "mean\(axis: 1\)" names no axis: write instances: 0 or features: 1, each once\.$/,
      ],
      ['mean(features: 1.5)', /names no axis/],
      ['mean(features: 1, features: 2)', /each once/],
      ['mean(tokens: last)', /^"tokens: last" in "mean\(tokens: last\)" names no axis/],
      [
        'resi(tokens: second)',
        /^"tokens: second" in "resi\(tokens: second\)" is no choice of resi: write tokens: first, last, mean, maps: flatten, rows, or an axis as in features: 1, each once\.$/,
      ],
      ['resi(maps: rows, maps: rows)', /each once/],
    ] as const) {
      assert.throws(() => parseRule(text), { name: 'BadInput', message });
    }
  });

  it('have a preset for the ReSi benchmark, which goes by the axes of a tensor', () => {
    for (const text of [
      'resi',
      'resi(tokens: last)',
      'resi(tokens: mean, maps: rows)',
      'resi(maps: rows, instances: 1, features: -1)',
    ])
      assert.equal(printRule(parseRule(text)), text);
    const does = (text: string) => [1, 2, 3, 4, 5].map((axes) => ruleFor(parseRule(text), axes).positions);
    assert.deepEqual(does('resi'), ['flatten', 'flatten', 'first', 'flatten', 'flatten']);
    assert.deepEqual(does('resi(tokens: last)'), ['flatten', 'flatten', 'last', 'flatten', 'flatten']);
    assert.deepEqual(does('resi(tokens: mean, maps: rows)'), ['flatten', 'flatten', 'mean', 'rows', 'rows']);
    assert.match(ruleText(parseRule('resi'), 3), /of tokens the first token \(CLS\), one column a feature$/);
    assert.match(
      ruleText(parseRule('resi'), 2),
      /^vectors as they are: its presets differ for tokens and feature maps only$/,
    );
    assert.match(ruleText(parseRule('resi(maps: rows)'), 4), /each position of a feature map is a row/);
    assert.match(
      ruleText(parseRule('resi(tokens: last)')),
      /of tokens the last token; every number of a feature map is a column/,
    );
    const layout = layoutOf([20, 7, 5], parseRule('resi(tokens: last)'));
    assert.deepEqual(layout, layoutOf([20, 7, 5], parseRule('last')));
  });

  it('are checked against the axes of every tensor, those of two axes as well', () => {
    const problem = (shape: readonly number[], text: string): unknown => layoutOf(shape, parseRule(text));
    assert.equal(
      problem([20, 5], 'mean(features: 9)'),
      'has no axis 9 for the features: its axes are 0 (20), 1 (5)',
    );
    assert.equal(
      problem([20, 5], 'mean(features: 0)'),
      'has no axis 0 for the features: it holds the instances',
    );
    assert.deepEqual(problem([20, 5], 'mean(features: -1)'), problem([20, 5], 'mean'));
    assert.equal(problem([20], 'mean(features: 1)'), 'has no axis 1 for the features: its axes are 0 (20)');
  });
});
