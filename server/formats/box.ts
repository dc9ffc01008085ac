/** The longest box that begins at an element and goes on in row-major order, of at most `most` elements. */
export function boxAt(
  shape: readonly number[],
  first: number,
  most: number,
): { readonly start: number[]; readonly lengths: number[]; readonly elements: number } {
  const start = shape.map(() => 0);
  for (let axis = shape.length - 1, rest = first; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    start[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  const lengths = shape.map(() => 1);
  let elements = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    const there = length - (start[axis] ?? 0);
    const fits = Math.max(1, Math.min(there, Math.floor(most / elements)));
    lengths[axis] = fits;
    elements *= fits;
    // Only whole rows may be followed by more of them.
    if (fits < length) break;
  }
  return { start, lengths, elements };
}
