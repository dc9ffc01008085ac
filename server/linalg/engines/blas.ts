import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { type SymbolTable, symbolTables } from './blasSymbols';
import type { Products } from './products';

const packageName = 'koffi';

type Native = (...parameters: readonly unknown[]) => unknown;

/** A loaded library: looks a function up by its C prototype; throws where it has none of that name. */
export interface NativeLibrary {
  func(prototype: string): Native;
}

interface Koffi {
  load(path: string): NativeLibrary;
}

/** CBLAS's constants. */
const rowMajor = 101;
const [plain, transposed] = [111, 112];

/**
 * Products by a BLAS the person has, called through koffi, in one thread. A signature that does not fit ends the
 * process, so this is for a library the person has chosen; the caller tests it before it is used.
 * @param path file of the library @param from file from which koffi is looked for
 * @throws Error where koffi is not installed, or the file is no BLAS that is known
 */
export function loadBlas(path: string, from = __filename): Products {
  const koffi = createRequire(from)(packageName) as Koffi;
  let library: NativeLibrary;
  try {
    library = koffi.load(path);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return blasProducts(library, path);
}

/** Products by a library that is loaded. Throws Error where it has none of the known sets of names. */
export function blasProducts(library: NativeLibrary, path: string): Products {
  const table = symbolTables.find(({ name }) => has(library, `void ${name('cblas_dgemm')}()`));
  if (table === undefined) throw new Error(`${path} has no function cblas_dgemm by any name that is known`);
  const configuration = openBlasConfiguration(library, table);
  if (table.integers === 32 && configuration.includes('USE64BITINT')) {
    throw new Error(`${path} has 64-bit integers but names that do not say so`);
  }
  single(library, table);
  const int = `int${table.integers}_t`;
  const gemm = (letter: 's' | 'd', type: 'float' | 'double'): Native =>
    library.func(
      `void ${table.name(`cblas_${letter}gemm`)}(int order, int transA, int transB, ${int} m, ${int} n, ${int} k, ` +
        `${type} alpha, const ${type} *a, ${int} lda, const ${type} *b, ${int} ldb, ` +
        `${type} beta, ${type} *c, ${int} ldc)`,
    );
  const functions = { float32: gemm('s', 'float'), float64: gemm('d', 'double') };
  const version = /OpenBLAS [\d.]*\d/.exec(configuration)?.[0] ?? table.title;
  return {
    id: 'blas',
    title: `${version} (${basename(path)})`,
    multiply(type, a, b, { transposeA, transposeB, m, n, k }, out) {
      const [transA, transB] = [transposeA ? transposed : plain, transposeB ? transposed : plain];
      functions[type](rowMajor, transA, transB, m, n, k, 1, a.data, a.cols, b.data, b.cols, 0, out, n);
    },
  };
}

/** What OpenBLAS says of how it was built; empty for another BLAS. */
function openBlasConfiguration(library: NativeLibrary, { own }: SymbolTable): string {
  const prototype = `const char *${own('openblas_get_config')}()`;
  return has(library, prototype) ? String(library.func(prototype)()) : '';
}

/** One thread each: the pool has its own threads. */
function single(library: NativeLibrary, { own }: SymbolTable): void {
  for (const setter of [own('openblas_set_num_threads'), 'MKL_Set_Num_Threads']) {
    const prototype = `void ${setter}(int threads)`;
    if (has(library, prototype)) library.func(prototype)(1);
  }
}

function has(library: NativeLibrary, prototype: string): boolean {
  try {
    library.func(prototype);
    return true;
  } catch {
    return false;
  }
}
