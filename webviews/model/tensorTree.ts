/** The tensors of a file as a tree of their dotted names. Pure: no document. */

/** What the tree needs to know of a tensor. */
export interface TreeTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly bytes: number;
}

export interface TensorLeaf {
  readonly kind: 'tensor';
  /** What is left of the name under its group. */
  readonly label: string;
  /** Position in the file. */
  readonly index: number;
}

export interface TensorGroup {
  readonly kind: 'group';
  /** The common prefix of all names inside; unique. */
  readonly path: string;
  readonly label: string;
  readonly children: readonly TreeNode[];
  readonly tensors: number;
  readonly elements: number;
  readonly bytes: number;
}

export type TreeNode = TensorLeaf | TensorGroup;

/** Names with more parts than this stay whole from there on, so that no file can make the tree endlessly deep. */
const deepest = 24;

interface Branch {
  readonly path: string;
  readonly groups: Map<string, Branch>;
  /** Leaves and branches in order of first appearance. */
  readonly order: (TensorLeaf | Branch)[];
  tensors: number;
  elements: number;
  bytes: number;
}

function branch(path: string): Branch {
  return { path, groups: new Map(), order: [], tensors: 0, elements: 0, bytes: 0 };
}

function add(target: Branch, tensor: TreeTensor): void {
  target.tensors++;
  target.elements += tensor.shape.reduce((product, size) => product * size, 1);
  target.bytes += tensor.bytes;
}

/** Positions just behind each separator that has something on both sides: "a.b/c" -> [2, 4]. */
function joints(name: string): number[] {
  const found: number[] = [];
  for (let i = 1; i < name.length - 1 && found.length < deepest; i++) {
    const here = name[i];
    if ((here === '.' || here === '/') && i > (found.at(-1) ?? 0)) found.push(i + 1);
  }
  return found;
}

/** A group that holds a single thing is drawn as one line with it, as the Explorer does with folders. */
function finish(from: Branch, start: number): TreeNode {
  const [only] = from.order;
  if (only !== undefined && from.order.length === 1) {
    if ('kind' in only) return { ...only, label: from.path.slice(start) + only.label };
    return finish(only, start);
  }
  return {
    kind: 'group',
    path: from.path,
    label: from.path.slice(start, -1),
    children: from.order.map((child) => ('kind' in child ? child : finish(child, from.path.length))),
    tensors: from.tensors,
    elements: from.elements,
    bytes: from.bytes,
  };
}

/**
 * Groups tensors by the parts of their names.
 * @param order positions of the tensors to show, in the order to show them; groups appear with their first tensor
 */
export function buildTree(tensors: readonly TreeTensor[], order: readonly number[]): TreeNode[] {
  const root = branch('');
  for (const index of order) {
    const tensor = tensors[index];
    if (tensor === undefined) continue;
    let at = root;
    for (const joint of joints(tensor.name)) {
      const path = tensor.name.slice(0, joint);
      let next = at.groups.get(path);
      if (next === undefined) {
        next = branch(path);
        at.groups.set(path, next);
        at.order.push(next);
      }
      at = next;
      add(at, tensor);
    }
    at.order.push({ kind: 'tensor', label: tensor.name.slice(at.path.length), index });
  }
  return root.order.map((child) => ('kind' in child ? child : finish(child, 0)));
}

/** One line of the tree as it is drawn. */
export interface TreeLine {
  readonly node: TreeNode;
  /** 1 at the top, as aria-level counts. */
  readonly level: number;
  readonly expanded: boolean;
}

/** The lines in view order, children only under expanded groups. */
export function treeLines(
  nodes: readonly TreeNode[],
  expanded: (group: TensorGroup, level: number) => boolean,
  level = 1,
  lines: TreeLine[] = [],
): TreeLine[] {
  for (const node of nodes) {
    const open = node.kind === 'group' && expanded(node, level);
    lines.push({ node, level, expanded: open });
    if (node.kind === 'group' && open) treeLines(node.children, expanded, level + 1, lines);
  }
  return lines;
}

/** The line of the group that a line belongs to, or -1. */
export function parentLine(lines: readonly TreeLine[], index: number): number {
  const level = lines[index]?.level ?? 1;
  for (let i = index - 1; i >= 0; i--) if ((lines[i]?.level ?? 0) < level) return i;
  return -1;
}
