/** What a key does in the tensor tree. Pure: no document. */
import { parentLine, type TreeLine } from './tensorTree';

export type KeyEffect =
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'expand' | 'collapse'; readonly line: number };

/**
 * The keys of the editor's own trees: arrows, Home, End, Page Up, Page Down; right opens a group and then goes into
 * it, left closes it and then goes to its parent.
 * @param cursor the selected line, -1 for none
 * @returns null when the key means nothing here
 */
export function keyEffect(
  key: string,
  lines: readonly TreeLine[],
  cursor: number,
  pageLength: number,
): KeyEffect | null {
  if (lines.length === 0) return null;
  const move = (to: number): KeyEffect => ({
    kind: 'move',
    to: Math.max(0, Math.min(lines.length - 1, to)),
  });
  const line = lines[cursor];
  const group = line?.node.kind === 'group';
  switch (key) {
    case 'ArrowDown':
      return move(cursor + 1);
    case 'ArrowUp':
      return move(cursor - 1);
    case 'Home':
      return move(0);
    case 'End':
      return move(lines.length - 1);
    case 'PageDown':
      return move(cursor + pageLength);
    case 'PageUp':
      return move(cursor - pageLength);
    case 'ArrowRight':
      if (!group) return null;
      return line.expanded ? move(cursor + 1) : { kind: 'expand', line: cursor };
    case 'ArrowLeft':
      if (line === undefined) return null;
      if (line.expanded) return { kind: 'collapse', line: cursor };
      return line.level > 1 ? move(parentLine(lines, cursor)) : null;
    case 'Enter':
    case ' ':
      return group ? { kind: line.expanded ? 'collapse' : 'expand', line: cursor } : null;
    default:
      return null;
  }
}

/** The next line, from the one after the cursor on and around, whose label begins with what was typed. */
export function findByPrefix(lines: readonly TreeLine[], cursor: number, typed: string): number {
  const prefix = typed.toLowerCase();
  const start = typed.length > 1 ? Math.max(cursor, 0) : cursor + 1;
  for (let i = 0; i < lines.length; i++) {
    const at = (start + i) % lines.length;
    if (lines[at]?.node.label.toLowerCase().startsWith(prefix) === true) return at;
  }
  return -1;
}
