import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureSamples } from '../samples/ensure';

const root = resolve(__dirname, '../..');

/** The commands in docs/cli.md with what they are said to print. */
function examples(): { readonly command: string; readonly printed: string }[] {
  const text = readFileSync(join(root, 'docs/cli.md'), 'utf8');
  return [...text.matchAll(/^```console\n\$ nnsim (.*)\n([^]*?)^```$/gm)].map(
    ([, command = '', printed = '']) => ({
      command,
      printed,
    }),
  );
}

/** How long something would take is another number on every machine. */
const timeless = (text: string): string => text.replace(/about \d+ (?:s|min)\b/g, 'about so long');

/** Words of a command line; quotes hold words together. */
const words = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe('The examples of docs/cli.md', function () {
  this.timeout(60_000);
  const cache = mkdtempSync(join(tmpdir(), 'nnsim-docs-'));
  before(function () {
    this.timeout(300_000);
    ensureSamples();
  });
  after(() => rmSync(cache, { recursive: true }));

  it('are there', () => assert.ok(examples().length > 10));

  for (const { command, printed } of examples()) {
    it(`print what is shown: nnsim ${command}`, () => {
      const { stdout, stderr } = spawnSync('node', [join(root, 'dist/cli.js'), ...words(command)], {
        cwd: join(root, 'samples'),
        encoding: 'utf8',
        env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
      });
      assert.equal(timeless(stderr + stdout), timeless(printed));
    });
  }
});
