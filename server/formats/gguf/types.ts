import type { DType, QuantisedType } from '../../tensors/dtype';
import { quantisations } from '../../tensors/quantised/types';

/** An element type of ggml: its word, and how many elements are stored together in how many bytes. */
export interface GgmlType {
  readonly word: DType | QuantisedType | (string & {});
  readonly elements: number;
  readonly bytes: number;
  /** What decodes it; absent: nothing here does. */
  readonly plain?: DType;
  readonly quantised?: QuantisedType;
}

function plain(dtype: DType, bytes: number): GgmlType {
  return { word: dtype, elements: 1, bytes, plain: dtype };
}

function quantised(word: QuantisedType): GgmlType {
  const { elements, bytes } = quantisations[word];
  return { word, elements, bytes, quantised: word };
}

function listed(word: string, elements: number, bytes: number): GgmlType {
  return { word, elements, bytes };
}

/** By the numbers of `enum ggml_type` (ggml.h), those that were given up included; the sizes are of ggml-common.h. */
export const ggmlTypes: ReadonlyMap<number, GgmlType> = new Map([
  [0, plain('float32', 4)],
  [1, plain('float16', 2)],
  [2, quantised('Q4_0')],
  [3, quantised('Q4_1')],
  [4, listed('Q4_2', 16, 10)],
  [5, listed('Q4_3', 16, 12)],
  [6, quantised('Q5_0')],
  [7, quantised('Q5_1')],
  [8, quantised('Q8_0')],
  [9, listed('Q8_1', 32, 36)],
  [10, quantised('Q2_K')],
  [11, quantised('Q3_K')],
  [12, quantised('Q4_K')],
  [13, quantised('Q5_K')],
  [14, quantised('Q6_K')],
  [15, listed('Q8_K', 256, 292)],
  [16, listed('IQ2_XXS', 256, 66)],
  [17, listed('IQ2_XS', 256, 74)],
  [18, listed('IQ3_XXS', 256, 98)],
  [19, listed('IQ1_S', 256, 50)],
  [20, listed('IQ4_NL', 32, 18)],
  [21, listed('IQ3_S', 256, 110)],
  [22, listed('IQ2_S', 256, 82)],
  [23, listed('IQ4_XS', 256, 136)],
  [24, plain('int8', 1)],
  [25, plain('int16', 2)],
  [26, plain('int32', 4)],
  [27, plain('int64', 8)],
  [28, plain('float64', 8)],
  [29, listed('IQ1_M', 256, 56)],
  [30, plain('bfloat16', 2)],
  [31, listed('Q4_0_4_4', 32, 18)],
  [32, listed('Q4_0_4_8', 32, 18)],
  [33, listed('Q4_0_8_8', 32, 18)],
  [34, listed('TQ1_0', 256, 54)],
  [35, listed('TQ2_0', 256, 66)],
  [36, listed('IQ4_NL_4_4', 32, 18)],
  [37, listed('IQ4_NL_4_8', 32, 18)],
  [38, listed('IQ4_NL_8_8', 32, 18)],
  [39, listed('MXFP4', 32, 17)],
  [40, listed('NVFP4', 64, 36)],
  [41, listed('Q1_0', 128, 18)],
]);
