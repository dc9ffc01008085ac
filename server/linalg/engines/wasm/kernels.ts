import base64 from '../kernels.generated';

/** An address in WebAssembly memory: bytes from its start. */
export type Address = number;

/** C += alpha op(A) op(B), or only the register blocks that touch or lie above the diagonal. See kernels/gemm.ts. */
export type Gemm = (
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Address,
  lda: number,
  transposeA: boolean,
  b: Address,
  ldb: number,
  transposeB: boolean,
  c: Address,
  ldc: number,
  work: Address,
  diagonal: number,
) => void;

type AddRows = (rows: number, d: number, x: Address, less: Address, sums: Address) => void;
type CentreRows = (rows: number, d: number, x: Address, means: Address, rest: Address, to: Address) => void;
type TurnRows = (
  rows: number,
  d: number,
  x: Address,
  means: Address,
  rest: Address,
  to: Address,
  stride: number,
  lengths: Address,
) => void;

/** What the compiled kernels export; each is described where it is written, in engines/kernels/. */
export interface Kernels {
  readonly gemmFloat32: Gemm;
  readonly gemmFloat64: Gemm;
  readonly gemmMixed: Gemm;
  readonly addRowsFloat32: AddRows;
  readonly addRowsFloat64: AddRows;
  readonly centreRowsFloat32: CentreRows;
  readonly centreRowsFloat64: CentreRows;
  readonly turnRowsFloat32: TurnRows;
  readonly turnRowsFloat64: TurnRows;
  tridiagonaliseColumn(
    n: number,
    c: number,
    i: number,
    a: Address,
    diagonal: Address,
    next: Address,
    tau: Address,
    v: Address,
    w: Address,
    products: Address,
  ): void;
  reduceRowAndColumn(
    n: number,
    c: number,
    i: number,
    panel: number,
    a: Address,
    diagonal: Address,
    next: Address,
    tauColumn: Address,
    tauRow: Address,
    p: Address,
    work: Address,
  ): void;
  factorPanel(
    count: number,
    length: number,
    v: Address,
    stride: number,
    r: Address,
    ld: number,
    tau: Address,
    work: Address,
  ): void;
  secularRoot(k: number, i: number, d: Address, squares: Address, rho: number, gaps: Address): number;
  weightFactors(k: number, i: number, d: Address, gaps: Address, products: Address): void;
  eigenvectorRow(k: number, gaps: Address, z: Address, order: Address, spare: Address): void;
  angleLoss(
    rows: number,
    cols: number,
    diagonal: number,
    a: Address,
    b: Address,
    ofRows: Address,
    ofCols: Address,
  ): number;
  cosineDistances(
    count: number,
    products: Address,
    squares: Address,
    square: number,
    distances: Address,
    origin: number,
    known: Address,
  ): void;
  rotateRows(n: number, x: Address, y: Address, c: number, s: number): void;
}

/** Bytes of work area the products need. */
export const gemmWork = 5 << 19;

let compiled: WebAssembly.Module | undefined;

/** A fresh instance of the kernels on the given memory; the module (about 10 kB) is compiled once per thread. */
export function instantiate(memory: WebAssembly.Memory): Kernels {
  compiled ??= new WebAssembly.Module(Buffer.from(base64, 'base64'));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as Kernels;
}
