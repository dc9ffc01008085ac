import type { QuantisedType } from '../dtype';
import { type Decode, decodeQ4_0, decodeQ4_1, decodeQ5_0, decodeQ5_1, decodeQ8_0 } from './blocks32';
import { decodeQ2_K, decodeQ3_K, decodeQ4_K, decodeQ5_K, decodeQ6_K } from './blocks256';

/** How a quantised type is stored: in blocks of so many elements and so many bytes. */
export interface Quantisation {
  readonly elements: number;
  readonly bytes: number;
  /** The values of whole blocks, rounded to float32 exactly as the reference (ggml, gguf-py) rounds them. */
  readonly decode: Decode;
}

/** Bytes of a block by the struct definitions of ggml-common.h (github.com/ggml-org/ggml). */
export const quantisations: Readonly<Record<QuantisedType, Quantisation>> = {
  Q4_0: { elements: 32, bytes: 18, decode: decodeQ4_0 },
  Q4_1: { elements: 32, bytes: 20, decode: decodeQ4_1 },
  Q5_0: { elements: 32, bytes: 22, decode: decodeQ5_0 },
  Q5_1: { elements: 32, bytes: 24, decode: decodeQ5_1 },
  Q8_0: { elements: 32, bytes: 34, decode: decodeQ8_0 },
  Q2_K: { elements: 256, bytes: 84, decode: decodeQ2_K },
  Q3_K: { elements: 256, bytes: 110, decode: decodeQ3_K },
  Q4_K: { elements: 256, bytes: 144, decode: decodeQ4_K },
  Q5_K: { elements: 256, bytes: 176, decode: decodeQ5_K },
  Q6_K: { elements: 256, bytes: 210, decode: decodeQ6_K },
};
