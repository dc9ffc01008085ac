import { countOf } from './attributeMessage';
import type { Attributes } from './attributes';
import type { ReadTensor, Reading } from './contents';
import type { DatasetTexts } from './datasetTexts';
import { asIs, metadataOf } from './plain';
import type { FoundDataset, Tree } from './walk';

/** Groups in which MATLAB keeps what cells and objects refer to. */
const inner = /^\/#(refs|subsystem)#(\/|$)/;
const longestText = 4096;

/**
 * MATLAB counts axes from the innermost and stores column by column: the axes are those of the HDF5 dataset reversed.
 * What a variable is, it writes beside it.
 */
export async function readMatlab(
  tree: Tree,
  attributes: Attributes,
  datasetTexts: DatasetTexts,
): Promise<Reading> {
  const variables = tree.datasets.filter(({ path }) => !inner.test(path));
  const hidden = tree.datasets.length - variables.length;
  const tensors: ReadTensor[] = [];
  const texts: (readonly [string, string])[] = [];
  for (const dataset of variables.filter(({ type }) => type.isText !== true)) {
    const kind = attributes.texts(dataset.address, 'MATLAB_class')[0];
    const text = kind === 'char' ? await readText(dataset, datasetTexts) : undefined;
    if (text === undefined) tensors.push(variable(dataset, kind, attributes));
    else texts.push([dataset.path.slice(1), text]);
  }
  const shown = {
    described: new Map([...tree.described].filter(([path]) => !inner.test(path))),
    datasets: variables,
  };
  const warning = `Contents of cell arrays and objects are left out: ${hidden} arrays.`;
  return {
    tensors,
    metadata: [...(await metadataOf(shown, attributes, datasetTexts)), ...texts],
    warnings: hidden === 0 ? [] : [warning],
  };
}

function variable(dataset: FoundDataset, kind: string | undefined, attributes: Attributes): ReadTensor {
  const tensor: ReadTensor = { ...asIs(dataset, attributes), isReversed: true };
  if (attributes.has(dataset.address, 'MATLAB_empty')) return { ...tensor, unreadable: 'It is empty.' };
  if (kind === 'cell') {
    const unreadable = 'It is a cell array: save its cells as variables of their own.';
    return { ...tensor, dtype: 'cell', unreadable };
  }
  return kind === 'logical' && tensor.dtype === 'uint8' ? { ...tensor, dtype: 'bool' } : tensor;
}

/** A row of characters, which MATLAB stores as 16-bit integers. */
async function readText(dataset: FoundDataset, texts: DatasetTexts): Promise<string | undefined> {
  const count = countOf(dataset);
  const { type, unreadable } = dataset;
  if (type.dtype !== 'uint16' || unreadable !== undefined || count === 0 || count > longestText)
    return undefined;
  return texts.characters(dataset);
}
