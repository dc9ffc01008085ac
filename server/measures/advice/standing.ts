import { isDoubtful, ranksOf, type Rank } from './ranks';

/** How a measure did against others over several tests. */
export interface Standing {
  /** Rivals it was ranked above, and all rivals, over the tests that count. */
  readonly above: number;
  readonly rivals: number;
  readonly tests: number;
  /** The form of the measure that was tested against most rivals: the counts are its own. */
  readonly form: string | undefined;
  /** Ranks left out because of the code behind them. */
  readonly leftOut: number;
}

/** The share of rivals it stands above, drawn towards one half where there are few: (above + 1) / (rivals + 2). */
export function share({ above, rivals }: Pick<Standing, 'above' | 'rivals'>): number {
  return (above + 1) / (rivals + 2);
}

/** How a measure did in the tests for some purposes, in the form tested most; no purpose given: in all tests. */
export function standingOf(measure: string, wanted: readonly string[]): Standing {
  const ranks = ranksOf(measure).filter(
    ({ scenario }) => wanted.length === 0 || wanted.includes(scenario.purpose),
  );
  const counted = ranks.filter((rank) => !isDoubtful(rank));
  const leftOut = ranks.length - counted.length;
  const forms = [...new Set(counted.map(({ variant }) => variant))].map((form) => {
    const own = counted.filter(({ variant }) => variant === form);
    return { ...total(own), tests: own.length, form, leftOut };
  });
  const none: Standing = { above: 0, rivals: 0, tests: 0, form: undefined, leftOut };
  return forms.reduce<Standing>((most, one) => (one.rivals > most.rivals ? one : most), none);
}

function total(ranks: readonly Rank[]): { readonly above: number; readonly rivals: number } {
  const sum = (of: (rank: Rank) => number): number => ranks.reduce((all, rank) => all + of(rank), 0);
  return { above: sum(({ rank, of }) => of - rank), rivals: sum(({ of }) => of - 1) };
}
