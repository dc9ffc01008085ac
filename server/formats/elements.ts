import type { Values } from '../tensors/dtype';

/** Parts of elements as they are stored. */
export type Cells = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Decoded elements, or elements as they are stored. */
export type Elements = Values | Cells;
