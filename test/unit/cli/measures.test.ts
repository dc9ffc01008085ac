import assert from 'node:assert/strict';
import { allMeasures } from '../../../server/measures/catalogue';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const jobs = fakeJobs({});

describe('nnsim measures', () => {
  it('lists every measure of the catalogue, one a line', async () => {
    const lines = (await answer(jobs, 'measures')).trimEnd().split('\n').slice(1);
    assert.deepEqual(
      lines.map((line) => line.split(' ')[0]),
      allMeasures.map(({ id }) => id),
    );
  });

  it('gives all metadata as data', async () => {
    const { measures } = (await data(jobs, 'measures')) as { measures: Record<string, unknown>[] };
    assert.deepEqual(
      measures.map(({ id }) => id),
      allMeasures.map(({ id }) => id),
    );
    for (const measure of measures) {
      for (const key of [
        'title',
        'family',
        'compares',
        'direction',
        'range',
        'invariances',
        'parameters',
        'formula',
      ]) {
        assert.ok(key in measure, key);
      }
    }
  });

  it('tells all about the measures named', async () => {
    const text = await answer(jobs, 'measures', 'cka');
    assert.match(text, /HSIC/);
    assert.match(text, /^ {2}estimator: biased +biased \| debiased /m);
  });

  it('refuses a name that is no measure', async () => {
    assert.match(await refusal(jobs, 'measures', 'constructor'), /^There is no measure "constructor"/);
  });
});
