import { BadInput, quoted } from '../tensors/badInput';
import type { NumericArray, Slot } from './runtime';

/** What a model was fed. */
export interface Fed {
  readonly slots: readonly Slot[];
  readonly inputs: ReadonlyMap<string, NumericArray>;
}

/** Inputs that are told of. */
const most = 4;

/**
 * That a model fails on arrays which its inputs take as far as they say: inside, their sizes do not go together. What the
 * library says of that is about its own code; it is the cause, for the log. `node`: what fails, where that is known.
 */
export function failsOn(model: string, { slots, inputs }: Fed, said: string, node?: string): BadInput {
  const given = slots.flatMap(({ name, shape }) => {
    const array = inputs.get(name);
    if (array === undefined) return [];
    const takes = shape.map((length) => length ?? '?').join(', ');
    return [`${quoted(name)} of shape [${array.shape.join(', ')}], where it takes [${takes}]`];
  });
  const told = given.slice(0, most).join(', and ') + (given.length > most ? ' ...' : '');
  const words = `the ${given.length === 1 ? 'input' : 'inputs'} ${told}`;
  return new BadInput(
    `${model} cannot be run on these instances: ${node ?? 'it'} fails on ${words}; give instances of the shape it was trained on.`,
    { cause: said },
  );
}
