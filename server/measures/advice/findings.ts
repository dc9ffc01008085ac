/** What studies reported about single measures, told in a sentence each. */
export interface Finding {
  readonly measures: readonly string[];
  readonly text: string;
  readonly source: string;
}

const cca = ['cca.mean', 'cca.mean_sq', 'cca.svcca', 'cca.pwcca'];

export const findings: readonly Finding[] = [
  {
    measures: ['align.procrustes', 'rsm.cka', 'cca.pwcca'],
    text: 'Procrustes followed what networks do more closely than CKA and PWCCA did. CKA still called representations similar after principal components were removed that cost more than 15 points of accuracy.',
    source: 'Ding et al. 2021',
  },
  {
    measures: ['align.procrustes', 'rsm.cka', ...cca],
    text: 'Procrustes and CKA were ahead of the CCA measures in following accuracy.',
    source: 'Hayne et al.',
  },
  {
    measures: ['rsm.gulp'],
    text: 'GULP depends on a well chosen lambda: tuned it led its tests, at lambda = 0 it came last.',
    source: 'Boix-Adsera et al. 2022',
  },
  {
    measures: ['rsm.cka', 'align.procrustes', 'rsm.gulp', ...cca],
    text: 'CKA, Procrustes and GULP grouped networks by their architecture well, CCA measures less so.',
    source: 'Boix-Adsera et al. 2022',
  },
  {
    measures: ['topo.rtd', 'rsm.cka'],
    text: 'RTD followed the disagreement of predictions better than CKA.',
    source: 'Barannikov et al. 2022',
  },
  {
    measures: ['rsm.cka'],
    text: 'Moving a single instance far away brings CKA of two otherwise equal representations near 0 although classes stay as separable as before, and CKA can be steered at will while the network does the same.',
    source: 'Davari et al.; Csiszarik et al. report similar',
  },
  {
    measures: ['cca.mean', 'cca.pwcca', 'cca.svcca'],
    text: 'Of the CCA measures PWCCA was moved least by noise dimensions and mean CCA most.',
    source: 'Morcos et al. 2018',
  },
  {
    measures: ['rsm.riemann'],
    text: 'Only the Riemannian distance still recognised a representation of which 10 to 50 dimensions were sampled.',
    source: 'Shahbazi et al. 2021',
  },
  {
    measures: ['rsm.cka'],
    text: 'Biased CKA can come out near its maximum for independent random data when there are fewer rows than columns; the debiased estimator matters most there.',
    source: 'Murphy et al. 2024',
  },
  {
    measures: ['align.angular'],
    text: 'The angular shape metric falls as rows are added and then settles; aligning by permutation needs fewer rows.',
    source: 'Williams et al. 2021',
  },
  {
    measures: ['align.procrustes'],
    text: 'For unrelated data the distance grows with the width until there are as many columns as rows. Scaling both inputs to the same norm changes how it ranks in tests.',
    source: 'Klabunde et al., survey',
  },
  {
    measures: ['rsm.cka', 'rsm.rsa'],
    text: 'Inputs that resemble each other make early layers look similar even in random networks, and shortcuts or features that occur together bias the value.',
    source: 'Cui et al.; Dujmovic et al.; Jones et al.',
  },
  {
    measures: ['rsm.cka', 'align.procrustes'],
    text: 'The value depends on the distribution of the inputs, though values inside and outside the training distribution go together.',
    source: 'Brown et al.',
  },
  {
    measures: ['rsm.cka', 'align.linreg', 'align.angular'],
    text: 'There is no general threshold for "good". CKA and some regression scores can be high while the variables of the task cannot be read from the data; the angular distance is more demanding.',
    source: 'Cloos et al. 2025',
  },
  {
    measures: ['topo.gs', 'topo.imd', 'topo.rtd'],
    text: 'Topological measures take much longer as rows are added than the others.',
    source: 'Klabunde et al., survey',
  },
  {
    measures: ['nn.jaccard'],
    text: 'First on average in following class probabilities, but its place ranged from 1 to 18 over the settings.',
    source: 'ReSi benchmark',
  },
];

export function findingsOn(measure: string): readonly Finding[] {
  return findings.filter(({ measures }) => measures.includes(measure));
}

/** What holds whatever the measure. */
export const generalAdvice: readonly string[] = [
  'Begin with what may change without mattering: every measure ignores some changes, and only you can say which of them do not matter for your question.',
  'Then look for published tests that resemble your question, and use several measures: they often disagree.',
  'A measure that sees angles suits representations trained by angles, one that sees distances those trained by distances.',
  'Descriptive statistics and neighbourhood measures are the easiest to interpret; neighbourhood size and the width of an RBF kernel trade what is local against what is global.',
  'There is no value from which on two representations are "similar": it depends on the measure, the data and the sizes. Compare with what unrelated or retrained models score.',
];
