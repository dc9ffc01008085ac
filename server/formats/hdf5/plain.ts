import { BadInput } from '../../tensors/badInput';
import { textOnly } from '../tables';
import { type Attributes, shownTexts } from './attributes';
import type { ReadTensor, Reading } from './contents';
import { type DatasetTexts, isTextList } from './datasetTexts';
import type { FoundDataset, Tree } from './walk';

/** Bytes of a dataset of text that is shown. */
const longestShown = 2 ** 20;

/** Names are paths, types are what the file says, text is metadata. */
export async function readPlain(tree: Tree, attributes: Attributes, texts: DatasetTexts): Promise<Reading> {
  return {
    tensors: tree.datasets
      .filter((dataset) => !dataset.type.isText || isTextList(dataset))
      .map((dataset) => asIs(dataset, attributes)),
    metadata: await metadataOf(tree, attributes, texts),
    warnings: [],
  };
}

export function asIs(dataset: FoundDataset, attributes: Attributes): ReadTensor {
  const { path, type, address } = dataset;
  const name = path.slice(1);
  if (type.isText === true) return { dataset, name, dtype: 'text', unreadable: textOnly };
  // Keras stores bfloat16 as bytes of no type, and beside them what they are.
  const isBfloat16 =
    type.isOpaque === true && type.size === 2 && attributes.texts(address, 'dtype').join() === 'bfloat16';
  if (isBfloat16) return { dataset, name, dtype: 'bfloat16' };
  const { dtype, unreadable } = type;
  return { dataset, name, dtype, ...(unreadable !== undefined && { unreadable }) };
}

/** Attributes of the root and of groups, then datasets that hold text. */
export async function metadataOf(
  { described, datasets }: Pick<Tree, 'described' | 'datasets'>,
  attributes: Attributes,
  texts: DatasetTexts,
): Promise<Reading['metadata']> {
  const metadata = [...described].flatMap(([path, address]) =>
    attributes
      .of(address)
      .map(([name, value]) => [path === '/' ? name : `${path.slice(1)}: ${name}`, value] as const),
  );
  for (const dataset of datasets) {
    if (dataset.type.isText !== true || dataset.unreadable !== undefined) continue;
    metadata.push([dataset.path.slice(1), await shownText(dataset, attributes, texts)]);
  }
  return metadata;
}

async function shownText(
  dataset: FoundDataset,
  attributes: Attributes,
  texts: DatasetTexts,
): Promise<string> {
  try {
    const shown = shownTexts(dataset, await texts.all(dataset, longestShown));
    return attributes.take(shown) ?? '(text that is too long to show)';
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return '(text that is too long to show, or damaged)';
  }
}
