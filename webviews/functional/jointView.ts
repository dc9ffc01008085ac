import { type OutputsReport, type Score, shareText } from '../../server/protocol';
import type { ScoreGrid } from '../charts/scoreGrid';
import { element } from '../element';
import { significant } from '../numbers';
import { bestMatches } from './layersBeside';

interface Line {
  readonly name: string;
  readonly against: string;
  readonly words: string;
  /** Length of the bar, 0 to 1. */
  readonly share: number;
}

/** Similarity of the layers, each with its best match, beside that of the outputs. */
export function jointView(grid: ScoreGrid, report: OutputsReport, scores: readonly Score[]): HTMLElement {
  const { low, high } = grid.scale;
  const matches = bestMatches(grid).map(({ layer, other, value }): Line => ({
    name: layer,
    against: other,
    words: significant(value, 4),
    share: (value - low) / (high - low),
  }));
  const { share, kappa } = report.disagreement;
  const divergence = scores.find(({ measure }) => measure === 'soft.jsd')?.value ?? null;
  const outputs: Line[] = [
    { name: 'Same answer', against: '', words: shareText(1 - share), share: 1 - share },
    { name: 'Agreement beyond chance (kappa)', against: '', words: significant(kappa, 4), share: kappa },
    ...(divergence === null
      ? []
      : [
          {
            name: '1 − Jensen-Shannon divergence / ln 2',
            against: '',
            words: significant(1 - divergence / Math.LN2, 4),
            share: 1 - divergence / Math.LN2,
          },
        ]),
  ];
  const direction =
    grid.measure.direction === 'similarity' ? 'longer is more similar' : 'shorter is more similar';
  return element(
    'table',
    { class: 'joint', 'aria-label': 'Similarity of layers beside that of outputs' },
    group(`Layers: ${grid.title}, best match (${direction})`, matches),
    group('Outputs (longer is more similar)', outputs),
  );
}

function group(title: string, lines: readonly Line[]): HTMLElement {
  return element(
    'tbody',
    {},
    element('tr', {}, element('th', { scope: 'rowgroup', colspan: 4 }, title)),
    ...lines.map(({ name, against, words, share }) => {
      const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
      bar.style.width = `${100 * Math.max(0, Math.min(1, share))}%`;
      return element(
        'tr',
        {},
        element('td', { class: 'joint-name', colspan: against === '' ? 2 : 1 }, name),
        against === '' ? null : element('td', { class: 'joint-name muted' }, against),
        element('td', { class: 'number' }, words),
        element('td', { class: 'joint-track' }, element('span', { class: 'bar-track' }, bar)),
      );
    }),
  );
}
