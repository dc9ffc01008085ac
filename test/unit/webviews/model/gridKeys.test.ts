import assert from 'node:assert/strict';
import { findByPrefix, keyEffect } from '../../../../webviews/model/gridKeys';
import { buildTree, treeLines } from '../../../../webviews/model/tensorTree';

const names = ['a.weight', 'a.bias', 'b.weight', 'b.bias', 'zeta'];
const nodes = buildTree(
  names.map((name) => ({ name, shape: [1], bytes: 4 })),
  [0, 1, 2, 3, 4],
);
/** a, weight, bias, b (closed), zeta */
const lines = treeLines(nodes, (group) => group.path === 'a.');

describe('keys in the tensor tree', () => {
  it('moves by lines, pages and to the ends, never beyond them', () => {
    assert.deepEqual(keyEffect('ArrowDown', lines, 4, 3), { kind: 'move', to: 4 });
    assert.deepEqual(keyEffect('ArrowUp', lines, 0, 3), { kind: 'move', to: 0 });
    assert.deepEqual(keyEffect('PageDown', lines, 0, 3), { kind: 'move', to: 3 });
    assert.deepEqual(keyEffect('End', lines, 0, 3), { kind: 'move', to: 4 });
    assert.deepEqual(keyEffect('ArrowDown', lines, -1, 3), { kind: 'move', to: 0 });
  });

  it('opens a closed group with the right arrow and goes into an open one', () => {
    assert.deepEqual(keyEffect('ArrowRight', lines, 3, 3), { kind: 'expand', line: 3 });
    assert.deepEqual(keyEffect('ArrowRight', lines, 0, 3), { kind: 'move', to: 1 });
    assert.equal(keyEffect('ArrowRight', lines, 1, 3), null);
  });

  it('closes an open group with the left arrow and goes from a tensor to its group', () => {
    assert.deepEqual(keyEffect('ArrowLeft', lines, 0, 3), { kind: 'collapse', line: 0 });
    assert.deepEqual(keyEffect('ArrowLeft', lines, 2, 3), { kind: 'move', to: 0 });
    assert.equal(keyEffect('ArrowLeft', lines, 4, 3), null);
  });

  it('has nothing to do in an empty list', () => {
    assert.equal(keyEffect('ArrowDown', [], -1, 3), null);
  });

  it('finds the next label by what is typed, around the end', () => {
    assert.equal(findByPrefix(lines, 0, 'B'), 2);
    assert.equal(findByPrefix(lines, 2, 'b'), 3);
    assert.equal(findByPrefix(lines, 4, 'w'), 1);
    assert.equal(findByPrefix(lines, 0, 'q'), -1);
  });
});
