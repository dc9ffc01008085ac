import { dot, scale } from './vector';

/**
 * The Householder reflector H = I - tau v v^T with H (alpha, x) = (beta, 0): x is overwritten with the tail of v (its
 * first entry is 1). Returns tau; beta is stored at `to`. tau = 0 (no reflection) where x is zero or
 * so small beside the matrix, whose entries are scaled to 1, that its squares leave the range of normal numbers.
 */
export function makeReflector(n: i32, alpha: f64, x: usize, to: usize): f64 {
  const squares = dot(n, x, x);
  if (squares < 1e-290) {
    store<f64>(to, alpha);
    return 0;
  }
  const norm = Math.sqrt(alpha * alpha + squares);
  const beta = alpha < 0 ? norm : -norm;
  scale(n, 1.0 / (alpha - beta), x);
  store<f64>(to, beta);
  return (beta - alpha) / beta;
}
