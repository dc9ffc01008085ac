import assert from 'node:assert/strict';
import { join } from 'node:path';
import { alikeInName, fileName } from '../../../server/features/fileName';

describe('The name of a file beside another', () => {
  it('has its folder only when both are called the same', () => {
    assert.equal(fileName('/runs/seed0/step-1.npz', '/runs/seed0/step-2.npz'), 'step-1.npz');
    assert.equal(fileName('/runs/seed0/step-1.npz', '/runs/seed1/step-1.npz'), join('seed0', 'step-1.npz'));
  });

  it('is alike when only digits differ', () => {
    assert.ok(alikeInName('/a/step-0500.npz', '/b/step-10000.npz'));
    assert.ok(!alikeInName('/a/step-1.npz', '/a/labels.npz'));
  });
});
