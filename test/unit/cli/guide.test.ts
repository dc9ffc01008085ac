import assert from 'node:assert/strict';
import { allMeasures } from '../../../server/measures/catalogue';
import type { Guidance, GuideQuestion } from '../../../server/protocol';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const jobs = fakeJobs({});

describe('nnsim guide', () => {
  it('says what fits and what does not, with reasons, as calls that can be written down', async () => {
    const text = await answer(
      jobs,
      'guide',
      '--answer',
      'translation=ignore',
      '--answer',
      'invertibleLinear=notice',
    );
    const [fits = '', rest = ''] = text.split('Not these');
    assert.match(fits, /^These fit \(\d+\):/);
    assert.match(fits, /CKA: cka\n {4}\+ Ignores translation, as you want\./);
    assert.match(fits, /Orthogonal Procrustes: procrustes\(centre: yes\)/);
    assert.match(rest, /Mean CCA: cca\.mean|Mean CCA: mean/);
    assert.match(rest, /- Does not notice invertible linear maps, which you want noticed\./);
    assert.match(rest, /How to read this:/);
  });

  it('answers as data', async () => {
    const { suggestions } = (await data(jobs, 'guide', '--answer', 'rows=few')) as Guidance;
    const wanted = allMeasures.filter(({ compares }) => compares === 'representations');
    assert.equal(suggestions.length, wanted.length);
  });

  it('lists its questions with their choices', async () => {
    const text = await answer(jobs, 'guide', '--questions');
    assert.match(text, /^ {2}orthogonal=ignore /m);
    const { questions } = (await data(jobs, 'guide', '--questions')) as { questions: GuideQuestion[] };
    assert.ok(questions.length > 5);
  });

  it('refuses what is no answer, and one file alone', async () => {
    assert.match(await refusal(jobs, 'guide', '--answer', 'orthogonal'), /write it like orthogonal=ignore/);
    assert.match(await refusal(jobs, 'guide', '--answer', 'rows=lots'), /^rows cannot be "lots"/);
    assert.match(
      await refusal(jobs, 'guide', '--answer', 'rows=few', '--answer', 'rows=many'),
      /rows is answered twice/,
    );
    assert.match(await refusal(jobs, 'guide', 'a.npy'), /two files or none/);
  });
});
