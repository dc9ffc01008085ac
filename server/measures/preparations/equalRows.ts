import type { AnyMatrix } from '../../linalg/matrix';

/** Whether all rows have the same entries. */
export function allEqual({ rows, cols, data }: AnyMatrix): boolean {
  for (let at = cols; at < rows * cols; at++) if (data[at] !== data[at - cols]) return false;
  return true;
}

/** For each row the first one with the same entries, itself where there is none before it: n entries. */
export function firstEqualRows({ rows, cols, data }: AnyMatrix): Uint32Array {
  const firsts = new Uint32Array(rows);
  const byHash = new Map<number, number[]>();
  const word = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < rows; i++) {
    let hash = 0;
    for (let at = i * cols; at < (i + 1) * cols; at++) {
      // Adding 0 makes -0 and 0 one number.
      word.setFloat64(0, (data[at] ?? 0) + 0);
      hash = Math.imul(hash ^ word.getInt32(0) ^ Math.imul(word.getInt32(4), 0x85ebca6b), 0x9e3779b1);
    }
    const candidates = byHash.get(hash) ?? [];
    const equal = (j: number): boolean => {
      for (let c = 0; c < cols; c++) if (data[i * cols + c] !== data[j * cols + c]) return false;
      return true;
    };
    const first = candidates.find(equal);
    firsts[i] = first ?? i;
    if (first === undefined) byHash.set(hash, [...candidates, i]);
  }
  return firsts;
}
