import { dirname, join, relative } from 'node:path';
import { complete } from '../measures/complete';
import type { ComparisonKind, MeasureCall, Score, TensorEntry } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Headers } from './headers';
import type { LabelSource } from './labelReader';

/** What writers call true classes: of tensors in a file, and of files. */
const likelyNames = ['labels', 'label', 'targets', 'target', 'classes', 'y'];
const likelyFiles = likelyNames.flatMap((name) => [`${name}.npy`, `${name}.npz`, `${name}.csv`]);

/** Labels for the instances of a comparison. */
export interface FoundLabels {
  readonly source: LabelSource;
  /** What to say beside scores that come from them; absent where a person named the file. */
  readonly note?: string;
}

export interface Wanted {
  /** The file a person named. */
  readonly labels?: string | undefined;
  /** The model files. */
  readonly files: readonly string[];
  /** How many instances there are in the files, and how many rows each becomes. */
  readonly rows: number;
  readonly rowsEach?: number;
  readonly calls: readonly MeasureCall[];
  /** Rows of weights are no instances: labels are looked for only where rows are. */
  readonly kind: ComparisonKind | 'outputs';
}

/**
 * The labels to score with: those of the file that was named, else, when a measure needs some, those of a file called
 * like labels beside a model file or one folder up, if it holds one class number for each row. Throws BadInput when the
 * named file does not fit.
 */
export async function findLabels(
  { labels, files, rows, rowsEach = 1, calls, kind }: Wanted,
  headers: Headers,
): Promise<FoundLabels | undefined> {
  const each = rowsEach === 1 ? {} : { rowsEach };
  if (labels !== undefined)
    return { source: { ...(await checkLabels(labels, rows, headers, true)), ...each } };
  if (kind === 'weights' || !calls.some((call) => complete(call).measure.needs.labels)) return undefined;
  const folders = files.map(dirname);
  const candidates = [...folders, ...folders.map(dirname)].flatMap((folder) =>
    likelyFiles.map((name) => join(folder, name)),
  );
  const found = await Promise.all(
    [...new Set(candidates)].map(async (path) => {
      try {
        return await checkLabels(path, rows, headers, false);
      } catch (error) {
        // Not there, or something else than labels of these instances.
        if (error instanceof BadInput) return undefined;
        throw error;
      }
    }),
  );
  const source = found.find((one) => one !== undefined);
  if (source === undefined) return undefined;
  return {
    source: { ...source, ...each },
    note: `Labels from ${relative(folders[0] ?? '', source.file.path)}.`,
  };
}

/** The score with where its labels are from, if it depends on labels that nobody named. */
export function withLabelNote(score: Score, call: MeasureCall, labels: FoundLabels | undefined): Score {
  if (labels?.note === undefined || score.value === null) return score;
  return complete(call).measure.needs.labels ? { ...score, notes: [...score.notes, labels.note] } : score;
}

/**
 * The tensor of a file with one label for each of `rows` instances; where nobody named the file, only of whole numbers.
 * Throws BadInput when there is none.
 */
async function checkLabels(
  path: string,
  rows: number,
  headers: Headers,
  given: boolean,
): Promise<LabelSource> {
  const header = await headers.open(path);
  const tensors = await headers.all(header);
  const likely = likelyNames.flatMap((name) =>
    tensors.filter((tensor) => tensor.name.toLowerCase() === name),
  );
  const chosen = tensors.length === 1 ? tensors[0] : likely[0];
  if (chosen === undefined) {
    throw new BadInput(
      `${path} holds ${tensors.length} tensors and none is called labels: give a file with the labels alone.`,
    );
  }
  const columns = chosen.shape.slice(1).reduce((product, length) => product * length, 1);
  if (chosen.shape[0] !== rows || columns !== 1) {
    throw new BadInput(
      `${quoted(chosen.name)} of ${path} has the shape [${chosen.shape.join(', ')}]: one label for each of ${rows} rows is needed.`,
    );
  }
  if (!given && !isWhole(chosen)) throw new BadInput(`${path} holds no class numbers.`);
  return { file: header.stamp, index: tensors.indexOf(chosen), given };
}

function isWhole({ dtype }: TensorEntry): boolean {
  return /^u?int\d+$|^bool$/.test(dtype);
}
