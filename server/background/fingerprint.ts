import { stat } from 'node:fs/promises';

/** Changes when a file is written, replaced or removed; the same text for a file that stays as it is. */
export async function fingerprint(...paths: readonly string[]): Promise<string> {
  const each = await Promise.all(
    paths.map((path) =>
      stat(path, { bigint: true }).then(
        ({ ino, size, mtimeNs }) => `${ino}:${size}:${mtimeNs}`,
        () => 'missing',
      ),
    ),
  );
  return each.join(' ');
}
