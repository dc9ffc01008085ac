import type { Bytes } from './bytes';
import { readEntries } from './zipDirectory';
import { checkMembers, locate, type Member } from './zipMembers';

export type { Member } from './zipMembers';

/** Whether bytes begin as a zip archive does, an empty one included. */
export function isZip(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 4)).toString('latin1');
  return start === 'PK\x03\x04' || start === 'PK\x05\x06';
}

/**
 * The directory of an archive. Throws BadInput for one that is damaged, encrypted or contradicts itself: names that
 * occur twice, local names other than the directory's, members that overlap.
 */
export async function readDirectory(bytes: Bytes): Promise<Member[]> {
  const members = await locate(bytes, await readEntries(bytes));
  checkMembers(bytes.path, members);
  return members;
}
