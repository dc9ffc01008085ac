/** What kind of question a test asked of the measures. */
export const purposes = {
  function: {
    title: 'Tell models apart that behave differently',
    detail: 'Tests against accuracy, disagreement and class probabilities',
  },
  correspondence: {
    title: 'Find what corresponds in another network',
    detail: 'Tests that look for the same layer, text or image',
  },
  robustness: {
    title: 'Ignore noise and missing dimensions',
    detail: 'Tests that add noise or sample dimensions',
  },
  groups: {
    title: 'Group models or data by what they are',
    detail: 'Tests by architecture and number of clusters',
  },
  training: {
    title: 'Tell how a model was trained',
    detail: 'Tests with shortcuts, augmentation and random labels',
  },
  depth: { title: 'Follow the order of layers', detail: 'A test by the distance between layers' },
} as const;

export type Purpose = keyof typeof purposes;

/** One published test of measures: a column of the survey's overview table. */
export interface Scenario {
  readonly id: string;
  readonly purpose: Purpose;
  /** What a good measure does in it, as a clause. */
  readonly title: string;
  readonly source: string;
}

const resi = 'ReSi benchmark';

const test = (id: string, purpose: Purpose, title: string, source: string): Scenario => ({
  id,
  purpose,
  title,
  source,
});

/** In the order of the table's columns. */
export const scenarios: readonly Scenario[] = [
  test('accuracy-gulp', 'function', 'follows differences in accuracy', 'Boix-Adsera et al. 2022'),
  test('accuracy-ding', 'function', 'follows differences in accuracy', 'Ding et al. 2021'),
  test('accuracy-hayne', 'function', 'follows differences in accuracy', 'Hayne et al.'),
  test('accuracy-resi', 'function', 'follows differences in accuracy', resi),
  test('disagreement-rtd', 'function', 'follows disagreement of predictions', 'Barannikov et al. 2022'),
  test('disagreement-resi', 'function', 'follows disagreement of predictions', resi),
  test('jsd-resi', 'function', 'follows the divergence of class probabilities', resi),
  test('squared-gulp', 'function', 'follows squared differences of outputs', 'Boix-Adsera et al. 2022'),
  test('noise', 'robustness', 'is not moved by noise dimensions', 'Morcos et al. 2018'),
  test('layers-chen', 'correspondence', 'finds the same layer in another network', 'Chen et al.'),
  test(
    'layers-kornblith',
    'correspondence',
    'finds the same layer in another network',
    'Kornblith et al. 2019',
  ),
  test(
    'layers-contrasim',
    'correspondence',
    'finds the same layer in another network',
    'Rahamim and Belinkov',
  ),
  test(
    'layers-shahbazi',
    'correspondence',
    'finds the same layer in another network',
    'Shahbazi et al. 2021',
  ),
  test('dimensions', 'robustness', 'stays high when few dimensions are sampled', 'Shahbazi et al. 2021'),
  test('clusters', 'groups', 'follows the number of clusters in data', 'Barannikov et al. 2022'),
  test('architectures', 'groups', 'groups models by architecture', 'Boix-Adsera et al. 2022'),
  test('multilingual', 'correspondence', 'matches a text with its translation', 'Rahamim and Belinkov'),
  test('captions', 'correspondence', 'matches an image with its caption', 'Rahamim and Belinkov'),
  test('shortcuts', 'training', 'tells models apart that rely on other shortcuts', resi),
  test('augmentation', 'training', 'tells models apart that were trained with other augmentation', resi),
  test('labels', 'training', 'tells models apart that were trained on random labels', resi),
  test('monotonicity', 'depth', 'falls with the distance between layers', resi),
];
