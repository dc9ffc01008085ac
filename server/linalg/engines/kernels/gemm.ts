// Matrix products after Goto and van de Geijn (2008): the operands are packed into panels that fit the caches, and a
// block of 4 rows x 2 vectors of the result stays in registers while the panels stream past.
import { pack } from './pack';

/** Depth, rows and columns of the packed blocks: B's panel stays in the L1 cache, A's block in L2, B's block in L3. */
const DEPTH: i32 = 256;
const ROWS: i32 = 96;
const COLUMNS: i32 = 1024;

/** Rows of a register block; its columns are two vectors of T. More than 4 x 2 does not fit the registers. */
const R: i32 = 4;

/** Bytes of `work` that hold a register block at the ragged edge. */
const EDGE: usize = 512;

/**
 * C += alpha op(A) op(B) with C m x n in float64: A is stored m x k (k x m if transposeA), B k x n (n x k if
 * transposeB). Entries are multiplied and summed in T; every 256 terms the sums are added to C in float64.
 * Register blocks entirely below the diagonal are skipped; the entries (i, j) with i = j + diagonal are the diagonal.
 * `work`: 2.5 MiB.
 */
@inline
function gemm<S, T>(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  transposeA: i32,
  b: usize,
  ldb: i32,
  transposeB: i32,
  c: usize,
  ldc: i32,
  work: usize,
  diagonal: i32,
): void {
  const W: i32 = 32 / sizeof<T>();
  const packedB = work + EDGE;
  const packedA = packedB + <usize>(DEPTH * (COLUMNS + W)) * sizeof<T>();
  for (let j: i32 = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    for (let p: i32 = 0; p < k; p += DEPTH) {
      const depth = min(DEPTH, k - p);
      const fromB = transposeB ? <usize>j * <usize>ldb + <usize>p : <usize>p * <usize>ldb + <usize>j;
      pack<S, T>(depth, columns, b + fromB * sizeof<S>(), ldb, !transposeB, packedB, W);
      for (let i: i32 = 0; i < m; i += ROWS) {
        const rows = min(ROWS, m - i);
        if (i >= j + columns + diagonal) break;
        const fromA = transposeA ? <usize>p * <usize>lda + <usize>i : <usize>i * <usize>lda + <usize>p;
        pack<S, T>(depth, rows, a + fromA * sizeof<S>(), lda, <bool>transposeA, packedA, R);
        for (let jj: i32 = 0; jj < columns; jj += W) {
          const panelB = packedB + <usize>(jj * depth) * sizeof<T>();
          const width = min(W, columns - jj);
          for (let ii: i32 = 0; ii < rows; ii += R) {
            if (i + ii >= j + jj + width + diagonal) break;
            const panelA = packedA + <usize>(ii * depth) * sizeof<T>();
            const to = c + ((<usize>(i + ii) * <usize>ldc + <usize>(j + jj)) << 3);
            block<T>(depth, alpha, panelA, panelB, to, ldc, min(R, rows - ii), width, work);
          }
        }
      }
    }
  }
}

/** A register block: C += alpha A B for packed panels of 4 rows and 2 vectors; only `rows` x `columns` are stored. */
function block<T>(
  depth: i32,
  alpha: f64,
  a: usize,
  b: usize,
  c: usize,
  ldc: i32,
  rows: i32,
  columns: i32,
  edge: usize,
): void {
  let c00 = v128.splat<T>(<T>0);
  let c01 = v128.splat<T>(<T>0);
  let c10 = v128.splat<T>(<T>0);
  let c11 = v128.splat<T>(<T>0);
  let c20 = v128.splat<T>(<T>0);
  let c21 = v128.splat<T>(<T>0);
  let c30 = v128.splat<T>(<T>0);
  let c31 = v128.splat<T>(<T>0);
  for (const end = a + <usize>(depth * R) * sizeof<T>(); a < end; ) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<T>(a);
    c00 = v128.add<T>(c00, v128.mul<T>(a0, b0));
    c01 = v128.add<T>(c01, v128.mul<T>(a0, b1));
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    c10 = v128.add<T>(c10, v128.mul<T>(a1, b0));
    c11 = v128.add<T>(c11, v128.mul<T>(a1, b1));
    const a2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = v128.add<T>(c20, v128.mul<T>(a2, b0));
    c21 = v128.add<T>(c21, v128.mul<T>(a2, b1));
    const a3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = v128.add<T>(c30, v128.mul<T>(a3, b0));
    c31 = v128.add<T>(c31, v128.mul<T>(a3, b1));
    a += R * sizeof<T>();
    b += 32;
  }
  const W: i32 = 32 / sizeof<T>();
  const as = f64x2.splat(alpha);
  const whole = rows == R && columns == W;
  const stride = <usize>(whole ? ldc : W) << 3;
  let to = c;
  if (!whole) {
    memory.fill(edge, 0, <usize>R * stride);
    to = edge;
  }
  addRow<T>(as, c00, c01, to);
  addRow<T>(as, c10, c11, to + stride);
  addRow<T>(as, c20, c21, to + 2 * stride);
  addRow<T>(as, c30, c31, to + 3 * stride);
  if (whole) return;
  for (let i: i32 = 0; i < rows; i++) {
    for (let j: i32 = 0; j < columns; j++) {
      const at = c + (<usize>(i * ldc + j) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(edge + (<usize>(i * W + j) << 3)));
    }
  }
}

/** Adds alpha times two vectors of T to the float64 entries at `to`. */
@inline
function addRow<T>(alpha: v128, x: v128, y: v128, to: usize): void {
  if (sizeof<T>() == 8) {
    addPair(alpha, x, to);
    addPair(alpha, y, to + 16);
  } else {
    addPair(alpha, f64x2.promote_low_f32x4(x), to);
    addPair(alpha, f64x2.promote_low_f32x4(upper(x)), to + 16);
    addPair(alpha, f64x2.promote_low_f32x4(y), to + 32);
    addPair(alpha, f64x2.promote_low_f32x4(upper(y)), to + 48);
  }
}

@inline
function upper(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 0);
}

@inline
function addPair(alpha: v128, x: v128, to: usize): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(alpha, x)));
}

/** See gemm: float32 operands, products and partial sums. */
export function gemmFloat32(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  transposeA: i32,
  b: usize,
  ldb: i32,
  transposeB: i32,
  c: usize,
  ldc: i32,
  work: usize,
  diagonal: i32,
): void {
  gemm<f32, f32>(m, n, k, alpha, a, lda, transposeA, b, ldb, transposeB, c, ldc, work, diagonal);
}

/** See gemm: float64 operands. */
export function gemmFloat64(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  transposeA: i32,
  b: usize,
  ldb: i32,
  transposeB: i32,
  c: usize,
  ldc: i32,
  work: usize,
  diagonal: i32,
): void {
  gemm<f64, f64>(m, n, k, alpha, a, lda, transposeA, b, ldb, transposeB, c, ldc, work, diagonal);
}

/** See gemm: float32 operands, products and sums in float64. */
export function gemmMixed(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  transposeA: i32,
  b: usize,
  ldb: i32,
  transposeB: i32,
  c: usize,
  ldc: i32,
  work: usize,
  diagonal: i32,
): void {
  gemm<f32, f64>(m, n, k, alpha, a, lda, transposeA, b, ldb, transposeB, c, ldc, work, diagonal);
}
