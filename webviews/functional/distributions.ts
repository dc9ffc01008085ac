import type { InstanceDistribution } from '../../server/protocol';
import { histogramChart } from '../charts/histogram';
import { element } from '../element';
import { significant } from '../numbers';

/** For each measure with a value for each instance how these are spread. */
export function distributionPlots(distributions: readonly InstanceDistribution[]): HTMLElement {
  return element(
    'div',
    { class: 'distributions' },
    ...distributions.map(({ title, mean, most, histogram }) =>
      element(
        'figure',
        {},
        element(
          'figcaption',
          {},
          title,
          element('div', { class: 'muted' }, `mean ${significant(mean, 3)}, at most ${significant(most, 3)}`),
        ),
        histogramChart(histogram),
      ),
    ),
  );
}
