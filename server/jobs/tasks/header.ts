import { formats } from '../../formats/catalogue';
import type { ModelFile } from '../../formats/format';
import type { ModelSummary } from '../../protocol';
import { holdsParameters } from '../kind';
import { stampOf } from '../stamp';
import { elementCount } from '../../tensors/storedTensor';
import type { Task } from './task';

export interface HeaderInput {
  readonly path: string;
  /** The identity the asker knows the header of. */
  readonly known?: string;
}

/** `summary` is absent when the file is the one the asker knows. */
export interface HeaderResult {
  readonly identity: string;
  readonly summary?: ModelSummary;
}

/** Metadata beyond this would block whoever receives it; tokenizers put megabytes there. */
const longestMetadata = 2 ** 20;

/** Opens a file and says what it is, without its tensors: they follow in pages. */
export const header: Task<HeaderInput, never, HeaderResult> = {
  async run({ path, known }, at) {
    const file = await at.files.current(path);
    return file.identity === known
      ? { identity: file.identity }
      : { identity: file.identity, summary: summarise(file) };
  },
};

function summarise(file: ModelFile): ModelSummary {
  const { path, format, bytes, tensors } = file;
  const counts = new Map<string, number>();
  for (const { dtype } of tensors) counts.set(dtype, (counts.get(dtype) ?? 0) + 1);
  const { metadata, leftOut } = shortMetadata(file);
  const tooLong = `Metadata too long to show is left out: ${leftOut} entries.`;
  return {
    path,
    stamp: stampOf(file.identity),
    format,
    formatTitle: titleOf(format),
    bytes,
    tensorCount: tensors.length,
    elementCount: tensors.reduce((sum, tensor) => sum + elementCount(tensor), 0),
    holds: holdsParameters(tensors) ? 'parameters' : 'values',
    metadata,
    warnings: leftOut === 0 ? file.warnings : [...file.warnings, tooLong],
    dtypes: [...counts].sort(([, a], [, b]) => b - a),
    ...(file.ids !== undefined && { ids: { column: file.ids.column, count: file.ids.count } }),
  };
}

function titleOf(format: string): string {
  return Object.values(formats).find(({ id }) => id === format)?.title ?? format;
}

function shortMetadata({ metadata }: ModelFile): { metadata: ModelFile['metadata']; leftOut: number } {
  let left = longestMetadata;
  const short = metadata.filter(([name, value]) => {
    const length = name.length + value.length;
    if (length > left) return false;
    left -= length;
    return true;
  });
  return { metadata: short, leftOut: metadata.length - short.length };
}
