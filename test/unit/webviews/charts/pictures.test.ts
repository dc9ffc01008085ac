import assert from 'node:assert/strict';
import { barsPicture } from '../../../../webviews/charts/barsPicture';
import { heatmapPicture } from '../../../../webviews/charts/heatmapPicture';
import { sortPairs } from '../../../../webviews/charts/pairOrder';
import { pictureSvg, xmlText } from '../../../../webviews/charts/pictureSvg';
import { longestScores, shortScore } from '../../../../webviews/charts/scoreGrid';
import { sparklinePath } from '../../../../webviews/charts/sparkline';
import { scoreGridOf } from '../../../../webviews/comparison/scoreGridOf';
import { emptyState, reduce } from '../../../../webviews/comparison/state';
import { cellOf, describeMeasure, planOf } from '../comparison/fixture';

const palette = {
  dark: false,
  highContrast: false,
  background: '#ffffff',
  foreground: '#000000',
  muted: '#777777',
  border: '#cccccc',
  focus: '#0000ff',
  fontFamily: 'sans-serif',
  fontSize: 13,
};
const widthOf = (text: string) => text.length * 7;

function gridOf(plan: ReturnType<typeof planOf>, cells: ReturnType<typeof cellOf>[]) {
  const messages = [
    { type: 'measures', measures: [describeMeasure()], selected: { id: 'rsm.cka', parameters: {} } },
    { type: 'plan', run: 1, plan, xName: 'a & <b>', yName: 'c' },
    { type: 'cells', run: 1, cells },
  ] as const;
  const grid = scoreGridOf(messages.reduce(reduce, emptyState));
  assert.ok(grid);
  return grid;
}

describe('pictures to keep', () => {
  const grid = gridOf(planOf(2, 2), [
    cellOf(0, 0, 0.9),
    cellOf(0, 1, 0.25),
    cellOf(1, 0, null, { reason: 'Constant.' }),
  ]);

  it('draws every pair with its value, its state as a pattern, and a legend', () => {
    const svg = pictureSvg(heatmapPicture(grid, palette, widthOf));
    for (const part of [
      '0.900',
      '0.250',
      'no value',
      'not computed yet',
      'more similar',
      'layer1',
      '>CKA<',
    ]) {
      assert.ok(svg.includes(part), part);
    }
    assert.equal(svg.match(/fill="url\(#none\)"/g)?.length, 2);
    assert.equal(svg.match(/fill="url\(#pending\)"/g)?.length, 2);
  });

  it('tells no score as 0 or 1 that is neither', () => {
    const written = (value: number, decimals: number) => shortScore(value, grid.scale, decimals);
    assert.deepEqual(
      [0, 0.0004, 0.0305, 0.9994, 0.99962, 1 - 1e-15, 1].map((value) => written(value, 3)),
      ['0.000', '<0.001', '0.030', '0.999', '>0.999', '1.000', '1.000'],
    );
    assert.deepEqual(
      [-0.0004, 0.003, 0.997].map((value) => written(value, 2)),
      ['0.00', '<0.01', '>0.99'],
    );
    for (const value of [0.0004, 0.99962])
      assert.ok(longestScores(grid.scale, 3).some((text) => text.length >= written(value, 3).length));
  });

  it('says on what both models were run', () => {
    const ran = { ...grid, instances: ['images.npy'] };
    assert.ok(pictureSvg(heatmapPicture(ran, palette, widthOf)).includes('(columns), run on images.npy'));
    assert.ok(!pictureSvg(heatmapPicture(grid, palette, widthOf)).includes('run on'));
  });

  it('draws no scale where no pair has a value', () => {
    const none = { ...gridOf(planOf(1, 1), [cellOf(0, 0, null, { reason: 'Constant.' })]), running: false };
    const svg = pictureSvg(heatmapPicture(none, palette, widthOf));
    assert.ok(svg.includes('no value'));
    assert.ok(!svg.includes('more similar'));
  });

  it('writes names from files as text, never as markup', () => {
    const svg = pictureSvg(heatmapPicture(grid, palette, widthOf));
    assert.ok(svg.includes('a &amp; &lt;b&gt;'));
    assert.ok(!svg.includes('<b>'));
  });

  it('replaces what XML cannot hold', () => {
    assert.equal(xmlText('a\u0000b"\ud800'), 'a\ufffdb&quot;\ufffd');
  });

  it('keeps all marks inside the picture, for 3 layers and for 300', () => {
    for (const count of [3, 300]) {
      const { marks, width, height } = heatmapPicture(gridOf(planOf(count, count), []), palette, widthOf);
      for (const mark of marks) {
        if (mark.kind !== 'rect') continue;
        assert.ok(
          mark.x >= 0 && mark.y >= 0 && mark.x + mark.width <= width && mark.y + mark.height <= height,
        );
      }
    }
  });

  it('draws a bar for each tensor of equal name, and the reason where there is no value', () => {
    const plan = planOf(2, 2, {
      kind: 'weights',
      pairs: [
        [0, 0],
        [1, 1],
      ],
    });
    const bars = gridOf(plan, [cellOf(0, 0, 0.5), cellOf(1, 1, null, { reason: 'Constant.' })]);
    const picture = barsPicture(bars, palette, widthOf);
    assert.equal(picture.marks.filter((mark) => mark.kind === 'rect').length, 1);
    assert.ok(pictureSvg(picture).includes('Constant.'));
  });
});

describe('the order of pairs', () => {
  it('sorts by similarity from either end and leaves pairs without a value last', () => {
    const grid = gridOf(planOf(1, 3), [cellOf(0, 0, null), cellOf(0, 1, 0.2), cellOf(0, 2, 0.9)]);
    const columns = (sorting: 'model' | 'similar' | 'different') =>
      sortPairs(grid, sorting).map(([, y]) => y);
    assert.deepEqual(columns('model'), [0, 1, 2]);
    assert.deepEqual(columns('similar'), [2, 1, 0]);
    assert.deepEqual(columns('different'), [1, 2, 0]);
  });
});

describe('a sparkline', () => {
  it('fills the height with its tallest bin and shows the smallest', () => {
    assert.equal(sparklinePath([1, 0, 1000], 30, 16), 'M0 16V15H10V16H20V0H30V16Z');
  });

  it('draws nothing of nothing', () => {
    assert.equal(sparklinePath([9], 90, 16), sparklinePath([0, 0, 0, 0, 9, 0, 0, 0, 0], 90, 16));
    assert.equal(sparklinePath([0, 0], 30, 16), '');
    assert.equal(sparklinePath([], 30, 16), '');
  });
});
