import type { TensorEntry } from '../protocol';
import { quoted } from '../tensors/badInput';

/** More would hide the scores that they are told beside. */
const most = 5;

/** What is to be known of scores that come of these tensors: sentences. */
export function cautionsOf(
  tensors: readonly { readonly path: string; readonly entry: TensorEntry }[],
): readonly string[] {
  const all = tensors.flatMap(({ path, entry: { name, caution } }) =>
    caution === undefined ? [] : [`${quoted(name)} of ${path} ${caution}.`],
  );
  const told = [...new Set(all)];
  if (told.length <= most) return told;
  return [...told.slice(0, most), `The same goes for ${told.length - most} more tensors.`];
}
