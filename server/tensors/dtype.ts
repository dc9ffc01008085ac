/** Element types by the names NumPy and PyTorch users know. */
export const dtypes = [
  'float64',
  'float32',
  'float16',
  'bfloat16',
  'float8_e4m3fn',
  'float8_e4m3fnuz',
  'float8_e5m2',
  'float8_e5m2fnuz',
  'float8_e8m0fnu',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint64',
  'uint32',
  'uint16',
  'uint8',
  'bool',
] as const;

export type DType = (typeof dtypes)[number];

/** Types whose elements are only numbers together with others of their block, by the names of ggml, which has them. */
export const quantisedTypes = [
  'Q4_0',
  'Q4_1',
  'Q5_0',
  'Q5_1',
  'Q8_0',
  'Q2_K',
  'Q3_K',
  'Q4_K',
  'Q5_K',
  'Q6_K',
] as const;

/** Integers of PyTorch that stand for numbers: (q - zero point) x scale in float32. */
export const scaledTypes = ['quint8', 'qint8', 'qint32'] as const;

/** Integers of TensorFlow.js that stand for numbers of float32: q x scale + min. */
export const affineTypes = ['float32 in uint8', 'float32 in uint16'] as const;

export type QuantisedType = (typeof quantisedTypes)[number];

/** Decoded values: float32 where that holds every value of the stored type exactly, else float64. */
export type Values = Float32Array | Float64Array;
