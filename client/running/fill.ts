/** From tensors of a file to the inputs of a model. Pure: no editor. */
import { instanceShape, type ModelInput, type ProbeChoice, type RunChoice } from '../../server/protocol';

/** A tensor that may hold the values of an input. */
export interface Offer {
  readonly path: string;
  readonly tensor: string;
  readonly shape: readonly number[];
}

/** Where the values of an input come from. */
export type Filling =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'tensor'; readonly path: string; readonly tensor: string };

/** The tensors that an input can take. */
export function fitting(input: ModelInput, offers: readonly Offer[]): readonly Offer[] {
  return offers.filter(({ shape }) => instanceShape(input.shape, shape) !== undefined);
}

/**
 * The tensors for inputs of which it is clear: those of the same name, else the only tensor that fits for the only input
 * that any fits. The other inputs are open.
 */
export function matched(
  inputs: readonly ModelInput[],
  offers: readonly Offer[],
): { readonly filled: ReadonlyMap<string, Filling>; readonly open: readonly ModelInput[] } {
  const filled = new Map<string, Filling>();
  const take = ({ name }: ModelInput, { path, tensor }: Offer): void => {
    filled.set(name, { kind: 'tensor', path, tensor });
  };
  for (const input of inputs) {
    const namesake = fitting(input, offers).find(({ tensor }) => tensor === input.name);
    if (namesake !== undefined) take(input, namesake);
  }
  const taken = new Set(
    [...filled.values()].map((filling) => (filling.kind === 'tensor' ? filling.tensor : '')),
  );
  const free = offers.filter(({ tensor }) => !taken.has(tensor));
  const possible = inputs
    .filter(({ name }) => !filled.has(name))
    .map((input) => ({ input, fits: fitting(input, free) }));
  const [only, ...others] = possible.filter(({ fits }) => fits.length > 0);
  const [offer, ...more] = only?.fits ?? [];
  if (only !== undefined && others.length === 0 && offer !== undefined && more.length === 0)
    take(only.input, offer);
  return { filled, open: inputs.filter(({ name }) => !filled.has(name)) };
}

/** What the server is asked for: inputs without a filling are left to it, which says what they lack. */
export function choiceOf(
  model: string,
  inputs: readonly ModelInput[],
  fillings: ReadonlyMap<string, Filling>,
): RunChoice {
  const probes: ProbeChoice[] = [];
  const constants: RunChoice['constants'][number][] = [];
  for (const { name } of inputs) {
    const filling = fillings.get(name);
    if (filling?.kind === 'number') constants.push({ input: name, value: filling.value });
    else if (filling !== undefined) probes.push({ input: name, path: filling.path, tensor: filling.tensor });
  }
  return { model, probes, constants };
}

/**
 * Why tensors fill no input of a model: "it has u [20], and the model takes x [?, 3]"; undefined where one fills some.
 */
export function unfitWords(inputs: readonly ModelInput[], offers: readonly Offer[]): string | undefined {
  if (inputs.some((input) => fitting(input, offers).length > 0)) return undefined;
  const shapes = offers.slice(0, 3).map(({ tensor, shape }) => `${tensor} [${shape.join(', ')}]`);
  const wanted = inputs.map(({ name, shape }) => `${name} [${shape.map((n) => n ?? '?').join(', ')}]`);
  const more = offers.length > 3 ? ' ...' : '';
  return `it has ${shapes.join(', ') || 'no tensor'}${more}, and the model takes ${wanted.join(', ')}`;
}

/** `"x", float32 [?, 3]`: names may be words of any kind. */
export function inputWords({ name, dtype, shape }: ModelInput): string {
  return `"${name}", ${dtype} [${shape.map((length) => length ?? '?').join(', ')}]`;
}
