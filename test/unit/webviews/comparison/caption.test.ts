import assert from 'node:assert/strict';
import {
  captionFacts,
  captionNotes,
  estimatorWords,
  hasNoValue,
  measureWords,
  progressWords,
  sentenceParts,
} from '../../../../webviews/comparison/caption';
import { emptyState, reduce } from '../../../../webviews/comparison/state';
import { cellOf, describeMeasure, planOf } from './fixture';

const cells = [
  cellOf(0, 0, 0.9, { chance: 0.02, notes: ['Few rows.'] }),
  cellOf(0, 1, 0.1, { chance: 0.04, notes: ['Few rows.'] }),
  cellOf(1, 0, null, { n: 0, reason: 'All rows are equal.' }),
];
const messages = [
  { type: 'measures', measures: [describeMeasure()], selected: { id: 'rsm.cka', parameters: {} } },
  { type: 'plan', run: 1, plan: planOf(2, 2, { notes: ['1 tensor left out.'] }), xName: 'a', yName: 'b' },
  { type: 'cells', run: 1, cells },
] as const;
const state = messages.reduce(reduce, emptyState);

describe('the caption of a comparison', () => {
  it('says what is compared and over how many rows', () => {
    const { title, rest } = sentenceParts(state);
    assert.equal(title + rest, 'CKA of 2 layers of a (rows) with 2 layers of b (columns), over 20 rows.');
  });

  it('says how to read a value', () => {
    assert.deepEqual(captionFacts(state), [
      '↑ larger = more similar',
      'from 0 to 1',
      '1 for identical data',
      'unrelated data would score about\u00a00.020 to 0.040',
    ]);
  });

  it('gathers notes and missing values with the number of pairs they concern', () => {
    assert.deepEqual(captionNotes(state), [
      '1 tensor left out.',
      'No value for 1 pair: All rows are equal.',
      'Few rows. (2 pairs)',
    ]);
  });

  it('says once what is so of the whole comparison and of its pairs', () => {
    const joined = cellOf(1, 1, 0.5, { notes: ['1 tensor left out.', 'Few rows.'] });
    const more = reduce(messages.reduce(reduce, emptyState), { type: 'cells', run: 1, cells: [joined] });
    assert.deepEqual(captionNotes(more), [
      '1 tensor left out.',
      'No value for 1 pair: All rows are equal.',
      'Few rows. (3 pairs)',
    ]);
  });

  it('knows when a run left no pair with a value, so that the reason comes first', () => {
    const comparison = (known: readonly (typeof cells)[number][]) =>
      reduce([messages[0], messages[1]].reduce(reduce, emptyState), {
        type: 'done',
        run: 1,
        comparison: { ...messages[1].plan, cells: known, seconds: 1 },
      });
    const none = comparison(cells.slice(2));
    assert.equal(hasNoValue(none), true);
    assert.deepEqual(captionFacts(none).at(-1), '1 for identical data');
    assert.equal(hasNoValue(comparison(cells)), false);
    assert.equal(hasNoValue(comparison([])), false);
    const running = reduce([messages[0], messages[1]].reduce(reduce, emptyState), {
      type: 'cells',
      run: 1,
      cells: cells.slice(2),
    });
    assert.equal(hasNoValue(running), false, 'others may follow');
    assert.equal(captionFacts(comparison([cellOf(0, 0, 0.5)])).at(-1), 'no known chance level');
  });

  it('names only parameters that differ from their defaults', () => {
    const measure = describeMeasure();
    assert.equal(measureWords(measure, { id: measure.id, parameters: { kernel: 'linear' } }), 'CKA');
    assert.equal(
      measureWords(measure, { id: measure.id, parameters: { kernel: 'rbf' } }),
      'CKA (kernel: rbf)',
    );
  });

  it('counts pairs while a run goes on and after it was cancelled', () => {
    assert.equal(progressWords(state), '3 of 4 pairs, about 40 seconds in all');
    assert.equal(progressWords(state, 15), '3 of 4 pairs, about 40 seconds in all');
    assert.equal(progressWords(state, 60), '3 of 4 pairs, about 80 seconds in all');
    assert.equal(progressWords(reduce(state, { type: 'cancelled', run: 1 })), 'Cancelled after 3 of 4 pairs');
    const planned = reduce(emptyState, { type: 'cancelled', run: 1 });
    assert.equal(progressWords(planned), 'Cancelled while it was planned');
  });
});

describe('The estimator in the pair view', () => {
  const cka = describeMeasure({
    parameters: [
      { name: 'estimator', kind: 'choice', default: 'biased', summary: '', choices: ['biased', 'debiased'] },
    ],
  });

  it('is named where it is the default; another is in the title', () => {
    assert.equal(estimatorWords(cka, { id: 'rsm.cka', parameters: {} }), 'Estimator: biased');
    assert.equal(estimatorWords(cka, { id: 'rsm.cka', parameters: { estimator: 'debiased' } }), null);
    assert.equal(estimatorWords(describeMeasure(), { id: 'rsm.cka', parameters: {} }), null);
  });
});
