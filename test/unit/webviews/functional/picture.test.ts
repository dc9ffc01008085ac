import assert from 'node:assert/strict';
import type { OutputsReport } from '../../../../server/protocol';
import { pictureSvg } from '../../../../webviews/charts/pictureSvg';
import { wrapped } from '../../../../webviews/functional/picture/block';
import { outputsPicture } from '../../../../webviews/functional/picture/outputsPicture';

const palette = {
  ...{ dark: false, highContrast: false, background: '#ffffff', foreground: '#000000', muted: '#777777' },
  ...{ border: '#cccccc', focus: '#0000ff', fontFamily: 'sans-serif', fontSize: 13 },
};
const widthOf = (text: string): number => text.length * 7;

function report(more: Partial<OutputsReport> = {}): OutputsReport {
  const side = { path: '', tensor: 'logits', shape: [], why: '', kindWhy: '', accuracy: null, choices: 1 };
  return {
    found: true,
    stamp: 'a',
    x: { ...side, kind: 'logits' },
    y: { ...side, kind: 'logits' },
    rows: 10,
    classNames: ['cat', 'dog'],
    outcomes: [
      { outcome: 'same', count: 7 },
      { outcome: 'different', count: 3 },
    ],
    disagreement: { share: 0.3, byChance: 0.5, kappa: 0.4, least: 0.1, most: 0.6 },
    classes: {
      classes: [0, 1],
      counts: [
        [0, 0, 7],
        [0, 1, 3],
      ],
      left: 5,
    },
    distributions: [
      {
        measure: 'soft.jsd',
        title: 'JSD',
        mean: 0.1,
        most: 0.5,
        histogram: { edges: [0, 1, 2], counts: [4, 6] },
      },
    ],
    leastSimilar: { total: 10, first: 0, instances: [] },
    notes: [],
    ...more,
  };
}

const svgOf = (of: OutputsReport): string =>
  pictureSvg(outputsPicture(of, ['a & <b>', 'seed1'], palette, widthOf));

describe('The picture of outputs to keep', () => {
  it('has the share that differs, what the accuracies allow, outcomes, answers and distributions', () => {
    const svg = svgOf(report());
    for (const words of [
      'Outputs of a &amp; &lt;b&gt; and seed1',
      '>30 %<',
      'chance 50 %',
      'Accuracies allow 10 % to 60 %',
      'Same answer',
      'Different answers',
      '>cat<',
      '5 classes that the models differ on least are left out.',
      'Instance by instance',
      'mean 0.100, at most 0.500',
    ])
      assert.ok(svg.includes(words), words);
    assert.ok(!svg.includes('NaN'));
  });

  it('leaves out what is not known', () => {
    const svg = svgOf(
      report({ distributions: [], disagreement: { share: 0, byChance: 0, kappa: 0 }, outcomes: [] }),
    );
    for (const words of ['Accuracies allow', 'Instance by instance', 'NaN', 'Infinity'])
      assert.ok(!svg.includes(words), words);
  });

  it('is as large as what it shows, for 100 classes too', () => {
    const classes = Array.from({ length: 100 }, (_, i) => i);
    const counts = classes.map((i) => [i, (i + 1) % 100, 2] as const);
    const { width, height, marks } = outputsPicture(
      report({ classes: { classes, counts, left: 0 } }),
      ['a', 'b'],
      palette,
      widthOf,
    );
    for (const mark of marks) {
      if (mark.kind !== 'rect') continue;
      assert.ok(mark.x + mark.width <= width && mark.y + mark.height <= height);
    }
  });

  it('breaks its sentences between words', () => {
    assert.deepEqual(wrapped('aa bb cc dd', 35, widthOf), ['aa bb', 'cc dd']);
    assert.deepEqual(wrapped('aaaaaaaaaa b', 35, widthOf), ['aaaaaaaaaa', 'b']);
  });
});
