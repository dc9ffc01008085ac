/**
 * Input the program cannot work with. The message is one sentence for a person: it names the file, tensor or byte
 * offset, what is wrong and, where there is something to do, what. Everything else thrown is a defect of ours.
 */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

const longestName = 80;
/** Escaped characters that half of a name that was cut may take: a control character takes six. */
const longestHalf = 60;

/**
 * A name from a file, fit for a sentence: in double quotes, control characters escaped, long ones cut in the middle.
 * Names are hostile: they may be megabytes long or contain line breaks.
 */
export function quoted(name: string): string {
  const whole = name.length <= longestName ? escaped(name) : undefined;
  if (whole !== undefined && whole.length <= 2 * longestHalf) return `"${whole}"`;
  const half = Math.min(longestName, name.length) / 2;
  let [front, back] = [Math.ceil(half), Math.floor(half)];
  while (escaped(name.slice(0, front)).length > longestHalf) front--;
  while (escaped(name.slice(name.length - back)).length > longestHalf) back--;
  return `"${escaped(name.slice(0, front))}…${escaped(name.slice(name.length - back))}"`;
}

/** Nothing in such a name is escaped, and nearly all names are such. */
const plain = /^[\w./:-]*$/;

function escaped(name: string): string {
  if (plain.test(name)) return name;
  return JSON.stringify(name)
    .slice(1, -1)
    .replace(
      /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
