import { textOnly } from '../tables';
import { type Attributes, isTextList } from './attributes';
import type { ReadTensor, Reading } from './contents';
import type { FoundDataset, Tree } from './walk';

/** Names are paths, types are what the file says, text is metadata. */
export function readPlain(tree: Tree, attributes: Attributes): Reading {
  return {
    tensors: tree.datasets
      .filter((dataset) => !dataset.type.isText || isTextList(dataset))
      .map((dataset) => asIs(dataset, attributes)),
    metadata: metadataOf(tree, attributes),
    warnings: [],
  };
}

export function asIs(dataset: FoundDataset, attributes: Attributes): ReadTensor {
  const { path, type } = dataset;
  const name = path.slice(1);
  if (type.isText === true) return { dataset, name, dtype: 'text', unreadable: textOnly };
  // Keras stores bfloat16 as bytes of no type, and beside them what they are.
  const isBfloat16 =
    type.isOpaque === true && type.size === 2 && attributes.texts(path, 'dtype').join() === 'bfloat16';
  if (isBfloat16) return { dataset, name, dtype: 'bfloat16' };
  const { dtype, unreadable } = type;
  return { dataset, name, dtype, ...(unreadable !== undefined && { unreadable }) };
}

/** Attributes of the root and of groups, then datasets that hold text. */
export function metadataOf({ described, datasets }: Tree, attributes: Attributes): Reading['metadata'] {
  const ofGroups = described.flatMap((path) =>
    attributes
      .of(path)
      .map(([name, value]) => [path === '/' ? name : `${path.slice(1)}: ${name}`, value] as const),
  );
  const texts = datasets
    .filter(({ type, unreadable }) => type.isText === true && unreadable === undefined)
    .map(({ path }) => [path.slice(1), attributes.ofDataset(path)] as const);
  return [...ofGroups, ...texts];
}
