import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { blasProducts, type NativeLibrary } from '../../../../server/linalg/engines/blas';
import { findBlasLibraries } from '../../../../server/linalg/engines/blasLibraries';

/** A library that knows some names, and keeps what it was asked for and called with. */
function library(names: readonly string[], configuration = '') {
  const prototypes: string[] = [];
  const calls: (readonly [string, readonly unknown[]])[] = [];
  const double: NativeLibrary = {
    func(prototype) {
      const name = /(\S+?)\(/.exec(prototype)?.[1]?.replace('*', '') ?? '';
      if (!names.includes(name)) throw new Error(`no ${name}`);
      prototypes.push(prototype);
      return (...parameters) => {
        calls.push([name, parameters]);
        return name.includes('get_config') ? configuration : undefined;
      };
    },
  };
  return { double, prototypes, calls };
}

const shape = { transposeA: true, transposeB: false, m: 2, n: 3, k: 4 };
const [a, b] = [
  { rows: 4, cols: 2, data: new Float64Array(8) },
  { rows: 4, cols: 3, data: new Float64Array(12) },
];

describe('A BLAS', () => {
  for (const [kind, name, integers] of [
    ["of NumPy's wheels", (cblas: string) => `scipy_${cblas}64_`, 64],
    ['with marked 64-bit names', (cblas: string) => `${cblas}64_`, 64],
    ['of a Mac', (cblas: string) => `${cblas}$NEWLAPACK`, 32],
    ['with the usual names', (cblas: string) => cblas, 32],
  ] as const) {
    it(`${kind} is called by its names, with integers of ${integers} bits`, () => {
      const { double, prototypes, calls } = library([name('cblas_dgemm'), name('cblas_sgemm')]);
      const out = new Float64Array(6);
      blasProducts(double, '/lib/x.so').multiply('float64', a, b, shape, out);
      assert.deepEqual(calls, [
        [name('cblas_dgemm'), [101, 112, 111, 2, 3, 4, 1, a.data, 2, b.data, 3, 0, out, 3]],
      ]);
      const declared = prototypes.find((text) => text.includes('alpha')) ?? '';
      assert.ok(declared.includes(`int${integers}_t m,`), declared);
    });
  }

  it('is set to one thread and named with its version when it is OpenBLAS', () => {
    const names = ['cblas_dgemm', 'cblas_sgemm', 'openblas_get_config', 'openblas_set_num_threads'];
    const { double, calls } = library(names, 'OpenBLAS 0.3.21 DYNAMIC_ARCH Haswell MAX_THREADS=64');
    assert.equal(blasProducts(double, '/lib/libopenblas.so.0').title, 'OpenBLAS 0.3.21 (libopenblas.so.0)');
    assert.deepEqual(calls.at(-1), ['openblas_set_num_threads', [1]]);
  });

  it('is refused where its integers are longer than its names say, and where it has no known names', () => {
    const names = ['cblas_dgemm', 'cblas_sgemm', 'openblas_get_config'];
    const { double, calls } = library(names, 'OpenBLAS 0.3.21 USE64BITINT');
    assert.throws(() => blasProducts(double, '/lib/libopenblas64.so'), /64-bit integers but names/);
    assert.ok(calls.every(([name]) => name === 'openblas_get_config'));
    assert.throws(() => blasProducts(library(['dgemm_']).double, '/lib/x.so'), /x\.so has no function/);
  });
});

describe('BLAS libraries', () => {
  let home = '';
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'nnsim-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  function put(...parts: readonly string[]): string {
    const file = join(home, ...parts);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    return file;
  }
  const found = (env: Record<string, string>, platform: NodeJS.Platform = 'linux'): readonly string[] =>
    findBlasLibraries({ platform, env, home }).filter((path) => !path.startsWith('/usr/'));

  it('are found in the active environment before others of the user', () => {
    const other = put(
      '.pyenv',
      'versions',
      '3.11.7',
      'lib',
      'python3.11',
      'site-packages',
      'numpy.libs',
      'libscipy_openblas64_-32a4.so',
    );
    const active = put(
      'env',
      'lib',
      'python3.12',
      'site-packages',
      'numpy.libs',
      'libscipy_openblas64_-99.so',
    );
    put('env', 'lib', 'python3.12', 'site-packages', 'numpy.libs', 'libgfortran-04.so.5.0.0');
    const conda = put('miniforge3', 'lib', 'libmkl_rt.so.2');
    assert.deepEqual(found({ VIRTUAL_ENV: join(home, 'env') }), [active, other, conda]);
  });

  it('are found in the folders that Windows has for them', () => {
    const wheel = put('env', 'Lib', 'site-packages', 'numpy.libs', 'libscipy_openblas64_-13e2.dll');
    const conda = put('env', 'Library', 'bin', 'mkl_rt.2.dll');
    assert.deepEqual(found({ CONDA_PREFIX: join(home, 'env') }, 'win32'), [wheel, conda]);
  });

  it('are Accelerate on a Mac at the least', () => {
    assert.deepEqual(found({}, 'darwin'), ['/System/Library/Frameworks/Accelerate.framework/Accelerate']);
  });

  it('may be none', () => {
    assert.deepEqual(found({}), []);
  });
});
