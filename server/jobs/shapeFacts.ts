import type { AnyMatrix } from '../linalg/matrix';

/** The Euclidean norm of each row, without overflow. */
export function rowNorms({ rows, cols, data }: AnyMatrix): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let largest = 0;
    for (let i = row * cols; i < (row + 1) * cols; i++) largest = Math.max(largest, Math.abs(data[i] ?? 0));
    if (largest === 0) return 0;
    let sum = 0;
    for (let i = row * cols; i < (row + 1) * cols; i++) sum += ((data[i] ?? 0) / largest) ** 2;
    return largest * Math.sqrt(sum);
  });
}

/** How many rows are equal, value by value, to one before them. */
export function duplicateRows({ rows, cols, data }: AnyMatrix): number {
  const seen = new Map<number, number[]>();
  let duplicates = 0;
  const equal = (row: number, other: number): boolean => {
    for (let j = 0; j < cols; j++) if (data[row * cols + j] !== data[other * cols + j]) return false;
    return true;
  };
  for (let row = 0; row < rows; row++) {
    const code = hash(data, row * cols, cols);
    const alike = seen.get(code);
    if (alike === undefined) seen.set(code, [row]);
    else if (alike.some((other) => equal(row, other))) duplicates++;
    else alike.push(row);
  }
  return duplicates;
}

/** How many columns hold one value only. */
export function constantColumns({ rows, cols, data }: AnyMatrix): number {
  const varies = new Uint8Array(cols);
  for (let row = 1; row < rows; row++) {
    for (let j = 0; j < cols; j++) if (data[row * cols + j] !== data[j]) varies[j] = 1;
  }
  return varies.reduce((constant, flag) => constant + (1 - flag), 0);
}

const word = new Float64Array(1);
const halves = new Int32Array(word.buffer);

/** FNV-1a over 32-bit words; 0 and -0 are equal values and must have equal hashes. */
function hash(data: Float32Array | Float64Array, from: number, count: number): number {
  let code = 0x811c9dc5;
  for (let i = from; i < from + count; i++) {
    word[0] = (data[i] ?? 0) + 0;
    code = Math.imul(code ^ (halves[0] ?? 0), 0x01000193);
    code = Math.imul(code ^ (halves[1] ?? 0), 0x01000193);
    code ^= code >>> 15;
  }
  return code;
}
