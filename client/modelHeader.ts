/** The header of a model file as text, in an order that hangs on the file alone. Pure: no editor. */
import type { ModelSummary, TensorEntry } from '../server/protocol';

/** Names and values from files stay on their line. */
const oneLine = (text: string): string =>
  // The characters that end a line or move a cursor.
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);

const tensorHeads = 'name, type, shape, bytes';

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
    ...section('tensors', tensorCount === 0 ? [] : [tensorHeads]),
  ];
}

/** One tensor in one line: `fc1.weight  float32  [128, 64]  32768`. */
export function tensorLine({ name, dtype, shape, bytes, unreadable }: TensorEntry): string {
  const problem = unreadable === undefined ? '' : `  ! ${oneLine(unreadable)}`;
  return `${oneLine(name)}  ${oneLine(dtype)}  [${shape.join(', ')}]  ${bytes}${problem}`;
}

/** The line of the first tensor in a header as text; undefined where it has none. */
export function tensorsBegin(text: string): number | undefined {
  const heads = text.split('\n').indexOf(tensorHeads);
  return heads < 0 ? undefined : heads + 1;
}

/** What a tensor is and its first values, line by line. */
export function tensorFacts(
  { name, dtype, shape, bytes, unreadable, text }: TensorEntry,
  values: readonly (number | string)[],
): readonly string[] {
  const count = shape.reduce((product, size) => product * size, 1);
  const written = values.map((value) =>
    typeof value === 'number' ? String(Number(value.toPrecision(5))) : value,
  );
  const grouped = (whole: number): string => whole.toLocaleString('en');
  return [
    oneLine(name),
    `${dtype}, ${shape.join(' × ') || 'scalar'}: ${grouped(count)} ${count === 1 ? 'element' : 'elements'}, ${grouped(bytes)} bytes`,
    ...(unreadable !== undefined && text !== true ? [unreadable] : []),
    ...(written.length === 0 ? [] : [`First values: ${written.map(oneLine).join(', ')}`]),
  ];
}
