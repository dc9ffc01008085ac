import { openModel } from '../formats/catalogue';

/** What the labels are called that go along with activations: by this name they are found in the file. */
export const labelsName = 'labels';

/** A tensor with a class number for each instance. */
export interface LabelPlace {
  readonly path: string;
  /** Position in the file. */
  readonly index: number;
}

/** The class numbers; undefined where there are none for these instances. Throws BadInput where the file cannot be read. */
export async function carriedLabels(
  place: LabelPlace | undefined,
  rows: number,
): Promise<BigInt64Array | undefined> {
  if (place === undefined) return undefined;
  const file = await openModel(place.path);
  try {
    const tensor = file.tensors[place.index];
    if (tensor?.shape[0] !== rows) return undefined;
    if (tensor.shape.some((length, axis) => axis > 0 && length !== 1)) return undefined;
    const values = await file.read(tensor, 0, rows);
    return values.every(Number.isSafeInteger) ? BigInt64Array.from(values, BigInt) : undefined;
  } finally {
    await file.close();
  }
}
