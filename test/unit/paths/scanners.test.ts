import assert from 'node:assert/strict';
import { candidates, mostCandidates } from '../../../server/paths/candidates';
import { scannerOf } from '../../../server/paths/catalogue';

const extensions = ['.safetensors', '.npy', '.npz', '.safetensors.index.json'];

async function found(languageId: string, text: string): Promise<string[]> {
  const scanner = scannerOf(languageId);
  assert.ok(scanner);
  const list = await candidates(text, scanner, extensions);
  for (const { start, end } of list) assert.ok(start >= 0 && end > start && end <= text.length);
  return list.map((candidate) => candidate.text);
}

describe('Paths in source text', () => {
  it('finds Python strings of every kind and leaves comments out', async () => {
    const text = [
      "# see 'comment.npy'",
      'a = \'single.npy\'; b = "double.npz"',
      'c = """triple.npy"""',
      "d = r'raw\\new.npy' + f'plain.npy' + f'step-{i}.npy'",
      "e = 'quoted \\' still.npy'",
      "f = 'C:\\\\data\\\\x.npy'",
      'g = "Upper.NPY" # "late.npy"',
    ].join('\n');
    assert.deepEqual(await found('python', text), [
      'single.npy',
      'double.npz',
      'triple.npy',
      'raw\\new.npy',
      'plain.npy',
      "quoted ' still.npy",
      'C:\\data\\x.npy',
      'Upper.NPY',
    ]);
  });

  it('goes on after a Python string that is not closed', async () => {
    assert.deepEqual(await found('python', "a = 'open\nb = 'x.npy'\n"), ['x.npy']);
  });

  it('finds plain and quoted YAML scalars, in blocks and in brackets', async () => {
    const text = [
      '# x.npy',
      'base: runs/a.npy   # the first',
      'list:',
      '  - "b.npy"',
      "  - 'c d.npy'",
      'flow: [e.npy, {k: f.npy}]',
      'plain with, comma.npy',
      'g.npy: key',
      'anchor: &x h.npy',
      "broken: 'open",
      'last: runs/i.safetensors',
    ].join('\n');
    assert.deepEqual(await found('yaml', text), [
      'runs/a.npy',
      'b.npy',
      'c d.npy',
      'e.npy',
      'f.npy',
      'plain with, comma.npy',
      'g.npy',
      'h.npy',
      'runs/i.safetensors',
    ]);
  });

  it('finds JSON strings and skips its comments', async () => {
    const text =
      '{ // "no.npy"\n "a": "x\\/y.npy", /* "no.npy" */ "b": "\\u0061.npy", "m": "model.safetensors.index.json" }';
    assert.deepEqual(await found('jsonc', text), ['x/y.npy', 'a.npy', 'model.safetensors.index.json']);
  });

  it('finds basic and literal TOML strings', async () => {
    const text = "a = \"x\\\\y.npy\"\nb = 'C:\\n.npy' # 'no.npy'\nc = '''\nmany'''\nd = \"\"\"z.npz\"\"\"";
    assert.deepEqual(await found('toml', text), ['x\\y.npy', 'C:\\n.npy', 'z.npz']);
  });

  it('finds Markdown links, inline code and words of code blocks', async () => {
    const text = [
      '[one](runs/a.npy "title") ![two](<with space.npy>) `nnsim compare b.npy c.npy`',
      '[ref]: d%20e.npy',
      '```sh',
      'python eval.py --model=f.npy "g.npy"',
      '```',
      'Prose h.npy is no path. ```i.npy``` is code.',
    ].join('\n');
    assert.deepEqual(await found('markdown', text), [
      'runs/a.npy',
      'with space.npy',
      'b.npy',
      'c.npy',
      'd e.npy',
      'f.npy',
      'g.npy',
      'i.npy',
    ]);
  });

  it('ignores URLs, globs, templates, network shares and bare extensions', async () => {
    const paths = [
      'https://x.org/a.npy',
      'run-*.npy',
      '{x}.npy',
      '$X/a.npy',
      '\\\\\\\\host\\\\a.npy',
      '//h/a.npy',
      '.npy',
    ];
    assert.deepEqual(await found('json', JSON.stringify(paths.map((p) => p.replaceAll('\\\\', '\\')))), []);
  });

  it('finds names with brackets, question marks, per cent and number signs', async () => {
    const paths = ['a[1].npy', 'why?.npy', '50%.npy', 'a#b.npy', '<b>.npy', 'a|b.npy'];
    assert.deepEqual(await found('json', JSON.stringify(paths)), paths);
  });

  for (const [what, text] of [
    ['code spans without words', '` `` '.repeat(400_000)],
    ['empty code blocks', '~~~\n'.repeat(400_000)],
  ] as const) {
    it(`gives way to other work in Markdown of ${what}, however much there is`, async () => {
      const scanner = scannerOf('markdown');
      assert.ok(scanner);
      let turns = 0;
      const timer = setInterval(() => turns++, 1);
      await candidates(text, scanner, extensions);
      clearInterval(timer);
      assert.ok(turns > 0);
    });
  }

  it('gives offsets in UTF-16 units that cover the literal without its quotes', async () => {
    const text = "'😀' + 'x/😀.npy'";
    const scanner = scannerOf('python');
    assert.ok(scanner);
    const [candidate] = await candidates(text, scanner, extensions);
    assert.equal(candidate && text.slice(candidate.start, candidate.end), 'x/😀.npy');
  });

  it('knows no scanner for a language it cannot read, whatever its name', () => {
    for (const language of ['rust', 'constructor', '__proto__', 'toString']) {
      assert.equal(scannerOf(language), undefined);
    }
  });

  it('knows a TOML file by its name where the editor does not know the language', () => {
    assert.equal(scannerOf('plaintext', 'file:///x/pyproject.toml'), scannerOf('toml'));
    assert.equal(scannerOf('plaintext', 'file:///x/notes.txt'), undefined);
  });

  it('stops at the most candidates of one document', async () => {
    const many = Array.from({ length: mostCandidates + 10 }, (_, i) => `"${i}.npy"`).join(',');
    assert.equal((await found('json', many)).length, mostCandidates);
  });
});

describe('Hostile source text', () => {
  const size = 2 ** 20;
  const texts = new Map([
    ['quotes', `'"`.repeat(size / 2)],
    ['escapes over lines', "'\\\n".repeat(size / 3)],
    ['open brackets', ']('.repeat(size / 2)],
    ['backticks', '`'.repeat(size)],
    ['growing backticks', Array.from({ length: 1400 }, (_, i) => '`'.repeat(i)).join('x')],
    ['fences', '```\n'.repeat(size / 4)],
    ['definitions', '[a'.repeat(size / 2)],
    ['comment openers', '/*'.repeat(size / 2)],
    ['colons', 'a:'.repeat(size / 2)],
    ['one long word', 'x'.repeat(size)],
    ['one long line of paths', "'x.npy',".repeat(size / 8)],
  ]);

  // A quadratic scanner would take hours on a text of a million characters: it would run into mocha's time limit.
  for (const language of ['python', 'yaml', 'json', 'toml', 'markdown']) {
    for (const [name, text] of texts) {
      it(`of ${name} is read as ${language} to its end`, async function () {
        this.timeout(10_000);
        const scanner = scannerOf(language);
        assert.ok(scanner);
        const list = await candidates(text, scanner, extensions);
        assert.ok(list.length <= mostCandidates);
      });
    }
  }
});
