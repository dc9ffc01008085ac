import { BadInput, quoted } from './badInput';
import type { ClassOrder, NamedClasses } from './matchClasses';

/** Whether a text is a class number. */
export function isWholeNumber(text: string): boolean {
  return /^(?:0|[1-9]\d{0,5})$/.test(text.trim());
}

/**
 * Classes by position, whatever they are called. Answers that are texts have no position: those that are numbers are the
 * classes of these numbers; others are numbered in the order of their names, where all models answer the same ones.
 * `widths`: how many classes each model scores that scores some. Throws BadInput where the number of texts says nothing.
 */
export function answersByPosition(
  models: readonly NamedClasses[],
  widths: readonly number[],
): { readonly orders: readonly (ClassOrder | undefined)[] | undefined; readonly notes: readonly string[] } {
  const textsOf = ({ names, isNumbers }: NamedClasses): readonly string[] | undefined =>
    isNumbers ? names : undefined;
  const [first, ...others] = models.filter((model) => textsOf(model) !== undefined);
  if (first === undefined) return { orders: undefined, notes: [] };
  const all = [first, ...others].flatMap((model) => textsOf(model) ?? []);
  if (all.every(isWholeNumber)) {
    const count = all.reduce((most, name) => Math.max(most, Number(name) + 1), Math.max(0, ...widths));
    const names = Array.from({ length: count }, (_, number) => String(number));
    const order = (model: NamedClasses): ClassOrder | undefined => {
      const texts = textsOf(model);
      return texts === undefined ? undefined : { names, numbers: texts.map(Number) };
    };
    return { orders: models.map(order), notes: [] };
  }
  const names = textsOf(first) ?? [];
  const other = others.find((model) => textsOf(model)?.join('\0') !== names.join('\0'));
  if (other !== undefined)
    throw new BadInput(
      `${first.file} and ${other.file} answer with texts that are not the same: these have no position; compare them by name.`,
    );
  const width = widths.find((each) => each !== names.length);
  if (width !== undefined)
    throw new BadInput(
      `${first.file} answers with ${names.length} texts and another model scores ${width} classes: which is which cannot be told; write class numbers, from 0 in the order of the columns.`,
    );
  const some = names.slice(0, 3).map((name, number) => `${number} = ${quoted(name)}`);
  const more = names.length > some.length ? ' ...' : '';
  return {
    orders: undefined,
    notes: [`Answers that are texts are numbered in the order of their names: ${some.join(', ')}${more}.`],
  };
}
