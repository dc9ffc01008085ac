/**
 * Text from outside for a Markdown document: nothing in it is read as markup, HTML, a link or a line break, and it is at
 * most `most` characters long.
 */
export function escaped(text: string, most = 120): string {
  const oneLine = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const short =
    oneLine.length > most ? `${oneLine.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : oneLine;
  // "://" and "@" would become links by themselves in the editor's flavour of Markdown.
  return short.replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@="'/]/g, '\\$&');
}
