/**
 * Where the object or list of JSON that begins at `at` ends, by its brackets only; undefined when something else
 * begins there or it never ends. Takes time linear in its length and no memory, however deep it is.
 */
export function skipValue(text: string, at: number): number | undefined {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const character = text[i];
    if (character === '{' || character === '[') depth++;
    else if (depth === 0) return undefined;
    else if (character === '"') i = closingQuote(text, i);
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}

function closingQuote(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
