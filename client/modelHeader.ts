/** The header of a model file as text, in an order that hangs on the file alone. Pure: no editor. */
import type { ModelSummary, TensorEntry } from '../server/protocol';

/** Names and values from files stay on their line. */
const oneLine = (text: string): string =>
  // The characters that end a line or move a cursor.
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);

/** Up to the first tensor: format, sizes, warnings and metadata. */
export function headerLines(name: string, summary: ModelSummary): readonly string[] {
  const { formatTitle, bytes, tensorCount, elementCount, metadata, warnings, dtypes } = summary;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `[${title}]`, ...lines];
  return [
    `file: ${oneLine(name)}`,
    `format: ${oneLine(formatTitle)}`,
    `bytes: ${bytes}`,
    `tensors: ${tensorCount}`,
    `elements: ${elementCount}`,
    `types: ${dtypes.map(([dtype, count]) => `${oneLine(dtype)} ${count}`).join(', ')}`,
    ...section('warnings', warnings.map(oneLine)),
    ...section(
      'metadata',
      metadata.map(([key, value]) => `${oneLine(key)} = ${oneLine(value)}`),
    ),
    ...section('tensors', tensorCount === 0 ? [] : ['name, type, shape, bytes']),
  ];
}

/** One tensor in one line: `fc1.weight  float32  [128, 64]  32768`. */
export function tensorLine({ name, dtype, shape, bytes, unreadable }: TensorEntry): string {
  const problem = unreadable === undefined ? '' : `  ! ${oneLine(unreadable)}`;
  return `${oneLine(name)}  ${oneLine(dtype)}  [${shape.join(', ')}]  ${bytes}${problem}`;
}
