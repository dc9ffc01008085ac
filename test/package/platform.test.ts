import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { findBlasLibraries } from '../../server/linalg/engines/blasLibraries';
import { Folder } from '../corpus/folder';
import { randomFrom } from '../samples/random';
import { npy } from '../samples/writeNpy';
import { perceptron } from '../unit/runtimes/onnx/models';
import { graphPerceptron } from '../unit/runtimes/tfjs/models';

const root = resolve(__dirname, '../..');
const target = `${process.platform}-${process.arch}`;
const folder = mkdtempSync(join(tmpdir(), 'nnsim-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Unpacks a VSIX to where no folder above it has packages installed. */
async function unpack(vsix: string): Promise<string> {
  const to = join(folder, vsix);
  const zip = await openPromise(join(root, 'dist', vsix));
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const file = join(to, entry.fileName);
    mkdirSync(dirname(file), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
  }
  return join(to, 'extension');
}

/** Layers that are large enough for an accelerator. */
function layer(name: string, seed: number): string {
  const random = randomFrom(seed);
  const values = Float32Array.from({ length: 1200 * 512 }, () => random.next() - 0.5);
  const path = join(folder, name);
  writeFileSync(path, npy({ shape: [1200, 512], values }));
  return path;
}

/** Compares the layers with the command line of an unpacked extension; what it says of the engine, and the score. */
function compare(extension: string, x: string, y: string, engine: string): { told: string; value: number } {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(extension, 'dist/cli.js'), 'compare', x, y, '--measure', 'cka', '--engine', engine, '--json'],
    {
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: process.env.HOME },
    },
  );
  const { scores } = JSON.parse(stdout) as { scores: { value: number }[] };
  return { told: stderr, value: scores[0]?.value ?? NaN };
}

const tfjs = new Folder();

/** Runs a small model with the command line of an unpacked extension. */
function run(extension: string, model = join(folder, 'net.onnx')): { stdout: string; stderr: string } {
  const probe = join(folder, 'probe.npy');
  writeFileSync(join(folder, 'net.onnx'), perceptron());
  writeFileSync(probe, npy({ shape: [4, 3], values: new Float32Array(12).fill(1) }));
  const out = join(mkdtempSync(join(folder, 'run-')), 'out.safetensors');
  const words = ['run', model, '--inputs', probe, '--out', out, '--json'];
  return spawnSync(process.execPath, [join(extension, 'dist/cli.js'), ...words], { encoding: 'utf8' });
}

describe('The package', function () {
  this.timeout(120_000);
  const [x, y] = [layer('x.npy', 1), layer('y.npy', 2)];

  it('for every platform has no native code, says so when it is asked for, and computes all the same', async () => {
    const extension = await unpack('nnsim.vsix');
    assert.ok(statSync(join(root, 'dist/nnsim.vsix')).size < 3e6);
    assert.ok(existsSync(join(extension, 'dist/hdf5/hdf5_util.mjs')));
    assert.ok(!existsSync(join(extension, 'dist/node_modules')));
    const { told, value } = compare(extension, x, y, 'onnxruntime');
    assert.match(told, /^nnsim: onnxruntime is not used: Cannot find module 'onnxruntime-node/);
    assert.equal(value, compare(extension, x, y, 'wasm').value);
    assert.equal(compare(extension, x, y, 'auto').told, '');
  });

  it('for every platform says what running a model needs', async () => {
    const extension = await unpack('nnsim.vsix');
    const { stderr } = run(extension);
    assert.match(
      stderr,
      /^nnsim: Running an ONNX model needs the package onnxruntime-node, which did not load/,
    );
  });

  it('for every platform runs models of TensorFlow.js', async () => {
    const { stdout, stderr } = run(await unpack('nnsim.vsix'), graphPerceptron(tfjs));
    assert.equal(stderr, '');
    const { tensors } = JSON.parse(stdout) as { tensors: { name: string }[] };
    assert.deepEqual(
      tensors.map(({ name }) => name),
      ['active', 'y'],
    );
  });

  it('reads HDF5 by the library it brings along', async () => {
    const extension = await unpack('nnsim.vsix');
    const acts = join(root, 'test/goldens/files/acts_scaleoffset.h5');
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(extension, 'dist/cli.js'), 'inspect', acts, '--json'],
      { encoding: 'utf8' },
    );
    assert.equal(stderr, '');
    assert.match(stdout, /"format": ?"hdf5"/);
    assert.equal(compare(extension, acts, acts, 'wasm').value, 1);
  });

  // The libraries that can be run here.
  (target === 'linux-x64' ? describe : describe.skip)('for one platform', () => {
    let extension = '';
    before(async () => {
      const { status, stderr } = spawnSync('node', ['package.mjs', '--target', target], {
        cwd: root,
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      assert.ok(!existsSync(join(root, 'dist/node_modules')), 'nothing of it is left for the next package');
      extension = await unpack(`nnsim-${target}.vsix`);
    });

    it('computes with ONNX Runtime, to the same score but for rounding', () => {
      const { told, value } = compare(extension, x, y, 'onnxruntime');
      assert.match(told, /^nnsim: ONNX Runtime 1\.30\.0 is used for large float64 products/);
      assert.ok(Math.abs(value - compare(extension, x, y, 'wasm').value) < 1e-13);
    });

    it('runs a model', () => {
      const { stdout, stderr } = run(extension);
      assert.equal(stderr, '');
      const { rows, tensors } = JSON.parse(stdout) as { rows: number; tensors: readonly { name: string }[] };
      assert.deepEqual([rows, tensors.map(({ name }) => name)], [4, ['active', 'y']]);
    });

    it('reaches a BLAS of this machine', function () {
      // Many machines have no BLAS at all; where there is one it must be reached.
      if (findBlasLibraries().length === 0) this.skip();
      assert.match(compare(extension, x, y, 'blas').told, /^nnsim: .* is used for large float64 products/);
    });

    it('has the licence of every package in it', () => {
      const text = readFileSync(join(extension, 'dist/node_modules/licences.txt'), 'utf8');
      for (const name of ['onnxruntime-node', 'onnxruntime-common', 'koffi', `@koromix/koffi-${target}`]) {
        assert.match(text, new RegExp(`^${name} [0-9.]+ \\(MIT\\)\n\n[^]*?Copyright`, 'm'), name);
        assert.ok(existsSync(join(extension, 'dist/node_modules', name)), name);
      }
    });
  });
});
