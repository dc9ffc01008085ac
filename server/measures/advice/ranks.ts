/**
 * How measures ranked against each other in published tests, after the overview table of Klabunde et al., Similarity of
 * Neural Network Models (survey, arXiv 2305.06329). 1 is best; ties share a rank.
 */
import { scenarios, type Scenario } from './scenarios';

interface Row {
  readonly measure: string;
  /** Which form of the measure was tested, where there are several. */
  readonly variant?: string;
  /** In the order of `scenarios`; a dash where it was not tested. */
  readonly ranks: string;
}

const table: readonly Row[] = [
  { measure: 'cca.mean', ranks: '4 - 4 - - - - 5 3 - 5 - - - - - - - - - - -' },
  { measure: 'cca.mean_sq', ranks: '- - 2 - - - - - - - 3 - - - - - - - - - - -' },
  { measure: 'cca.svcca', ranks: '- - - 19 - 16 14 - 2 - 6 - - - 4 - - - 21 23 10 5' },
  { measure: 'cca.pwcca', ranks: '4 3 3 22 - 14 17 4 1 - 2 3 - - - 4 - - 17 20 20 1' },
  { measure: 'align.procrustes', variant: 'centred', ranks: '- - - 5 - 9 8 - - - - - - - - - - - 8 8 9 5' },
  {
    measure: 'align.procrustes',
    variant: 'centred and scaled',
    ranks: '2 1 1 3 - 5 3 2 - - - - - - - 3 - - 4 10 6 5',
  },
  {
    measure: 'align.procrustes',
    variant: 'permutations only',
    ranks: '- - - 8 - 11 15 - - - - - - - - - - - 19 24 16 5',
  },
  { measure: 'align.angular', ranks: '- - - 3 - 4 2 - - - - - - - - - - - 3 10 7 5' },
  { measure: 'align.linreg', ranks: '- - - 14 - 12 11 - - - 6 - - - - - - - 12 9 22 5' },
  { measure: 'align.aligned_cosine', ranks: '- - - 12 - 7 6 - - - - - - - - - - - 6 6 11 5' },
  {
    measure: 'align.corr_match',
    variant: 'relaxed',
    ranks: '- - - 1 - 10 13 - - - - - - - - - - - 13 18 19 5',
  },
  {
    measure: 'align.corr_match',
    variant: 'strict',
    ranks: '- - - 2 - 14 16 - - - - - - - - - - - 15 21 18 5',
  },
  { measure: 'align.contrasim', ranks: '- - - - - - - - - - - 1 - - - - 1 1 - - - -' },
  { measure: 'rsm.norm', ranks: '- - - 11 - 21 21 - - - - - - 3 - - - - 18 13 1 5' },
  { measure: 'rsm.rsa', ranks: '- - - 9 - 2 10 - - - - - - 4 - - - - 10 12 17 5' },
  { measure: 'rsm.cka', variant: 'linear', ranks: '3 2 - 7 2 6 5 2 - 2 4 2 2 2 3 2 2 2 9 7 4 5' },
  { measure: 'rsm.cka', variant: 'RBF', ranks: '- - - - - - - - - - 1 - - - - - - - - - - -' },
  { measure: 'rsm.dcor', ranks: '- - - 6 - 1 3 - - - - - 3 - - - - - 7 2 3 5' },
  { measure: 'rsm.eos', ranks: '- - - 15 - 20 18 - - - - - - - - - - - 15 15 24 5' },
  { measure: 'rsm.gulp', variant: 'lambda = 0', ranks: '6 - - 23 - 18 12 6 - - - - - - - - - - 14 14 21 3' },
  { measure: 'rsm.gulp', variant: 'lambda tuned', ranks: '1 - - - - - - 1 - - - - - - - 1 - - - - - -' },
  { measure: 'rsm.riemann', ranks: '- - - - - - - - - - - - 1 1 - - - - - - - -' },
  { measure: 'nn.jaccard', ranks: '- - - 21 - 3 1 - - - - - - - - - - - 2 1 15 5' },
  { measure: 'nn.second_order_cos', ranks: '- - - 20 - 8 9 - - 1 - - - - - - - - 1 3 5 5' },
  { measure: 'nn.rank', ranks: '- - - 10 - 13 7 - - - - - - - - - - - 5 4 12 5' },
  { measure: 'topo.imd', ranks: '- - - 17 - 19 20 - - - - - - - 2 - - - 20 16 8 3' },
  { measure: 'topo.rtd', ranks: '- - - 13 1 17 19 - - - - - - - 1 - - - 11 5 2 2' },
  { measure: 'stat.magnitude', ranks: '- - - 17 - 24 23 - - - - - - - - - - - 24 19 13 5' },
  { measure: 'stat.concentricity', ranks: '- - - 16 - 23 22 - - - - - - - - - - - 23 17 14 5' },
  { measure: 'stat.uniformity', ranks: '- - - 24 - 22 23 - - - - - - - - - - - 22 22 23 24' },
];

/** The place of one form of a measure in one test. */
export interface Rank {
  readonly measure: string;
  readonly variant: string | undefined;
  readonly scenario: Scenario;
  readonly rank: number;
  /** How many were ranked in this test. */
  readonly of: number;
}

const entries = table.flatMap(({ measure, variant, ranks }) =>
  ranks.split(' ').flatMap((text, column) => {
    const scenario = scenarios[column];
    return text === '-' || scenario === undefined ? [] : [{ measure, variant, scenario, rank: Number(text) }];
  }),
);

/** Every rank of the table. */
export const allRanks: readonly Rank[] = entries.map((entry) => {
  const rivals = entries.filter(({ scenario }) => scenario === entry.scenario);
  return { ...entry, of: Math.max(rivals.length, ...rivals.map(({ rank }) => rank)) };
});

/** What the table says of a measure; empty when none of the tests included it. */
export function ranksOf(measure: string): readonly Rank[] {
  return allRanks.filter((entry) => entry.measure === measure);
}

/** How the table is to be read. */
export const readingRules: readonly string[] = [
  'A rank is an average over settings; the spread behind it is large and no significance is stated: k-NN Jaccard, first on average in following class probabilities, came out anywhere from 1 to 18.',
  'No measure is best everywhere. Look at the test that is closest to your question, then read its paper.',
  'Measures tested together in one column can be ranked with each other; ranks of different columns cannot be compared.',
  'The published code of the ReSi benchmark computes SVCCA and PWCCA otherwise than they are defined. If its ranks were made with that code, they say little about these two measures.',
];

/** Whether a rank was found with code that computes something else than the definition. */
export function isDoubtful({ measure, scenario }: Rank): boolean {
  return scenario.source === 'ReSi benchmark' && (measure === 'cca.svcca' || measure === 'cca.pwcca');
}
