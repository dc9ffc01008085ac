// AssemblyScript: everything the WebAssembly engine calls. All matrices are row-major, addresses are bytes,
// leading dimensions are counted in entries.
export { angleLoss } from './angles';
export {
  addRowsFloat32,
  addRowsFloat64,
  centreRowsFloat32,
  centreRowsFloat64,
  turnRowsFloat32,
  turnRowsFloat64,
} from './centre';
export { cosineDistances } from './cosines';
export { gemmFloat32, gemmFloat64, gemmMixed } from './gemm';
export { reduceRowAndColumn } from './bidiagonal';
export { factorPanel } from './triangularFactor';
export { tridiagonaliseColumn } from './tridiagonal';
export { eigenvectorRow, secularRoot, weightFactors } from './secular';
export { rotateRows } from './vector';
