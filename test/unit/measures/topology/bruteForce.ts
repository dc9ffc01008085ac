/** A simplex and the size at which it appears. */
export interface Simplex {
  readonly vertices: readonly number[];
  readonly value: number;
}

/** The simplices of up to three vertices of the Vietoris-Rips complex of n points. */
export function ripsComplex(n: number, distance: (i: number, j: number) => number): Simplex[] {
  const simplices: Simplex[] = [];
  for (let i = 0; i < n; i++) {
    simplices.push({ vertices: [i], value: 0 });
    for (let j = 0; j < i; j++) {
      simplices.push({ vertices: [j, i], value: distance(i, j) });
      for (let k = 0; k < j; k++) {
        const value = Math.max(distance(i, j), distance(i, k), distance(j, k));
        simplices.push({ vertices: [k, j, i], value });
      }
    }
  }
  return simplices;
}

/**
 * The bars of positive length in dimension 1, sorted, by the textbook: the boundary matrix over Z/2 in the order of the
 * filtration, columns reduced from left to right (Edelsbrunner, Letscher, Zomorodian 2002).
 */
export function barsByBoundaries(simplices: readonly Simplex[]): string[] {
  const order = [...simplices].sort(
    (p, q) => p.value - q.value || p.vertices.length - q.vertices.length || (key(p) < key(q) ? -1 : 1),
  );
  const places = new Map(order.map((simplex, at) => [key(simplex), at]));
  const columns = new Map<number, ReadonlySet<number>>();
  const creators = new Set<number>();
  const bars: string[] = [];
  order.forEach(({ vertices, value }, at) => {
    let column = new Set<number>();
    if (vertices.length > 1) {
      for (const left of vertices) {
        column.add(places.get(vertices.filter((v) => v !== left).join(' ')) ?? NaN);
      }
    }
    for (;;) {
      if (column.size === 0) {
        if (vertices.length === 2) creators.add(at);
        return;
      }
      const pivot = Math.max(...column);
      const earlier = columns.get(pivot);
      if (earlier === undefined) {
        columns.set(pivot, column);
        const birth = order[pivot]?.value ?? NaN;
        if (creators.delete(pivot) && value > birth) bars.push(bar(birth, value));
        return;
      }
      column = new Set([...column, ...earlier].filter((row) => column.has(row) !== earlier.has(row)));
    }
  });
  for (const at of creators) bars.push(bar(order[at]?.value ?? NaN, Infinity));
  return bars.sort();
}

/** A bar as text, so that lists of bars can be compared. */
export function bar(birth: number, death: number): string {
  return `${birth.toFixed(12)} to ${death === Infinity ? 'ever' : death.toFixed(12)}`;
}

function key({ vertices }: Simplex): string {
  return vertices.join(' ');
}
