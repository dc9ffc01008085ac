import { stat } from 'node:fs/promises';

/** Changes when one of two files is written, replaced or removed; the same text in both orders. */
export async function fingerprint(one: string, other: string): Promise<string> {
  const each = await Promise.all(
    [one, other].sort().map((path) =>
      stat(path, { bigint: true }).then(
        ({ ino, size, mtimeNs }) => `${ino}:${size}:${mtimeNs}`,
        () => 'missing',
      ),
    ),
  );
  return each.join(' ');
}
