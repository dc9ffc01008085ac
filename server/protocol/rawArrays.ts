/** What a file of bare numbers holds: it does not say so itself, so a person or a file beside it does. */
export interface RawArray {
  readonly dtype: string;
  readonly littleEndian: boolean;
  /** At most one axis is null: as long as the file has numbers for. */
  readonly shape: readonly (number | null)[];
  readonly order: 'C' | 'F';
  /** Bytes before the first number. */
  readonly offset: number;
}

/** Element types a person may name, most frequent first, and how many bytes each takes. */
export const rawTypes: ReadonlyMap<string, number> = new Map([
  ['float32', 4],
  ['float16', 2],
  ['bfloat16', 2],
  ['float64', 8],
  ['int32', 4],
  ['int64', 8],
  ['int16', 2],
  ['int8', 1],
  ['uint8', 1],
  ['uint16', 2],
  ['uint32', 4],
  ['uint64', 8],
  ['bool', 1],
]);

/** Names of files that may say what a file of bare numbers holds, the most telling first. */
export function sidecarNames(name: string): string[] {
  const stem = name.replace(/\.[^.]*$/, '');
  const names = [name, stem].flatMap((each) => [`${each}.json`, `${each}.meta.json`]);
  return [...new Set([...names, `${stem}_meta.json`, `${stem}.metadata.json`])].filter(
    (each) => each !== name,
  );
}

/** Between the path of a file and what it holds: "acts.bin::float32 1000x768". */
export const rawMark = '::';

/** How a file is refused of whose numbers nobody has said what they are: the editor offers to describe them then. */
export const bareNumbers = 'holds bare numbers and does not say which';

/** The other names of element types in NumPy and PyTorch. */
const aliases = new Map([
  ['float', 'float32'],
  ['single', 'float32'],
  ['half', 'float16'],
  ['double', 'float64'],
  ['char', 'int8'],
  ['short', 'int16'],
  ['int', 'int32'],
  ['long', 'int64'],
  ['byte', 'uint8'],
  ['?', 'bool'],
  ['bool_', 'bool'],
]);
const kinds = new Map([
  ['f', 'float'],
  ['i', 'int'],
  ['u', 'uint'],
]);
const mostAxes = 32;

/** An element type by any of its names ("float32", "<f4", "torch.float16", "half"); undefined for none. */
export function rawType(word: string): { dtype: string; littleEndian?: boolean } | undefined {
  const [, mark = '', name = ''] =
    /^([<>|=]?)(?:torch\.|np\.|numpy\.)?([a-z0-9_?]{1,20})$/i.exec(word.trim()) ?? [];
  const [, kind = '', bytes = ''] = /^([fiub])([1248])$/.exec(name) ?? [];
  const byCode = kind === 'b' && bytes === '1' ? 'bool' : `${kinds.get(kind) ?? ''}${8 * Number(bytes)}`;
  const lower = name.toLowerCase();
  const dtype = [byCode, lower, aliases.get(lower) ?? ''].find((each) => rawTypes.has(each));
  if (dtype === undefined) return undefined;
  if (mark === '<') return { dtype, littleEndian: true };
  return mark === '>' ? { dtype, littleEndian: false } : { dtype };
}

/** Lengths of axes ("1000x768", "[1000, 768]", "?x768"); a sentence for a text that is none. */
export function rawShape(text: string): (number | null)[] | string {
  const parts = text
    .trim()
    .replace(/^[[(]\s*(.*?)\s*,?\s*[\])]$/, '$1')
    .split(/\s*[x×*,\s]\s*/i);
  const shape = parts.map((part) =>
    /^(\?|-1)$/.test(part) ? null : /^\d{1,16}$/.test(part) ? Number(part) : NaN,
  );
  const wrong = parts[shape.findIndex((length) => length !== null && !Number.isSafeInteger(length))];
  if (wrong !== undefined)
    return wrong === ''
      ? 'A shape is written like 1000x768.'
      : `"${wrong.slice(0, 20)}" is no length of an axis: a shape is written like 1000x768, ? for an axis that follows from the size.`;
  if (shape.length > mostAxes) return `A shape has at most ${mostAxes} axes.`;
  return shape.filter((length) => length === null).length > 1
    ? 'Only one axis can follow from the size.'
    : shape;
}

/** Reads "float32 1000x768 offset 128 big F", in any order after the type; a sentence for a text that is none. */
export function parseRaw(text: string): RawArray | string {
  const words = text
    .trim()
    .replace(/\s*([x×*])\s*/gi, 'x')
    .replace(
      /[[(]([^\])]*)[\])]/g,
      (_, inner: string) =>
        ` ${inner
          .trim()
          .split(/[\s,]+/)
          .filter(Boolean)
          .join('x')} `,
    )
    .replace(/\boffset\s*[=:]?\s*/gi, 'offset=')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  const [first = '', ...rest] = words;
  const type = rawType(first);
  if (type === undefined)
    return `"${first.slice(0, 20)}" is no element type: write it like float32 1000x768, with one of ${[...rawTypes.keys()].join(', ')}.`;
  let { littleEndian = true } = type;
  let shape: (number | null)[] | undefined;
  let [order, offset]: ['C' | 'F', number] = ['C', 0];
  for (const word of rest) {
    if (/^(little|le)$/i.test(word)) littleEndian = true;
    else if (/^(big|be)$/i.test(word)) littleEndian = false;
    else if (/^(c|row-major)$/i.test(word)) order = 'C';
    else if (/^(f|fortran|column-major)$/i.test(word)) order = 'F';
    else if (/^offset=\d{1,15}$/i.test(word)) offset = Number(word.slice(7));
    else if (/^[\d?-]/.test(word) && shape === undefined) {
      const found = rawShape(word);
      if (typeof found === 'string') return found;
      shape = found;
    } else
      return `"${word.slice(0, 20)}" is not understood: after the type and the shape may come offset N, big, and F for column by column.`;
  }
  return { dtype: type.dtype, littleEndian, shape: shape ?? [null], order, offset };
}

/** The same in words, as `parseRaw` reads it. */
export function rawText({ dtype, littleEndian, shape, order, offset }: RawArray): string {
  const more = [
    ...(offset > 0 ? [`offset ${offset}`] : []),
    ...(littleEndian ? [] : ['big']),
    ...(order === 'F' ? ['F'] : []),
  ];
  return [dtype, shape.map((length) => length ?? '?').join('x'), ...more].join(' ');
}

/** The shape with all its lengths in a file of so many bytes; a sentence without a subject where it does not fit. */
export function fitRaw({ dtype, shape, offset }: RawArray, bytes: number): number[] | string {
  const size = rawTypes.get(dtype) ?? 1;
  const known = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
  const words = shape.map((length) => length ?? '?').join(' x ');
  const room = bytes - offset;
  const after = offset > 0 ? ` after the first ${offset}` : '';
  if (room < 0) return `has ${bytes} bytes, and the numbers should begin after ${offset}`;
  if (shape.includes(null)) {
    const open = room / (known * size);
    if (Number.isSafeInteger(open)) return shape.map((length) => length ?? open);
    return `has ${room} bytes${after}, which is no multiple of ${known * size}: a ${dtype} array of ${words} does not fit`;
  }
  if (known * size === room) return shape.map((length) => length ?? 0);
  return `has ${room} bytes${after}, and a ${dtype} array of ${words} takes ${known * size}`;
}

const mostProposals = 12;
/** Widths that representations have, most frequent first. */
const usualWidths = [
  768, 1024, 512, 4096, 2048, 256, 128, 64, 384, 640, 1280, 1536, 2560, 3072, 3584, 5120, 8192, 10, 100, 1000,
];

/** Shapes for a file of so many bytes: a matrix of each usual width that divides it, then one row of numbers. */
export function proposedShapes(dtype: string, bytes: number): number[][] {
  const count = bytes / (rawTypes.get(dtype) ?? 1);
  if (!Number.isSafeInteger(count) || count < 1) return [];
  const widths = usualWidths.filter((width) => width < count && count % width === 0);
  return [...widths.slice(0, mostProposals - 1).map((width) => [count / width, width]), [count]];
}
