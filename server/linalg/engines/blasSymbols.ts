/** How one kind of BLAS library calls its functions, and how long its integers are. */
export interface SymbolTable {
  readonly title: string;
  readonly integers: 32 | 64;
  /** The library's name of a CBLAS function, "cblas_dgemm". */
  readonly name: (cblas: string) => string;
  /** Its name of a function of OpenBLAS's own, "openblas_set_num_threads". */
  readonly own: (openblas: string) => string;
}

/**
 * The kinds that are known, tried in this order. Integers of the wrong length would read past the matrices, so the
 * names without a mark of their length come last, and are asked for more (`blas.ts`).
 */
export const symbolTables: readonly SymbolTable[] = [
  {
    title: "OpenBLAS of NumPy's and SciPy's wheels",
    integers: 64,
    name: (cblas) => `scipy_${cblas}64_`,
    own: (openblas) => `scipy_${openblas}64_`,
  },
  {
    title: 'a BLAS with 64-bit integers',
    integers: 64,
    name: (cblas) => `${cblas}64_`,
    own: (openblas) => `${openblas}64_`,
  },
  {
    // Not verified on a Mac: names after Apple's headers of Accelerate since macOS 13.3.
    title: 'Accelerate',
    integers: 32,
    name: (cblas) => `${cblas}$NEWLAPACK`,
    own: (openblas) => openblas,
  },
  {
    title: 'a BLAS with the usual names',
    integers: 32,
    name: (cblas) => cblas,
    own: (openblas) => openblas,
  },
];
