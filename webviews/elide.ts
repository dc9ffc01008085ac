/**
 * The text with its middle replaced by an ellipsis so that it is at most `width` wide. Layer names differ at both
 * ends (the block at the front, the kind at the back), so neither end is cut off.
 * @param widthOf width of a text in the unit of `width`
 */
export function elideMiddle(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  const letters = Array.from(text);
  let low = 0;
  let high = letters.length - 1;
  const shortened = (kept: number) => {
    const front = Math.ceil(kept / 2);
    return `${letters.slice(0, front).join('')}…${letters.slice(letters.length - (kept - front)).join('')}`;
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(shortened(middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return shortened(low);
}
