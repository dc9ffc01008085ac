import type { EngineId, Precision } from '../engine';

/** The types of numbers a library multiplies in. */
export type Float = 'float32' | 'float64';
export type FloatArray = Float32Array | Float64Array;

/** A matrix as it lies in memory: row-major, rows x cols, nothing between the rows. */
export interface Block {
  readonly data: FloatArray;
  readonly rows: number;
  readonly cols: number;
}

export interface ProductShape {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Rows and columns of the result, and the dimension summed over. */
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** An accelerator: a library that multiplies matrices, and does nothing else for us. */
export interface Products {
  readonly id: Exclude<EngineId, 'wasm'>;
  /** With its version, for people. */
  readonly title: string;
  /**
   * out = op(A) op(B), m x n, all of one type. No dimension is 0. Blocks the thread; called for pieces of some 20 ms.
   * Throws when the library does.
   */
  multiply(type: Float, a: Block, b: Block, shape: ProductShape, out: FloatArray): void;
}

/** Columns from which a library may be trusted to sum all entries of a product the same way: some treat few otherwise. */
export const leastExact = 64;

/** What a product of this precision is multiplied in: `mixed` converts its operands. */
export function typeOf(precision: Precision): Float {
  return precision === 'float32' ? 'float32' : 'float64';
}

/** Room for numbers of a type. */
export function floats(type: Float, length: number): FloatArray {
  return type === 'float32' ? new Float32Array(length) : new Float64Array(length);
}
