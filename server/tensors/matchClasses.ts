import { BadInput, quoted } from './badInput';

/** What a model calls its classes. */
export interface NamedClasses {
  /** The file, for sentences. */
  readonly file: string;
  /** By column, or by class number; undefined: it has no names for them. */
  readonly names: readonly string[] | undefined;
  /** The outputs are class numbers, of which the names are: columns have an order of their own, such numbers have none. */
  readonly isNumbers: boolean;
}

/** How the classes of one model are numbered among those of all. */
export interface ClassOrder {
  /** The common number of each column, or of each class number, of the model. */
  readonly numbers: readonly number[];
  /** The names of the common numbers. */
  readonly names: readonly string[];
}

export interface MatchedClasses {
  /** By model; none where classes go by position. */
  readonly orders: readonly ClassOrder[] | undefined;
  /** What to say beside the scores: sentences. */
  readonly notes: readonly string[];
}

const namesShown = 3;
const override = 'or match the classes by position';

/**
 * Puts the classes of models in one order by their names, that of the first model. Throws BadInput where names do not
 * tell which classes belong together.
 */
export function matchClasses(models: readonly NamedClasses[]): MatchedClasses {
  const named = models.filter(({ names }) => names !== undefined);
  if (named.length === 0) return { orders: undefined, notes: [] };
  if (named.length < models.length) return { orders: undefined, notes: [byPosition(models, named)] };
  const written = models.map(({ names = [] }) => names.map((name) => name.trim()));
  const lists = haveSame(written) ? written : written.map(withoutPrefix);
  for (const [at, list] of lists.entries()) checkDistinct(models[at]?.file ?? '', list);
  const names = [...new Set(lists.flat())];
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const orders = lists.map((list) => ({ names, numbers: list.map((name) => numberOf.get(name) ?? -1) }));
  const sets = lists.map((list) => new Set(list));
  const common = names.filter((name) => sets.every((set) => set.has(name)));
  if (common.length === 0) {
    const some = lists.map((list, at) => `${models[at]?.file ?? ''} has ${few(list)}`).join(', ');
    throw new BadInput(`The classes have no name in common: ${some}; name them alike, ${override}.`);
  }
  return { orders, notes: [noteOf(models, lists, new Set(common), names.length)] };
}

/** "Classes matched by name: 10 of 12 in common; only in a.csv: "cat"; only in b.csv: "dog"." */
function noteOf(
  models: readonly NamedClasses[],
  lists: readonly (readonly string[])[],
  common: ReadonlySet<string>,
  all: number,
): string {
  const words = lists.length === 2 ? 'only in' : 'not in all, but in';
  const left = lists.flatMap((list, at) => {
    const own = list.filter((name) => !common.has(name));
    return own.length === 0 ? [] : [`; ${words} ${models[at]?.file ?? ''}: ${few(own)}`];
  });
  return `Classes matched by name: ${common.size} of ${all} in common${left.join('')}.`;
}

/** What to say where only some name their classes. Throws BadInput where their numbers are not the others'. */
function byPosition(models: readonly NamedClasses[], named: readonly NamedClasses[]): string {
  const numbered = named.find(({ isNumbers }) => isNumbers);
  const [nameless] = models.filter(({ names }) => names === undefined);
  if (numbered !== undefined) {
    throw new BadInput(
      `${numbered.file} has classes by name (${few(numbered.names ?? [])}) and ${nameless?.file ?? ''} does not say what it calls its own: name them there too, ${override}.`,
    );
  }
  const having = named.map(({ file }) => file).join(' and ');
  return `Classes are matched by position: only ${having} ${named.length === 1 ? 'names' : 'name'} them.`;
}

function checkDistinct(file: string, names: readonly string[]): void {
  const first = new Map<string, number>();
  const second = names.findIndex((name, at) => first.has(name) || (first.set(name, at), false));
  const name = names[second];
  if (name === undefined) return;
  throw new BadInput(
    `${file} has two classes called ${quoted(name)} (${first.get(name) ?? 0} and ${second}, counted from 0): rename one, ${override}.`,
  );
}

function haveSame(lists: readonly (readonly string[])[]): boolean {
  const sets = lists.map((list) => new Set(list));
  return lists.every((list) => sets.every((set) => list.every((name) => set.has(name))));
}

/** What writers put before the names of classes to say what the numbers are: logit_cat, prob_cat. */
const prefix =
  /^(?:logits?|probs?|probability|probabilities|scores?|outputs?|pred(?:iction)?s?|p)[_.:\-\s]+(?=.)/i;

function withoutPrefix(names: readonly string[]): readonly string[] {
  const [first = ''] = names;
  const [before] = prefix.exec(first) ?? [];
  if (before === undefined || !names.every((name) => name.startsWith(before))) return names;
  return names.map((name) => name.slice(before.length));
}

function few(names: readonly string[]): string {
  const more = names.length - namesShown;
  return names.slice(0, namesShown).map(quoted).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
