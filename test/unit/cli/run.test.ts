import assert from 'node:assert/strict';
import { commands } from '../../../server/cli/catalogue';
import { run } from '../../../server/cli/run';
import { Cancelled } from '../../../server/jobs/jobs';
import { fakeJobs } from './fakeJobs';
import { answer, nnsim, refusal, surroundings } from './nnsim';

const jobs = fakeJobs({ 'a.npy': ['a'] });

describe('the command line', () => {
  it('prints its version', async () => {
    assert.equal(await answer(jobs, '--version'), '1.2.3\n');
  });

  it('lists every command in its help', async () => {
    const help = await answer(jobs, '--help');
    for (const { usage, summary } of Object.values(commands))
      assert.ok(help.includes(usage) && help.includes(summary));
  });

  for (const [name, { options }] of Object.entries(commands)) {
    it(`tells the options of ${name}, without needing files`, async () => {
      const help = await answer(jobs, name, '--help');
      const engine = name === 'measures' ? [] : ['engine', 'blas-library'];
      for (const option of [...Object.keys(options), ...engine, 'json'])
        assert.ok(help.includes(`--${option}`), option);
    });
  }

  it('says which commands there are when one is missing or not known', async () => {
    assert.match(await refusal(jobs), /^A command is missing: it is one of inspect, compare, /);
    assert.match(await refusal(jobs, 'toString'), /^There is no command "toString": it is one of inspect, /);
  });

  it('refuses options it does not know, with the way to its help', async () => {
    assert.match(
      await refusal(jobs, 'inspect', '--statz', 'a.npy'),
      /--statz.*; nnsim inspect --help lists the options\.$/,
    );
  });

  it('refuses an option without its value', async () => {
    assert.match(await refusal(jobs, 'compare', 'a.npy', 'a.npy', '--labels'), /--labels/);
  });

  it('says how a value that begins with a dash is written', async () => {
    assert.equal(
      await refusal(jobs, 'compare', 'a.npy', 'a.npy', '--rows', '-5:'),
      'A value of --rows that begins with a dash is written with =, as in --rows=-1; nnsim compare --help lists the options.',
    );
  });

  it('refuses too few and too many files', async () => {
    assert.match(
      await refusal(jobs, 'compare', 'a.npy'),
      /^nnsim compare takes 2 files, not 1; nnsim compare --help tells more\.$/,
    );
    assert.match(await refusal(jobs, 'outputs', 'a.npy'), /^nnsim outputs takes at least 2 files, not 1; /);
  });

  it('lets nothing in a message reach the terminal as a command', async () => {
    assert.equal(await refusal(jobs, 'inspect', 'a\x1b]0;b\n'), 'a\\u{1b}]0;b\\u{a} does not exist.');
  });

  it('stops the engine when it is done, and when it fails', async () => {
    for (const files of [{ 'a.npy': ['a'] }, {}]) {
      const engine = fakeJobs(files);
      await nnsim(engine, 'inspect', 'a.npy');
      assert.ok(engine.disposed);
    }
  });

  it('starts no engine for what needs none', async () => {
    const none = surroundings(() => assert.fail('an engine was started'));
    for (const command of ['measures', '--version', '--help'])
      assert.equal((await run([command], none)).code, 0);
  });

  it('ends with 130 and without a word when it is cancelled', async () => {
    const cancelled = { ...fakeJobs({}), open: () => Promise.reject(new Cancelled('inspect')) };
    assert.deepEqual(await nnsim(cancelled, 'inspect', 'a.npy'), { code: 130, out: '', error: '' });
  });

  it('owns up to a defect of its own, with another exit code than for bad input', async () => {
    const broken = { ...fakeJobs({}), open: () => Promise.reject(new TypeError('x is undefined')) };
    const { code, out, error } = await nnsim(broken, 'inspect', 'a.npy');
    assert.deepEqual({ code, out }, { code: 70, out: '' });
    assert.match(
      error,
      /^nnsim failed; this is a defect in nnsim, please report it\.\nTypeError: x is undefined\n/,
    );
  });
});
