import assert from 'node:assert/strict';
import {
  buildTree,
  parentLine,
  treeLines,
  type TreeNode,
  type TreeTensor,
} from '../../../../webviews/model/tensorTree';

const tensor = (name: string, ...shape: number[]): TreeTensor => ({
  name,
  shape,
  bytes: 4 * shape.reduce((a, b) => a * b, 1),
});

function tree(...tensors: TreeTensor[]): TreeNode[] {
  return buildTree(
    tensors,
    tensors.map((_, i) => i),
  );
}

const labels = (nodes: readonly TreeNode[]) =>
  treeLines(nodes, () => true).map(({ node, level }) => `${' '.repeat(level - 1)}${node.label}`);

describe('the tree of tensor names', () => {
  it('groups by dotted prefixes in the order of first appearance', () => {
    const nodes = tree(
      tensor('b.0.weight', 2),
      tensor('b.0.bias', 2),
      tensor('b.1.weight', 2),
      tensor('a', 1),
    );
    assert.deepEqual(labels(nodes), ['b', ' 0', '  weight', '  bias', ' 1.weight', 'a']);
  });

  it('totals tensors, elements and bytes of a group', () => {
    const [group] = tree(tensor('fc.weight', 3, 4), tensor('fc.bias', 3));
    assert.ok(group?.kind === 'group');
    assert.deepEqual([group.tensors, group.elements, group.bytes], [2, 15, 60]);
    assert.equal(group.path, 'fc.');
  });

  it('draws a group with a single thing in it as one line', () => {
    assert.deepEqual(labels(tree(tensor('a.b.c.weight', 1), tensor('a.b.c.bias', 1))), [
      'a.b.c',
      ' weight',
      ' bias',
    ]);
  });

  it('takes names with empty parts, lone dots and slashes as they are', () => {
    const nodes = tree(
      tensor('.', 1),
      tensor('..a', 1),
      tensor('a.', 1),
      tensor('x/y', 1),
      tensor('x/z', 1),
      tensor('', 1),
    );
    assert.deepEqual(labels(nodes), ['.', '..a', 'a.', 'x', ' y', ' z', '']);
  });

  it('keeps a tensor apart from a group of the same name, and names of object properties from each other', () => {
    const nodes = tree(tensor('__proto__', 1), tensor('__proto__.a', 1), tensor('__proto__.b', 1));
    assert.deepEqual(labels(nodes), ['__proto__', '__proto__', ' a', ' b']);
  });

  it('stops making levels for endlessly deep names', () => {
    const deep = Array.from({ length: 5000 }, () => 'a').join('.');
    const nodes = tree(tensor(`${deep}.x`, 1), tensor(`${deep}.y`, 1));
    assert.equal(Math.max(...treeLines(nodes, () => true).map((line) => line.level)), 2);
  });

  it('shows children only under open groups and knows each line of a parent', () => {
    const nodes = tree(tensor('a.x', 1), tensor('a.y', 1), tensor('b.x', 1), tensor('b.y', 1));
    const lines = treeLines(nodes, (group) => group.path === 'b.');
    assert.deepEqual(
      lines.map((line) => line.node.label),
      ['a', 'b', 'x', 'y'],
    );
    assert.equal(parentLine(lines, 3), 1);
    assert.equal(parentLine(lines, 0), -1);
  });

  it('places every one of 50,000 tensors exactly once', () => {
    const tensors = Array.from({ length: 50_000 }, (_, i) => tensor(`m.${i % 500}.${i}.w`, 1));
    const found = treeLines(tree(...tensors), () => true).flatMap(({ node }) =>
      node.kind === 'tensor' ? [node.index] : [],
    );
    assert.equal(new Set(found).size, 50_000);
    assert.equal(found.length, 50_000);
  });
});
