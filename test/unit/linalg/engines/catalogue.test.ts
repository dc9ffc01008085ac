import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from '../../../../server/linalg/engines/catalogue';
import { describeTfjs } from '../../../../server/linalg/engines/tfjs';
import { identity } from '../matrices';

describe('the catalogue of engines', () => {
  it('loads every engine under its id', () => {
    for (const [id, entry] of Object.entries(engines)) {
      const engine = entry.load();
      assert.equal(engine.id, id);
      assert.deepEqual(engine.multiply(identity(3), identity(3)), identity(3));
    }
  });
});

describe('the optional TensorFlow.js package', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nnsim-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function install(manifest: string): string {
    const home = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), manifest);
    return join(folder, 'main.js');
  }

  it('is reported as missing where it is not installed', () => {
    const { installed, version, note } = describeTfjs(join(folder, 'main.js'));
    assert.deepEqual([installed, version], [false, undefined]);
    assert.match(note, /not installed/);
  });

  it('is reported with its version, without running any of it', () => {
    const from = install('{ "name": "@tensorflow/tfjs-node", "version": "4.22.0", "main": "missing.js" }');
    const { installed, version, note } = describeTfjs(from, '20.20.2');
    assert.deepEqual([installed, version], [true, '4.22.0']);
    assert.match(note, /not used yet/);
  });

  it('is reported as unable to run on Node.js 23 and later', () => {
    const from = install('{ "version": "4.22.0" }');
    assert.match(
      describeTfjs(from, '24.1.0').note,
      /util\.isNullOrUndefined, which Node\.js 24\.1\.0 no longer has/,
    );
  });

  it('counts as missing with a broken manifest, and has no version where that names none', () => {
    assert.equal(describeTfjs(install('{')).installed, false);
    assert.equal(describeTfjs(install('[]')).version, undefined);
  });
});
