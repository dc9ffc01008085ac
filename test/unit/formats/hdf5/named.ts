import assert from 'node:assert/strict';
import type { ModelFile, StoredTensor } from '../../../../server/formats/format';

/** The tensor of a file with this name. */
export function named(file: ModelFile, name: string): StoredTensor {
  const tensor = file.tensors.find((each) => each.name === name);
  assert.ok(tensor, name);
  return tensor;
}
