/**
 * Input the program cannot work with. The message is one sentence for a person: it names the file, tensor or byte
 * offset, what is wrong and, where there is something to do, what. Everything else thrown is a defect of ours.
 */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

const longestName = 80;

/**
 * A name from a file, fit for a sentence: in double quotes, control characters escaped, long ones cut in the middle.
 * Names are hostile: they may be megabytes long or contain line breaks.
 */
export function quoted(name: string): string {
  const shown =
    name.length <= longestName ? name : `${name.slice(0, longestName / 2)}…${name.slice(-longestName / 2)}`;
  return JSON.stringify(shown).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
