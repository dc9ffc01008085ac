import { BadInput } from '../tensors/badInput';
import { Bytes } from './bytes';

/** A list that a person has written has not more; it is in memory as a whole. */
const mostBytes = 256 * 2 ** 20;

/** The lines of a text file in UTF-8, without the blanks around them; empty ones are left out. Throws BadInput. */
export async function readLines(path: string): Promise<readonly string[]> {
  const file = await Bytes.open(path);
  try {
    if (file.size > mostBytes)
      throw new BadInput(`${path} has ${file.size} bytes, more than a list of ids may have: ${mostBytes}.`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.read(0, file.size));
    if (text.includes('\0')) throw new TypeError('no text');
    return text
      .split(/\r\n|\n|\r/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch (error) {
    if (error instanceof TypeError)
      throw new BadInput(`${path} is no text in UTF-8: a list of ids has one a line.`);
    throw error;
  } finally {
    await file.close();
  }
}
