import type { DType } from '../../tensors/dtype';

/** Fields of TensorProto in which values are listed one by one, by the type of the tensor. */
export const lists = { float: 4, int32: 5, int64: 7, double: 10, uint64: 11 } as const;

/** An element type of ONNX. */
export interface OnnxType {
  readonly word: DType | (string & {});
  /** Of one element in raw data. */
  readonly bits: number;
  /** The field that lists values where they are not raw. */
  readonly list: number;
  /** What decodes it; absent: nothing here does. */
  readonly dtype?: DType;
}

function type(dtype: DType, bits: number, list: number): OnnxType {
  return { word: dtype, bits, list, dtype };
}

/** The number of the type whose tensors hold texts. */
export const texts = 8;

/** By the numbers of `TensorProto.DataType` (onnx.proto, github.com/onnx/onnx). */
export const onnxTypes: ReadonlyMap<number, OnnxType> = new Map<number, OnnxType>([
  [1, type('float32', 32, lists.float)],
  [2, type('uint8', 8, lists.int32)],
  [3, type('int8', 8, lists.int32)],
  [4, type('uint16', 16, lists.int32)],
  [5, type('int16', 16, lists.int32)],
  [6, type('int32', 32, lists.int32)],
  [7, type('int64', 64, lists.int64)],
  [9, type('bool', 8, lists.int32)],
  [10, type('float16', 16, lists.int32)],
  [11, type('float64', 64, lists.double)],
  [12, type('uint32', 32, lists.uint64)],
  [13, type('uint64', 64, lists.uint64)],
  [14, { word: 'complex64', bits: 64, list: lists.float }],
  [15, { word: 'complex128', bits: 128, list: lists.double }],
  [16, type('bfloat16', 16, lists.int32)],
  [17, type('float8_e4m3fn', 8, lists.int32)],
  [18, type('float8_e4m3fnuz', 8, lists.int32)],
  [19, type('float8_e5m2', 8, lists.int32)],
  [20, type('float8_e5m2fnuz', 8, lists.int32)],
  [21, { word: 'uint4', bits: 4, list: lists.int32 }],
  [22, { word: 'int4', bits: 4, list: lists.int32 }],
  [23, { word: 'float4_e2m1', bits: 4, list: lists.int32 }],
  [24, type('float8_e8m0fnu', 8, lists.int32)],
  [25, { word: 'uint2', bits: 2, list: lists.int32 }],
  [26, { word: 'int2', bits: 2, list: lists.int32 }],
]);
