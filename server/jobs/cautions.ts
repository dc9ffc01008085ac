import type { TensorEntry } from '../protocol';
import { quoted } from '../tensors/badInput';
import { mapped, type Sliced } from '../tensors/slices';

/** More would hide the scores that they are told beside. */
const most = 5;

/** What is to be known of scores that come of these tensors of files: sentences. */
export function* cautionsOf(
  files: readonly { readonly path: string; readonly of: readonly { readonly entry: TensorEntry }[] }[],
): Sliced<readonly string[]> {
  const all = new Set<string>();
  for (const { path, of } of files) {
    yield* mapped(of, ({ entry: { name, caution } }) => {
      if (caution !== undefined) all.add(`${quoted(name)} of ${path} ${caution}.`);
    });
  }
  const told = [...all];
  if (told.length <= most) return told;
  return [...told.slice(0, most), `The same goes for ${told.length - most} more tensors.`];
}
