import assert from 'node:assert/strict';
import type { OutputsReport, Score } from '../../../server/protocol';
import { outputReports } from '../../../server/report/catalogue';
import type { OutputsExport } from '../../../server/report/outputs';

const third = 1 / 3;

function score(measure: string, value: number | null, more: Partial<Score> = {}): Score {
  return { measure, parameters: {}, value, status: 'ok', n: 3, notes: [], ...more };
}

/** Three instances of two classes, one of them with a name that a spreadsheet would run. */
function outputs(more: Partial<OutputsExport> = {}): OutputsExport {
  const side = { tensor: 'logits', shape: [3, 2], why: '', kindWhy: '', accuracy: 0.5, choices: 1 };
  const report: OutputsReport = {
    found: true,
    stamp: 'a',
    x: { path: '/a.npz', kind: 'logits', ...side },
    y: { path: '/b.npz', kind: 'probabilities', ...side },
    rows: 3,
    labels: '/labels.npy',
    classNames: ['=cat', 'dog, "big"'],
    matched: 'by-name',
    outcomes: [{ outcome: 'bothRight', count: 1 }],
    disagreement: { share: third, byChance: 0.5, kappa: 0 },
    classes: { classes: [0, 1], counts: [], left: 0 },
    distributions: [],
    leastSimilar: { total: 3, first: 0, instances: [] },
    notes: ['A note.'],
  };
  return {
    report,
    scores: [
      score('soft.jsd', third, { perInstance: [0, third, 1], details: [{ name: 'most', value: 1 }] }),
      score('hard.kappa', null, {
        status: 'undefined',
        reason: 'One class.',
        perClass: [{ class: 1, name: 'dog', values: [{ name: 'f1', value: 0.25 }] }],
      }),
    ],
    vectors: {
      rowsX: Float64Array.of(4, 5, 6),
      rowsY: Float64Array.of(6, 5, 4),
      rowsEach: 1,
      classesX: Float64Array.of(0, 0, 1),
      classesY: Float64Array.of(0, 1, 1),
      answers: {
        x: Float64Array.of(0, 0, 1),
        y: Float64Array.of(0, 1, 1),
        instances: Float64Array.of(1, 1, 1),
      },
      probabilitiesX: Float64Array.of(third, 0.5, 1),
      labels: Float64Array.of(0, 1, 0),
    },
    idOf: (row) => `id${row}`,
    reading: { rows: '4:7' },
    ...more,
  };
}

const written = (format: 'csv' | 'json', of = outputs()): string => [...outputReports[format](of)].join('');

describe('The export of outputs', () => {
  it('as CSV is tables, each with its titles: scores, details, outcomes, answers, classes, every instance', () => {
    const tables = written('csv').split('\r\n\r\n');
    assert.match(tables[0] ?? '', /^about,is\r\nx,\/a\.npz\r\n[\s\S]*\r\nrows,4:7\r\nnote,A note\.$/);
    assert.deepEqual(
      tables.slice(1).map((table) => table.split('\r\n').filter((line) => line !== '')),
      [
        [
          'measure,parameters,value,status,reason,n,seed,chance,standardError,notes',
          `soft.jsd,,${third},ok,,3,,,,`,
          'hard.kappa,,,undefined,One class.,3,,,,',
        ],
        ['measure,detail,value', 'soft.jsd,most,1'],
        ['outcome,instances', 'bothRight,1'],
        [
          'answerX,answerY,instances',
          "'=cat,'=cat,1",
          '\'=cat,"dog, ""big""",1',
          '"dog, ""big""","dog, ""big""",1',
        ],
        ['measure,class,detail,value', 'hard.kappa,dog,f1,0.25'],
        [
          'row,rowY,id,label,answerX,probabilityX,answerY,outcome,soft.jsd',
          `4,6,id4,'=cat,'=cat,${third},'=cat,bothRight,0`,
          `5,5,id5,"dog, ""big""",'=cat,0.5,"dog, ""big""",onlyY,${third}`,
          '6,4,id6,\'=cat,"dog, ""big""",1,"dog, ""big""",bothWrongSame,1',
        ],
      ],
    );
  });

  it('as JSON is one object with the same, every digit kept', () => {
    const data = JSON.parse(written('json')) as {
      readonly scores: readonly Record<string, unknown>[];
      readonly instances: Record<string, unknown>;
      readonly [name: string]: unknown;
    };
    assert.deepEqual([data.x, data.kindY, data.notes], ['/a.npz', 'probabilities', ['A note.']]);
    assert.deepEqual(data.outcomes, { bothRight: 1 });
    assert.deepEqual(data.scores[0]?.perInstance, [0, third, 1]);
    assert.deepEqual([data.scores[1]?.reason, data.scores[1]?.perInstance], ['One class.', null]);
    assert.deepEqual(data.instances.outcome, ['bothRight', 'onlyY', 'bothWrongSame']);
    assert.deepEqual(data.instances['soft.jsd'], [0, third, 1]);
    assert.deepEqual(data.answers, [
      { answerX: '=cat', answerY: '=cat', instances: 1 },
      { answerX: '=cat', answerY: 'dog, "big"', instances: 1 },
      { answerX: 'dog, "big"', answerY: 'dog, "big"', instances: 1 },
    ]);
  });

  it('calls files of the cache by the models that were run, and tells on what', () => {
    const of = outputs({ ran: { y: { model: '/nets/b.onnx', instances: ['/data/images.npy'] } } });
    assert.match(written('csv', of), /^about,is\r\nx,\/a\.npz\r\n.*\r\n.*\r\ny,\/nets\/b\.onnx\r\n/);
    assert.match(written('csv', of), /\r\nxInstances,\r\nyInstances,\/data\/images\.npy\r\nn,3\r\n/);
    const data = JSON.parse(written('json', of)) as Record<string, unknown>;
    assert.deepEqual([data.y, data.yInstances, data.n], ['/nets/b.onnx', '/data/images.npy', '3']);
  });

  it('counts positions of instances that have several, and says same or different without labels', () => {
    const { labels, ...vectors } = outputs().vectors;
    assert.ok(labels);
    const text = written('csv', outputs({ vectors: { ...vectors, rowsEach: 3 } }));
    assert.match(
      text,
      /\r\nrow,rowY,position,id,answerX,.*\r\n4,6,0,id4,.*,same,0\r\n5,5,1,id5,.*,different,/,
    );
  });

  it('comes in small pieces, however many instances, classes and different answers there are', () => {
    const rows = 10_000;
    const many = Float64Array.from({ length: rows }, (_, i) => i);
    const values = [{ name: 'f1', value: third }];
    const perClass = Array.from({ length: rows }, (_, i) => ({ class: i, values }));
    const of = outputs({
      scores: [score('hard.difference', third, { perClass })],
      vectors: {
        ...outputs().vectors,
        ...{ rowsX: many, rowsY: many, classesX: many, classesY: many },
        answers: { x: many, y: many, instances: many },
      },
    });
    const large = { ...of, report: { ...of.report, rows } };
    for (const format of ['csv', 'json'] as const) {
      const lengths = [...outputReports[format](large)].map(({ length }) => length);
      assert.ok(lengths.length > rows / 5000);
      assert.ok(lengths.every((length) => length < 2 ** 17));
    }
  });
});
