/**
 * The parts of a formula that a wide space sets apart, each for a line of its own: a narrow card has no room for all of
 * them side by side. Parts within braces and environments stay together. Pure: no document.
 */
export function formulaLines(tex: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const match of tex.matchAll(/\\begin\b|\\end\b|\\left\b|\\right\b|\\q?quad\b|\\.|[{}]/g)) {
    const [token] = match;
    if (token === '{' || token === '\\begin' || token === '\\left') depth++;
    else if (token === '}' || token === '\\end' || token === '\\right') depth--;
    else if (depth === 0 && /^\\q?quad$/.test(token)) {
      parts.push(tex.slice(start, match.index));
      start = match.index + token.length;
    }
  }
  parts.push(tex.slice(start));
  return parts.map((part) => part.trim().replace(/,$/, '')).filter((part) => part !== '');
}
