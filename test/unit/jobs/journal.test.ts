import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../server/jobs/journal';

describe('The journal', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nnsim-journal-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const dead = (): boolean => false;
  const left = (pid: number, ...lines: string[]): string => {
    const file = join(folder, `${hostname()}-${pid}-x.jsonl`);
    writeFileSync(file, lines.join('\n'));
    return file;
  };

  it('names the files of jobs that did not end, whatever else is in it', () => {
    left(
      4_000_001,
      '{"start":1,"files":["a","b"]}',
      '{"start":2,"files":["c"]}',
      'not json',
      '{"end":1}',
      '[1]',
      'null',
      '{"start":3,"files":["d",7]}',
      '{"start":4,"fil',
    );
    assert.deepEqual(new Journal(folder, dead).suspects(), ['c', 'd']);
  });

  it('names the native code that was loaded when a job did not end, and only then', () => {
    left(4_000_010, '{"start":1,"files":["a"],"loads":"onnxruntime"}');
    assert.equal(new Journal(folder, dead).suspectAccelerator(), 'onnxruntime');
    left(4_000_010, '{"start":1,"files":["a"]}', '{"loads":"blas"}', '{"loads":3}');
    assert.equal(new Journal(folder, dead).suspectAccelerator(), 'blas');
    left(4_000_010, '{"start":1,"files":["a"],"loads":"onnxruntime"}', '{"end":1}');
    assert.equal(new Journal(folder, dead).suspectAccelerator(), undefined);
    left(4_000_010, '{"start":1,"files":["a"]}');
    assert.equal(new Journal(folder, dead).suspectAccelerator(), undefined);
  });

  it('has it on disk that native code is loaded, in this job and in those that follow', () => {
    const written = (): string =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join();
    const journal = new Journal(folder, dead);
    const end = journal.begin(['a']);
    journal.loads('onnxruntime');
    assert.match(written(), /"loads":"onnxruntime"/);
    end(true);
    assert.equal(written(), '');
    journal.begin(['b']);
    assert.match(written(), /"files":\["b"\],"loads":"onnxruntime"/);
  });

  it('leaves the journal of a living process alone', () => {
    left(4_000_002, '{"start":1,"files":["a"]}');
    assert.deepEqual(new Journal(folder, () => true).suspects(), []);
    assert.equal(readdirSync(folder).length, 1);
  });

  it('forgets what is older than a day, and what has nothing to tell', () => {
    const old = left(4_000_003, '{"start":1,"files":["a"]}');
    utimesSync(old, 1000, 1000);
    left(4_000_004, '{"start":1,"files":["b"]}', '{"end":1}');
    assert.deepEqual(new Journal(folder, dead).suspects(), []);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('acquits files with which a job has succeeded, not those with which one has failed', () => {
    left(4_000_005, '{"start":1,"files":["a","b"]}');
    const journal = new Journal(folder, dead);
    journal.begin(['a', 'b'])(false);
    assert.deepEqual(journal.suspects(), ['a', 'b']);
    journal.begin(['a'])(true);
    assert.deepEqual(journal.suspects(), ['b']);
    journal.begin(['b'])(true);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('does not grow without bound while jobs overlap, and is gone when none runs', () => {
    const journal = new Journal(folder, dead);
    const first = journal.begin(['long running']);
    for (let i = 0; i < 3000; i++) journal.begin([`file ${i} ${'x'.repeat(40)}`])(true);
    const [name = ''] = readdirSync(folder);
    assert.ok(statSync(join(folder, name)).size < 100_000);
    first(true);
    assert.deepEqual(readdirSync(folder), []);
    journal.begin(['other']);
    journal.dispose();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('remembers nothing without a folder or where nothing can be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const place of [null, file]) {
      const journal = new Journal(place, dead);
      journal.begin(['a'])(true);
      assert.deepEqual(journal.suspects(), []);
    }
  });
});
