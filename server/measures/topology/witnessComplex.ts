/**
 * The relaxed witness complex of landmarks, up to triangles (de Silva and Carlsson 2004, with the relaxation of GUDHI).
 * A witness sees a simplex at the relaxation max(0, d_far - d_out), where d_far is its distance to the farthest vertex
 * of it and d_out to the nearest landmark outside it; a simplex appears at the smallest relaxation of all witnesses, not
 * before its edges. Landmarks are witnesses of themselves, so that all of them are there from the start.
 */
export interface WitnessComplex {
  /** The landmarks. */
  readonly count: number;
  /** Where edges appear, count x count, symmetric; Infinity beyond the largest relaxation. */
  readonly edges: Float64Array;
  /** Where triangles a > b > c appear, at (a count + b) count + c. */
  readonly triangles: Float64Array;
}

/** The complex of `count` landmarks, room for it to be filled again and again. */
export function emptyComplex(count: number): WitnessComplex {
  return { count, edges: new Float64Array(count ** 2), triangles: new Float64Array(count ** 3) };
}

/**
 * Fills the complex from the distances of the witnesses to the landmarks, witnesses x count.
 * @param largest the relaxation up to which simplices are kept
 */
export function fillComplex(
  complex: WitnessComplex,
  distances: Float64Array,
  largest: number,
  poll: () => void,
): void {
  const { count, edges, triangles } = complex;
  edges.fill(Infinity);
  triangles.fill(Infinity);
  const near = new Uint32Array(count);
  const far = new Float64Array(count);
  const witnesses = distances.length / count;
  for (let w = 0; w < witnesses; w++) {
    if (w % 256 === 0) poll();
    const kept = nearest(distances.subarray(w * count, (w + 1) * count), largest, near, far);
    seeEdges(complex, near, far, kept, largest);
    seeTriangles(complex, near, far, kept, largest);
  }
  // Of the two places of an edge the walks above fill the one with the larger landmark first.
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) edges[b * count + a] = edges[a * count + b] ?? Infinity;
  }
  for (let a = 2; a < count; a++) {
    for (let b = 1; b < a; b++) {
      const ab = edges[a * count + b] ?? Infinity;
      if (ab === Infinity) {
        // A triangle can be seen where one of its edges is not.
        triangles.fill(Infinity, (a * count + b) * count, (a * count + b) * count + b);
        continue;
      }
      for (let c = 0; c < b; c++) {
        const at = (a * count + b) * count + c;
        const seen = triangles[at] ?? Infinity;
        if (seen < Infinity) {
          triangles[at] = Math.max(seen, ab, edges[a * count + c] ?? 0, edges[b * count + c] ?? 0);
        }
      }
    }
  }
}

/**
 * Writes the landmarks a witness can see in a simplex, nearest first, and their distances; returns how many. The one
 * farthest from it that it sees is within `largest` of the third nearest.
 */
function nearest(row: Float64Array, largest: number, near: Uint32Array, far: Float64Array): number {
  let [first, second, third] = [Infinity, Infinity, Infinity];
  for (const distance of row) {
    if (distance >= third) continue;
    third = distance;
    if (third < second) [second, third] = [third, second];
    if (second < first) [first, second] = [second, first];
  }
  let kept = 0;
  for (let l = 0; l < row.length; l++) {
    const distance = row[l] ?? 0;
    if (distance > third + largest) continue;
    let at = kept++;
    for (; at > 0 && (far[at - 1] ?? 0) > distance; at--) {
      far[at] = far[at - 1] ?? 0;
      near[at] = near[at - 1] ?? 0;
    }
    far[at] = distance;
    near[at] = l;
  }
  return kept;
}

function seeEdges(
  { count, edges }: WitnessComplex,
  near: Uint32Array,
  far: Float64Array,
  kept: number,
  largest: number,
): void {
  const [first, second] = [far[0] ?? 0, far[1] ?? 0];
  const see = (p: number, q: number, value: number): void => {
    const at = p > q ? p * count + q : q * count + p;
    if (value < (edges[at] ?? 0)) edges[at] = value;
  };
  for (let j = 1; j < kept; j++) {
    const [distance, q] = [far[j] ?? 0, near[j] ?? 0];
    if (distance - second > largest) return;
    see(near[0] ?? 0, q, distance - second);
    if (distance - first > largest) continue;
    for (let i = 1; i < j; i++) see(near[i] ?? 0, q, distance - first);
  }
}

function seeTriangles(
  { count, triangles }: WitnessComplex,
  near: Uint32Array,
  far: Float64Array,
  kept: number,
  largest: number,
): void {
  const [first, second, third] = [far[0] ?? 0, far[1] ?? 0, far[2] ?? 0];
  const see = (p: number, q: number, r: number, value: number): void => {
    let [a, b, c] = p > q ? [p, q, r] : [q, p, r];
    if (c > b) [b, c] = [c, b];
    if (b > a) [a, b] = [b, a];
    const at = (a * count + b) * count + c;
    if (value < (triangles[at] ?? 0)) triangles[at] = value;
  };
  for (let k = 2; k < kept; k++) {
    const [distance, r] = [far[k] ?? 0, near[k] ?? 0];
    if (distance - third > largest) return;
    see(near[0] ?? 0, near[1] ?? 0, r, distance - third);
    if (distance - second > largest) continue;
    for (let j = 2; j < k; j++) see(near[0] ?? 0, near[j] ?? 0, r, distance - second);
    if (distance - first > largest) continue;
    for (let j = 2; j < k; j++) {
      const q = near[j] ?? 0;
      for (let i = 1; i < j; i++) see(near[i] ?? 0, q, r, distance - first);
    }
  }
}
